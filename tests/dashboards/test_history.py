"""The history of a place, after people decided on links: what may be untrue by then is left out until it is made anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from irhub.dashboards.models import PlacePeriod
from irhub.dashboards.summaries import summarise_periods
from irhub.organisations.decisions import decide
from irhub.organisations.models import Link, Namesake, ProviderInCouncil
from irhub.places import england, parents, place_of_code
from irhub.registers.deriving import follow_up
from irhub.registers.models import LocationSpan, SponsorSpan
from tests.loaded import load_fictional

pytestmark = pytest.mark.django_db
PAT = "pat@example.org"
MOVED = ("gained", "opened", "lost", "unclear", "closed", "came", "left", "returned")
Periods = dict[str, list[tuple[object, ...]]]


@pytest.fixture(autouse=True)
def _world(data_folder, tmp_path, settings) -> Iterator[None]:
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(tmp_path)


def told() -> Periods:
    """The periods of each place that has some."""
    found: Periods = {}
    rows = PlacePeriod.objects.order_by("place_code", "ends")
    for place, *row in rows.values_list("place_code", "begins", "ends", "licensed", *MOVED):
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
    page = " ".join(Client().get(f"/councils/{councils[0].slug}/").content.decode().split())
    assert "licences over time that may depend on this are left out" in page
    assert "Licences over time</h2>" not in page
    assert follow_up()
    assert told().keys() == before.keys()
    assert "are left out" not in Client().get(f"/councils/{councils[0].slug}/").content.decode()


def test_a_provider_of_which_a_sponsor_of_a_like_name_stands_is_not_said_to_have_left():
    gone = ProviderInCouncil.objects.filter(as_at=None, adult_social_care=True, licence="formerly").exclude(
        council_code=""
    )
    left = PlacePeriod.objects.filter(place_code=england().code, lost__gt=0).order_by("ends").last()
    provider = gone.filter(left_by__range=(left.begins, left.ends)).order_by("provider_id").first()
    assert provider
    Namesake.objects.create(
        organisation_id=provider.organisation_id,
        sponsor_key=SponsorSpan.objects.filter(until=None).order_by("sponsor_key")[0].sponsor_key,
    )
    with transaction.atomic():
        summarise_periods()
    again = PlacePeriod.objects.get(place_code=england().code, ends=left.ends)
    assert (again.lost, again.unclear) == (left.lost - 1, left.unclear + 1)
    assert again.licensed == left.licensed


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
