"""Who may use a hub's help follows from the registers of that day, with the rows that say so."""

from __future__ import annotations

from datetime import date

import pytest

from irhub.programmes.eligibility import council_eligibility, provider_eligibility
from irhub.registers.models import LocationSpan
from tests.held import held as held
from tests.programmes.factories import LEEDS, WALSALL

pytestmark = pytest.mark.django_db


def care_location(held):
    return (
        LocationSpan.objects.filter(until=None, inspection_directorate="Adult social care")
        .exclude(council_code="")
        .first()
    )


def test_a_provider_with_a_care_location_in_the_area_may_use_it_and_its_rows_say_so(held):
    span = care_location(held)
    told = provider_eligibility(span.provider_id, councils=[span.council_code], on=date(2030, 1, 1))
    assert told.eligible is True
    assert (span.since, span.line) in {(row.date, row.line) for row in told.rows}
    assert told.name == span.provider_name
    assert "care location" in told.why
    assert told.organisation_id


def test_a_provider_of_elsewhere_may_not_and_is_told_why(held):
    span = care_location(held)
    elsewhere = "E06000001" if span.council_code != "E06000001" else "E06000002"
    told = provider_eligibility(span.provider_id, councils=[elsewhere], on=date(2030, 1, 1))
    here = LocationSpan.objects.filter(provider_id=span.provider_id, council_code=elsewhere).exists()
    assert told.eligible is here
    assert here or "none of them in this area" in told.why


def test_nobody_is_told_no_for_a_day_of_which_the_hub_holds_no_list(held):
    span = care_location(held)
    told = provider_eligibility(span.provider_id, councils=[span.council_code], on=date(2001, 1, 1))
    assert told.eligible is None
    assert "cannot tell" in told.why


def test_a_provider_that_is_not_on_the_list_is_told_so_and_nothing_more(held):
    told = provider_eligibility("1-000000000", councils=[WALSALL], on=date(2030, 1, 1))
    assert told.eligible is False
    assert "is not on the CQC’s list of" in told.why


def test_a_council_may_use_it_if_it_is_covered():
    assert council_eligibility(WALSALL, councils=[WALSALL], on=date(2026, 11, 1)).eligible is True
    told = council_eligibility(LEEDS, councils=[WALSALL], on=date(2026, 11, 1))
    assert told.eligible is False
    assert told.why == "Leeds is not one of the councils that are covered."
