"""The demo's recruiters are made by the room's own actions, and stand at every step."""

from __future__ import annotations

import pytest

from irhub.accounts.row_security import system_access
from irhub.suppliers.demo import recruiters, recruiters_of_nurses
from irhub.suppliers.models import Application, Concern, Entry, Framework
from irhub.suppliers.workflows import EntryState
from tests.programmes.factories import WALSALL
from tests.programmes.test_reach import provider

pytestmark = pytest.mark.django_db


def test_agencies_stand_at_every_step_and_on_the_list_in_all_its_states():
    provider(1, WALSALL)
    with system_access("the demo is played"):
        recruiters()
        recruiters_of_nurses()
    assert set(Application.objects.values_list("state", flat=True)) == {
        "appeal", "approved", "assessment", "checks", "deferred", "draft", "moderation", "submitted", "with conditions", "withdrawn",
    }  # fmt: skip
    assert set(Entry.objects.values_list("state", flat=True)) == set(EntryState.values)
    assert sorted(Framework.objects.values_list("basis", flat=True)) == ["advisory", "advisory", "framework"]
    assert Concern.objects.count() == 1
