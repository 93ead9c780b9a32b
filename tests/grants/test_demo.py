"""The demo's grants are made by the room's own actions: a call that is closed with what was learned, and one that takes applications."""

from __future__ import annotations

import pytest

from irhub.accounts.row_security import system_access
from irhub.grants.asking import asked_in
from irhub.grants.demo import a_grant_that_is_paid, two_calls_for_grants, what_grants_came_to
from irhub.grants.learning.models import GrantLesson, GrantResult
from irhub.grants.models import Application, Award, Call
from irhub.grants.past.models import PastImport
from irhub.grants.payments.models import Report
from irhub.grants.position import position_of
from irhub.grants.published.models import PublishedVersion
from tests.programmes.factories import WALSALL
from tests.programmes.test_reach import provider

pytestmark = pytest.mark.django_db


def test_one_call_has_ended_with_lessons_and_one_takes_applications():
    provider(1, WALSALL)
    with system_access("the demo is played"):
        two_calls_for_grants()
    assert sorted(Call.objects.values_list("state", flat=True)) == ["ended", "open"]
    assert Call.objects.get(state="ended").lessons
    assert [
        each.weight for each in asked_in(Call.objects.get(state="open")).questions if each.label == "What lasts"
    ] == [10]
    assert sorted(Application.objects.values_list("state", flat=True)) == ["awarded", "draft"]
    assert Award.objects.get().state == "active"
    with system_access("the demo is played"):
        a_grant_that_is_paid()
        at = position_of(Award.objects.get())
    assert (at.paid, at.left, at.reported, at.repaid, at.unspent, at.reconciles) == (
        150_000,
        0,
        75_000,
        20_000,
        55_000,
        True,
    )
    assert sorted(Report.objects.values_list("state", flat=True)) == ["accepted", "due"]
    with system_access("the demo is played"):
        what_grants_came_to()
    version = PublishedVersion.objects.get()
    assert (version.state, version.many, version.left_out) == ("published", 1, 0)
    assert sorted(GrantResult.objects.values_list("grade", flat=True)) == ["A", "C", "C"]
    assert GrantLesson.objects.count() == 2
    held = PastImport.objects.get()
    assert (held.state, held.grants.count(), len(held.aside)) == ("in", 3, 1)
