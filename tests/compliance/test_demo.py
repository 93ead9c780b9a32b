"""The demo's self-checks are made by the room's own actions and stand in all states."""

from __future__ import annotations

import pytest

from irhub.accounts.row_security import system_access
from irhub.compliance.demo import self_checks
from irhub.compliance.how_it_stands import standing_of
from irhub.compliance.models import Matter, PlanItem, Published, Result, Sheet
from irhub.compliance.questionnaire import NAME
from tests.programmes.factories import WALSALL
from tests.programmes.test_reach import provider

pytestmark = pytest.mark.django_db


def test_one_is_nearly_done_one_is_begun_and_one_is_touched_by_a_changed_rule():
    for number in range(1, 5):
        provider(number, WALSALL)
    with system_access("the demo is played"):
        self_checks()
    first, begun, touched = (
        standing_of(sheet) for sheet in Sheet.objects.filter(head=None, questionnaire=NAME).order_by("pk")
    )
    assert len(first.open) == 3
    assert not begun.answers
    assert set(touched.again) == {"C1", "C3"}
    assert set(PlanItem.objects.values_list("state", flat=True)) == {"to do", "done", "dropped"}
    assert PlanItem.objects.filter(owner__isnull=False, due__isnull=False).exists()
    assert Result.objects.get().open > 5
    assert sorted(Matter.objects.values_list("kind", "state")) == [("action_plan", "open"), ("visit", "closed")]
    assert [one.level for one in Published.objects.all()] == ["core"]
