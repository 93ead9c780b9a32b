"""Whose stated name is no company's is told only where Companies House could have known the company."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from irhub.organisations.linking import companies_frame, sponsors_frame
from irhub.registers.models import CompanySpan, Edition, SponsorSpan
from irhub.registers.sources import SOURCES
from tests.organisations.registers import DAY, hold, key

pytestmark = pytest.mark.django_db
MISSPELLED, REGISTERED = ("Rosewick Lodg Care Ltd", "Testford"), ("Rosewick Homes Ltd", "Testford")
AFTER = DAY + timedelta(days=3)
ROWS = SOURCES["companies_house"].expected.fewest


def edition(register: str, day: date, hours: int = 0, **told: object) -> None:
    usual = {
        "date_origin": "given", "sha256": f"{register[0]}{hours:03}" * 16, "file_name": "file", "size_bytes": 1, "record_count": 1,
        "row_count": ROWS, "state": "accepted", "reason": "", "cleaner": 1,
    }  # fmt: skip
    at = timezone.now() + timedelta(hours=hours)
    Edition.objects.create(register=register, date=day, loaded_at=at, **usual | told)


@pytest.fixture(autouse=True)
def _held(data_folder):
    """Two sponsors, and Companies House, loaded after them, which knows the company of one."""
    hold([MISSPELLED, REGISTERED])
    text = {field.name: "" for field in CompanySpan._meta.fields if field.get_internal_type() == "TextField"}
    told = {"company_number": "01234567", "company_name": "ROSEWICK HOMES LIMITED", "name_key": "rosewickhomesltd"}
    CompanySpan.objects.create(**text | told, since=AFTER, line=2)
    edition("home_office_sponsors", DAY)


def told() -> set[str]:
    """The sponsors, among those of other trades, whose name is told to be no company's."""
    frame = sponsors_frame(companies_frame())
    return set(frame.filter("unregistered")["sponsor_key"]) & {key(*MISSPELLED), key(*REGISTERED)}


def test_a_name_that_whole_companies_house_does_not_know_is_no_companys():
    edition("companies_house", AFTER, hours=1)
    assert told() == {key(*MISSPELLED)}
    assert not sponsors_frame()["unregistered"].any(), "without companies nothing is told"


def test_a_sponsor_that_came_after_companies_house_was_loaded_is_not_judged():
    edition("companies_house", AFTER, hours=-1)
    assert told() == set()


def test_a_sponsor_that_did_not_stand_on_the_day_of_companies_house_is_not_judged():
    edition("companies_house", DAY - timedelta(days=1), hours=1)
    assert told() == set()
    Edition.objects.filter(register="companies_house").update(date=AFTER)
    assert told() == {key(*MISSPELLED)}
    SponsorSpan.objects.update(until=AFTER)
    assert told() == set()


def test_a_part_of_companies_house_judges_nobody():
    edition("companies_house", AFTER, hours=1, row_count=ROWS - 1)
    assert told() == set()
