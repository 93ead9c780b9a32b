"""The history of a place, after people decided on links: what may be untrue by then is left out until it is made anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from irhub.dashboards.models import PlacePeriod
from irhub.organisations.decisions import decide
from irhub.organisations.models import Link
from irhub.places import england, parents, place_of_code
from irhub.registers.deriving import follow_up
from irhub.registers.models import LocationSpan
from tests.loaded import load_fictional

pytestmark = pytest.mark.django_db
PAT = "pat@example.org"
Periods = dict[str, list[tuple[object, ...]]]


@pytest.fixture(autouse=True)
def _world(data_folder, tmp_path, settings) -> Iterator[None]:
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(tmp_path)


def told() -> Periods:
    """The periods of each place that has some."""
    found: Periods = {}
    rows = PlacePeriod.objects.order_by("place_code", "ends")
    for place, *row in rows.values_list("place_code", "begins", "ends", "licensed", "came", "left", "returned"):
        found.setdefault(place, []).append(tuple(row))
    return found


def test_the_history_of_the_places_of_a_decided_link_is_left_out_at_once_and_made_anew_by_the_worker():
    before = told()
    link = Link.objects.filter(band="accepted").exclude(councils=[]).order_by("sponsor_key")[0]
    decide(link.sponsor_key, link.provider_id, "different", by=PAT)
    spans = LocationSpan.objects.filter(provider_id=link.provider_id).exclude(council_code="")
    councils = [place_of_code(span.council_code) for span in spans]
    touched = {place.code for council in councils for place in (council, *parents(council))} | {england().code}
    assert told() == {place: periods for place, periods in before.items() if place not in touched}
    page = Client().get(f"/councils/{councils[0].slug}/").content.decode()
    assert "licences over time that may depend on this are left out" in page
    assert "Licences over time</h2>" not in page
    assert follow_up()
    assert told().keys() == before.keys()
    assert "are left out" not in Client().get(f"/councils/{councils[0].slug}/").content.decode()


def test_the_history_that_is_left_standing_by_a_decision_is_what_working_all_out_says():
    accepted = Link.objects.filter(band="accepted").order_by("sponsor_key", "provider_id")[::20]
    waiting = Link.objects.filter(band="review").order_by("sponsor_key", "provider_id")[:3]
    decisions = [*(("different", link) for link in accepted), *(("same", link) for link in waiting)]
    for verdict, link in decisions:
        with transaction.atomic():
            decide(link.sponsor_key, link.provider_id, verdict, by=PAT)
            left = told()
            assert follow_up()
            assert left.items() <= told().items(), f"{verdict} {link.sponsor_key} {link.provider_id}"
            transaction.set_rollback(True)
    assert len(decisions) > 3
