"""A register can say anything at any length: what is indexed for pages is held all the same."""

from __future__ import annotations

import random
import string

import pytest

from irhub.organisations.search import by_person
from irhub.registers.models import LocationSpan
from tests.loaded import load_fictional

pytestmark = pytest.mark.django_db
LONG = "".join(
    random.Random(7).choices(string.ascii_letters, k=20_000)
)  # longer than an entry of an index, and does not shrink


COLUMNS = ("city", "county", "local_authority", "company_number", "nominated_individual", "registered_manager")


def test_a_location_with_very_long_values_is_held(data_folder, settings):
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(data_folder)
    held = LocationSpan.objects.filter(until=None)
    span = held.first()
    assert span is not None
    for column in COLUMNS:
        held.filter(pk=span.pk).update(**{column: LONG})
    assert {getattr(held.get(pk=span.pk), column) for column in COLUMNS} == {LONG}
    assert by_person(LONG[:40]) == []  # no name of a person
