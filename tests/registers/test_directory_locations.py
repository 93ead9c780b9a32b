"""The CQC's monthly workbook and its weekly directory are one picture, and pages say which of the two shows a location."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from irhub.dashboards import compare, maps, providers
from irhub.organisations.decisions import decide
from irhub.organisations.forming import rebuild
from irhub.organisations.models import Decision, Link, Member, ProviderInCouncil
from irhub.organisations.queries import profile
from irhub.places import place_of_code
from irhub.registers.deriving import bring_up_to_date
from irhub.registers.directory_locations import beside_directory, list_directory_locations, only_in_directory
from irhub.registers.fictional.headers import DIRECTORY_HEADER
from irhub.registers.finding import FICTIONAL_NOTICE
from irhub.registers.models import DirectoryLocation, DirectorySpan, Edition, Location, LocationSpan, SponsorSpan
from irhub.registers.sources.care_services import HOME_CARE, in_words_of_the_workbook
from irhub.registers.taking_in import load
from tests.loaded import load_fictional

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (6, 7, 8))


def on(day: int, month: int = 7) -> date:
    return date(2026, month, day)


def workbooks(*days: date) -> None:
    for day in days:
        _edition("cqc_locations", day)


def _edition(register: str, day: date) -> None:
    Edition.objects.create(
        register=register, date=day, date_origin="given", sha256=f"{day:%Y%m%d}" * 8, file_name="list", size_bytes=1,
        record_count=1, row_count=1, state="accepted", reason="", loaded_at=timezone.now(), cleaner=1,
    )  # fmt: skip


def listed(model, location_id: str, since: date, until: date | None = None, **facts: object) -> None:
    known = {"location_id": location_id, "provider_id": "1-5", "since": since, "until": until, "line": 7, **facts}
    blank = {f.name: "" for f in model._meta.fields if f.get_internal_type() == "TextField" and f.name not in known}
    model._base_manager.create(**blank, **known)


def counted() -> list[tuple[date, date | None, date]]:
    list_directory_locations()
    return list(DirectoryLocation.objects.order_by("since").values_list("since", "until", "lacked_by"))


@pytest.mark.parametrize(
    ("directory", "newer", "workbook", "says"),
    [
        pytest.param([(on(3), None)], [], [], [(on(3), AUGUST, JULY)], id="until the next workbook, which lacks it too"),
        pytest.param([(on(3), None)], [AUGUST], [], [(on(3), AUGUST, JULY)], id="no directory after that workbook"),
        pytest.param([(on(3), None)], [on(7, 8), on(14, 8)], [], [(on(3), AUGUST, JULY), (on(7, 8), None, AUGUST)],
                     id="again from the next directory, which still has it"),
        pytest.param([(on(3), None)], [on(7, 8)], [(AUGUST, None)], [(on(3), AUGUST, JULY)], id="until the next, which has it"),
        pytest.param([(on(3), on(10))], [], [], [(on(3), on(10), JULY)], id="until the directory loses it"),
        pytest.param([(on(3), on(10)), (on(17), None)], [], [], [(on(3), on(10), JULY), (on(17), AUGUST, JULY)], id="twice"),
        pytest.param([(on(3), on(10)), (on(10), None)], [], [], [(on(3), on(10), JULY), (on(10), AUGUST, JULY)], id="told otherwise"),
        pytest.param([(on(5, 8), None)], [], [], [(on(5, 8), None, AUGUST)], id="still"),
        pytest.param([(on(3), None)], [], [(JUNE, None)], [], id="the workbook has it"),
        pytest.param([(on(24, 6), None)], [], [(JUNE, JULY)], [], id="the workbook lost it after the directory had it"),
        pytest.param([(on(24, 6), None)], [on(3)], [(JUNE, JULY)], [(on(3), AUGUST, JULY)],
                     id="the workbook lost it, and a newer directory has it"),
        pytest.param([(on(3), None)], [], [(JUNE, JULY)], [(on(3), AUGUST, JULY)], id="the workbook had lost it"),
        pytest.param([(JULY, None)], [], [], [], id="both of one day: the workbook tells more"),
        pytest.param([(on(1, 5), None)], [], [], [], id="no workbook yet"),
    ],
)  # fmt: skip
def test_a_location_that_the_newer_directory_has_counts_until_a_newer_workbook_decides(
    directory, newer, workbook, says
):
    workbooks(JUNE, JULY, AUGUST)
    for day in {*newer, *(day for period in directory for day in period if day)}:
        _edition("cqc_directory", day)
    for since, until in directory:
        listed(DirectorySpan, "1-100", since, until)
    for since, until in workbook:
        listed(LocationSpan, "1-100", since, until)
    assert counted() == says
    assert set(DirectoryLocation.objects.values_list("edition", flat=True)) <= {since for since, _ in directory}


def test_a_location_registered_twice_that_the_workbook_counts_once_is_not_counted_again():
    workbooks(JULY)
    _edition("cqc_directory", on(3))
    same = {"postcode": "ZZ1 1ZZ"}
    listed(LocationSpan, "1-100", JULY, location_name_key="mossbank view", **same)
    for number in ("1-100", "1-200"):
        listed(DirectorySpan, number, on(3), name_key="mossbank view", **same)
    assert counted() == []
    DirectorySpan.objects.filter(location_id="1-100").delete()
    assert counted() == [(on(3), None, JULY)]  # one number went and another came: a new registration of the service


def test_services_are_told_in_the_workbooks_words():
    assert in_words_of_the_workbook("Homecare agencies|Supported living|Homecare agencies") == (
        f"{HOME_CARE} | Supported living service"
    )
    assert in_words_of_the_workbook("Care home service with nursing|Something new") == (
        "Care home service with nursing | Something new"
    )
    assert in_words_of_the_workbook("") == ""


def test_a_location_that_the_newer_directory_lacks_stays_and_that_is_said():
    workbooks(JULY)
    for number in ("1-100", "1-200"):
        listed(LocationSpan, number, JULY)
    assert beside_directory(["1-100", "1-200"]).of("1-200") == ""
    _edition("cqc_directory", on(3))
    listed(DirectorySpan, "1-100", on(3))
    found = beside_directory(["1-100", "1-200"])
    assert found.of("1-100") == ""
    assert found.of("1-200") == (
        "Not in the CQC’s directory of 3 July 2026, which is newer. That is no proof that it closed."
    )
    assert Location.objects.filter(until=None).count() == 2
    workbooks(on(4))
    assert beside_directory(["1-200"]).of("1-200") == "", "a newer workbook has it"


def test_a_location_that_the_newer_directory_lists_under_another_provider_keeps_its_own_and_that_is_said():
    workbooks(JULY)
    for number in ("1-100", "1-200", "1-300"):
        listed(LocationSpan, number, JULY, provider_id="1-5")
        listed(
            DirectorySpan,
            number,
            on(3),
            provider_id={"1-100": "1-6"}.get(number, "1-5"),
            provider_name="Quernwick Care Ltd",
        )
    DirectorySpan.objects.filter(location_id="1-300").update(provider_id="")
    assert beside_directory(["1-100"]).of("1-100") == "", "no edition of the directory is newer"
    _edition("cqc_directory", on(3))
    found = beside_directory(["1-100", "1-200", "1-300"])
    assert found.of("1-100") == (
        "In the CQC’s directory of 3 July 2026, which is newer, its provider is Quernwick Care Ltd."
    )
    assert found.of("1-200") == found.of("1-300") == ""
    assert set(Location.objects.filter(until=None).values_list("provider_id", flat=True)) == {"1-5"}


def newer_directory(folder, added: list[dict[str, str]], *, without: str) -> date:
    """Load the newest directory again, some days later, without a location and with others."""
    edition = Edition.objects.filter(register="cqc_directory").latest("date")
    day = edition.date + timedelta(days=3)
    text = io.StringIO()
    sheet = csv.writer(text)
    for line in ("CQC Locations data", "", f"This data was produced on {day.day} {day:%B %Y}", ""):
        sheet.writerow([line, *[""] * (len(DIRECTORY_HEADER) - 1)])
    sheet.writerow(DIRECTORY_HEADER)
    fields = {
        "Name": "name", "Address": "address", "Postcode": "postcode", "Service types": "service_types",
        "Provider name": "provider_name", "Local authority": "local_authority", "Region": "region",
        "CQC Location ID (for office use only)": "location_id", "CQC Provider ID (for office use only)": "provider_id",
    }  # fmt: skip
    held = DirectorySpan.objects.filter(until=None).exclude(location_id=without).order_by("line")
    for row in [*held.values(*fields.values()), *added]:
        sheet.writerow([row.get(fields.get(title, ""), "") for title in DIRECTORY_HEADER])
    folder.mkdir()
    (folder / FICTIONAL_NOTICE).write_text("invented")
    path = folder / f"{day:%d_%B_%Y}_CQC_directory.csv"
    path.write_text(text.getvalue())
    load(path)
    bring_up_to_date()
    return day


@pytest.mark.slow
def test_a_provider_that_only_the_newer_directory_shows_is_a_provider_everywhere(data_folder, tmp_path, settings):
    settings.IRHUB_MAX_GAINED_PERCENT = settings.IRHUB_MAX_LOST_PERCENT = 100
    load_fictional(tmp_path)
    workbook = Edition.objects.filter(register="cqc_locations", state="accepted").latest("date").date
    linked = Link.objects.filter(band="accepted").values("sponsor_key")
    alone = SponsorSpan.objects.filter(until=None, name__iendswith=" ltd").exclude(sponsor_key__in=linked)
    sponsor = alone.exclude(name__contains='"').order_by("sponsor_key")[0]
    gone = LocationSpan.objects.filter(until=None).exclude(council_code="").order_by("location_id")[0]
    new = {
        "name": "Quernwick Court", "address": f"1 Sample Road,{sponsor.town}", "postcode": "ZZ9 9ZZ",
        "service_types": "Homecare agencies", "provider_name": sponsor.name, "local_authority": "Leeds",
        "region": "Yorkshire and The Humber", "location_id": "1-777000001", "provider_id": "1-777000002",
    }  # fmt: skip
    leeds = place_of_code("E08000035")
    before = compare.figures_of(leeds)
    day = newer_directory(tmp_path / "newer", [new], without=gone.location_id)
    says = f"In the CQC’s directory of {day:%-d %B %Y}; not in its older workbook of {workbook:%-d %B %Y}"

    (link,) = Link.objects.filter(sponsor_key=sponsor.sponsor_key, provider_id=new["provider_id"])
    assert (link.band, link.rests_on) == ("accepted", "legal_name")
    assert says in link.reasons
    row = ProviderInCouncil.objects.get(as_at=None, provider_id=new["provider_id"])
    assert (row.council_code, row.adult_social_care, row.locations, row.home_care) == (leeds.code, True, 1, 1)
    assert (row.licence, row.beds, row.service_types) == ("licensed", 0, HOME_CARE)
    after = compare.figures_of(leeds)
    assert after.locations == (before.locations if before else 0) + 1
    assert new["provider_id"] in {row.provider_id for row in providers.listed(leeds, providers.ProviderFilter())[0]}
    (place,) = [row for row in maps.locations_listed(leeds, None, 0, 1000) if row.name == new["name"]]
    assert place.beside == f"{says}."
    assert "1 care location here is in the CQC’s directory alone" in only_in_directory(leeds.council_codes)
    assert "in the CQC’s directory alone" in Client().get(f"/councils/{leeds.slug}/").content.decode()
    found = Member.objects.get(register="cqc_locations", entity_key=new["provider_id"])
    assert [span.location_id for span in profile(found.organisation_id).active] == [new["location_id"]]
    page = Client().get(f"/organisations/{found.organisation_id}/").content.decode()
    assert says in page
    assert f"/data/cqc_directory/{day.isoformat()}/" in page

    still = Member.objects.get(register="cqc_locations", entity_key=gone.provider_id)
    page = Client().get(f"/organisations/{still.organisation_id}/").content.decode()
    assert f"</a>. Not in the CQC’s directory of {day:%-d %B %Y}" in page

    decide(sponsor.sponsor_key, new["provider_id"], "same", by="pat@example.org")
    Decision.objects.update(cleaner=0)
    rebuild()
    assert Decision.objects.get().provider_id == new["provider_id"]
    bring_up_to_date()
    assert Link.objects.get(sponsor_key=sponsor.sponsor_key, band="accepted").decided_by == "pat@example.org"
