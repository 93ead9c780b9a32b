"""Who gives care where is kept as the registers and people's decisions say at that moment."""

from __future__ import annotations

from datetime import date

import pytest

from irhub.continuity.active import refresh_active_locations
from irhub.continuity.models import ActiveLocation
from irhub.organisations.decisions import decide, undo
from irhub.organisations.models import Member
from irhub.organisations.providers import list_providers
from irhub.registers.deriving import bring_up_to_date
from irhub.registers.models import LocationSpan, SponsorSpan
from tests.organisations.registers import hold, key, place

pytestmark = pytest.mark.django_db
ROSE, ELM = "1-1", "1-3"
SURE, OTHER = key("Rosewick Lodge Care Ltd t/a Mossbank View", "Testford"), key("Nobody Ltd", "Testford")
PAT = "pat@example.org"


@pytest.fixture(autouse=True)
def _held(data_folder):
    hold(
        [("Rosewick Lodge Care Ltd t/a Mossbank View", "Testford"), ("Nobody Ltd", "Testford")],
        place(1, "Rosewick Lodge Care Ltd", location="Mossbank View"),
        place(3, "Elmwick House Ltd", town=1),
    )
    LocationSpan.objects.update(latitude=53.8, longitude=-1.5, service_types="Care home service with nursing")
    bring_up_to_date()


def licensed(provider: str) -> bool:
    return ActiveLocation.objects.get(provider_id=provider).licensed


def kept() -> list[tuple[object, ...]]:
    return list(ActiveLocation.objects.order_by("location_id").values_list())


def test_a_provider_is_licensed_while_a_linked_sponsor_stands_on_the_register():
    assert licensed(ROSE)
    assert not licensed(ELM)
    SponsorSpan.objects.filter(sponsor_key=SURE).update(until=date(2026, 4, 1))
    bring_up_to_date()
    assert not licensed(ROSE)


def test_a_decision_and_its_undoing_are_followed_at_once():
    before = kept()
    decide(OTHER, ELM, "same", by=PAT)
    assert licensed(ELM)
    assert (
        ActiveLocation.objects.get(provider_id=ELM).organisation_id
        == Member.objects.get(entity_key=OTHER).organisation_id
    )
    decide(SURE, ROSE, "different", by=PAT)
    assert not licensed(ROSE)
    after = kept()
    list_providers()
    refresh_active_locations()
    assert kept() == after
    undo(by=PAT)
    undo(by=PAT)
    assert kept() == before


def test_a_location_that_is_dormant_or_left_the_list_or_has_no_coordinates_is_not_kept():
    for changed in ({"dormant": True}, {"until": date(2026, 4, 1)}, {"latitude": None}):
        before = LocationSpan.objects.filter(provider_id=ELM).values(*changed).get()
        LocationSpan.objects.filter(provider_id=ELM).update(**changed)
        refresh_active_locations()
        assert not ActiveLocation.objects.filter(provider_id=ELM).exists()
        assert ActiveLocation.objects.filter(provider_id=ROSE).exists()
        LocationSpan.objects.filter(provider_id=ELM).update(**before)
