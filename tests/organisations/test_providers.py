"""One table says who is a provider, and every page, map and signal that counts providers counts those."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from irhub.contracts.queries import facts_of
from irhub.dashboards import compare, maps, providers
from irhub.indicators.reading import snapshot_as_at
from irhub.organisations.decisions import decide
from irhub.organisations.licences import licence_of
from irhub.organisations.models import Member, ProviderInCouncil
from irhub.places import council_of, place_of_code
from irhub.registers.deriving import bring_up_to_date
from irhub.registers.models import Edition, LocationSpan, SponsorSpan
from irhub.registers.sources.care_services import CARE_HOME, CARE_SERVICES
from tests.care import care_locations
from tests.organisations.registers import BRADFORD, DAY, LEEDS, hold, key, place

pytestmark = pytest.mark.django_db
DENTAL = "Dental service"
ROSE, TEETH, BOTH = "1-1", "1-2", "1-3"
SPONSOR = ("Rosewick Lodge Care Ltd t/a Mossbank View", "Testford")


@pytest.fixture(autouse=True)
def _held(data_folder):
    """A care home, a dental surgery, and a provider of both, which has two homes in another council."""
    hold(
        [SPONSOR, ("Nobody Ltd", "Testford")],
        place(1, "Rosewick Lodge Care Ltd", location="Mossbank View"),
        place(2, "Pearl Teeth Ltd", town=1, service_types=DENTAL, beds=0, council_code=LEEDS),
        place(3, "Elmwick Group Ltd", town=1, service_types=DENTAL, beds=0, council_code=LEEDS),
        place(3, "Elmwick Group Ltd", location="Elm House", location_id="1-931", council_code=BRADFORD),
        place(3, "Elmwick Group Ltd", location="Oak House", location_id="1-932", council_code=BRADFORD),
    )
    LocationSpan.objects.exclude(provider_id__in=(ROSE, TEETH, BOTH)).update(council_code="")
    LocationSpan.objects.update(latitude=53.8, longitude=-1.5)
    bring_up_to_date()


def rows(provider: str) -> list[tuple[str, bool, int, int, str]]:
    told = ProviderInCouncil.objects.filter(as_at=None, provider_id=provider).order_by("council_code")
    return list(told.values_list("council_code", "adult_social_care", "locations", "beds", "licence"))


def test_a_providers_care_locations_are_counted_apart_from_its_others_in_each_council():
    assert rows(ROSE) == [(LEEDS, True, 1, 10, "licensed")]
    assert rows(TEETH) == [(LEEDS, False, 1, 0, "none")]
    assert rows(BOTH) == [(BRADFORD, True, 2, 20, "none"), (LEEDS, False, 1, 0, "none")]


@pytest.mark.parametrize(
    ("services", "directorate", "sector", "is_care"),
    [
        *((service, "Hospitals", "", True) for service in CARE_SERVICES),
        (f"{DENTAL} | {CARE_HOME}", "", "", True),
        (DENTAL, "Adult social care", "Social Care Org", False),
        ("Community health care services - Nurses Agency only", "Adult social care", "Social Care Org", False),
        ("", "Adult social care", "", True),
        ("", "", "Social Care Org", True),
        ("", "Primary medical services", "Primary Dental Care", False),
    ],
)
def test_the_services_of_a_location_say_whether_it_is_adult_social_care_and_else_the_directorate(
    services, directorate, sector, is_care
):
    LocationSpan.objects.filter(provider_id=ROSE).update(
        service_types=services, inspection_directorate=directorate, location_type=sector
    )
    bring_up_to_date()
    assert [row[1] for row in rows(ROSE)] == [is_care]
    assert LocationSpan.objects.filter(provider_id=ROSE, pk__in=care_locations()).exists() == is_care


def test_figures_lists_and_maps_are_of_adult_social_care_unless_somebody_asks_for_other_services():
    leeds = place_of_code(LEEDS)
    figures = compare.figures_of(leeds)
    assert (figures.providers, figures.locations, figures.licensed) == (1, 1, 1)
    assert maps.dots_of_place(leeds).total == 1
    assert [row.name for row in maps.locations_listed(leeds, None, 0, 9)] == ["Mossbank View"]

    def listed(kind: str) -> set[str]:
        return {row.provider_id for row in providers.listed(leeds, providers.ProviderFilter(kind=kind))[0]}

    assert listed("") == listed("nonsense") == {ROSE}
    assert listed("other") == {TEETH, BOTH}
    assert listed("all") == {ROSE, TEETH, BOTH}
    Edition.objects.create(
        register="cqc_locations", date=DAY, date_origin="given", sha256="0" * 64, file_name="list.ods", size_bytes=1,
        record_count=1, row_count=1, state="accepted", reason="", loaded_at=timezone.now(), cleaner=1,
    )  # fmt: skip
    page = f"/councils/{council_of('leeds').slug}/providers/"
    assert "Mossbank" not in Client().get(page, {"kind": "other"}).content.decode()
    assert "Rosewick Lodge" in Client().get(page).content.decode()
    assert "Pearl Teeth" not in Client().get(page).content.decode()
    assert "Pearl Teeth" in Client().get(page, {"kind": "other"}).content.decode()


def test_a_provider_that_left_the_list_keeps_a_row_without_a_place_that_tells_its_licence():
    LocationSpan.objects.filter(provider_id=ROSE).update(until=date(2026, 4, 1))
    bring_up_to_date()
    assert rows(ROSE) == [("", True, 0, 0, "licensed")]
    assert compare.figures_of(place_of_code(LEEDS)) is None
    told = facts_of([ROSE])[ROSE]
    assert (told.locations, told.licence) == (0, "licensed")


def test_every_room_says_the_same_of_a_licence_now_after_a_decision_and_after_it_left():
    def told() -> set[str]:
        organisation = Member.objects.get(register="cqc_locations", entity_key=ROSE).organisation_id
        licence, at = licence_of(organisation), snapshot_as_at(date(2026, 5, 1))
        by_signals = organisation in at.licensed["organisation_id"].to_list()
        return {
            *(row[-1] for row in rows(ROSE)), facts_of([ROSE])[ROSE].licence,
            "licensed" if licence.licensed else "formerly" if licence.linked else "none",
            "licensed" if by_signals else "formerly" if licence.linked else "none",
        }  # fmt: skip

    assert told() == {"licensed"}
    decide(key(*SPONSOR), ROSE, "different", by="pat@example.org")
    assert told() == {"none"}
    decide(key(*SPONSOR), ROSE, "same", by="pat@example.org")
    SponsorSpan.objects.filter(sponsor_key=key(*SPONSOR)).update(until=date(2026, 4, 1))
    bring_up_to_date()
    assert told() == {"formerly"}
    assert facts_of([ROSE])[ROSE].left_by == date(2026, 4, 1)


def test_providers_stand_in_the_order_of_their_names_whatever_their_capitals():
    for provider, name in ((ROSE, "abbey Lodge Ltd"), (TEETH, "ASD Care Ltd"), (BOTH, "Accu Care Ltd")):
        ProviderInCouncil.objects.filter(provider_id=provider).update(name=name)
    shown, _ = providers.listed(place_of_code(LEEDS), providers.ProviderFilter(kind="all"))
    assert [row.name for row in shown] == ["abbey Lodge Ltd", "Accu Care Ltd", "ASD Care Ltd"]
    turned, _ = providers.listed(place_of_code(LEEDS), providers.ProviderFilter(kind="all", turned=True))
    assert [row.name for row in turned] == ["ASD Care Ltd", "Accu Care Ltd", "abbey Lodge Ltd"]
