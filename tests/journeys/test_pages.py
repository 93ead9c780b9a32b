"""Every page, as a person meets it: well formed, accessible, readable on a phone, and never writing on a visit."""

from __future__ import annotations

import re
from datetime import date

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from irhub.dashboards.access import ACCESS
from irhub.dashboards.pictures import QUESTIONS
from irhub.indicators import past
from irhub.organisations.models import Member
from irhub.registers.models import Change
from tests.journeys.conftest import check_all
from tests.loaded import load_fictional

# Every route of the registers' pages, and the pages of it that are visited. A route without a row here fails a test.
VISITED = {
    "england": ["/country/england/"],
    "region": [
        "/regions/west-midlands/",
        "/regions/west-midlands/?as_at=2026-10-20",
        "/regions/west-midlands/?window=90",
    ],
    "partnership": ["/partnerships/north-east-london/"],
    "council": ["/councils/leeds/", "/councils/leeds/?as_at=2026-10-20", "/councils/leeds/?as_at=nonsense"],
    "place-attention": [
        "/country/england/attention/",
        "/regions/west-midlands/attention/?severity=for+information",
        "/councils/leeds/attention/?severity=act+this+week&indicator=licence-left",
    ],
    "place-providers": [
        "/country/england/providers/?licence=formerly&left_since=2026-10-01",
        "/councils/leeds/providers/",
        "/regions/west-midlands/providers/?columns=beds,service_types&page=2",
        "/councils/leeds/providers/?sort=beds&licence=licensed&rating=unrated&service=Shared+Lives&q=zzz&size=1",
    ],
    "place-map": ["/country/england/map/", "/regions/west-midlands/map/", "/councils/leeds/map/?as_at=2026-10-20"],
    "place-compare": [
        "/regions/west-midlands/compare/?sort=share",
        "/councils/leeds/compare/",
        "/councils/leeds/compare/?with=york&add=hull",
        "/country/england/compare/?page=2",
        "/regions/west-midlands/compare/?as_at=2026-10-20",
    ],
    "place-figure": [
        *(f"/country/england/figures/{key}/" for key in QUESTIONS),
        "/councils/leeds/figures/neighbours/?with=york&as_at=2026-10-20",
    ],
    "place-profile": ["/councils/leeds/profile/", "/councils/leeds/profile/?as_at=2026-10-20"],
    "organisation": ["{provider}", "{sponsor}"],
    "changes": [
        "/changes/",
        "/changes/?since=nonsense",
        "/changes/?kind=licence_removed&page=2",
        "/changes/?region=E12000003&register=cqc_locations&named=care",
    ],
    "editions": ["/data/home_office_sponsors/", "/data/cqc_locations/?state=rejected&sort=zzz"],
    "edition": ["/data/home_office_sponsors/2026-10-09/", "/data/cqc_locations/2026-11-01/"],
    "data": ["/data/"],
    "row": ["{row}"],
    "search": ["/search/", "/search/?q=care", "/search/?q=zzz", "/search/?q=leads+city+council", "/search/?q=LE1+1AA"],
    "about": ["/about/"],
}
MOST_QUERIES = 21  # an organisation reads seven registers, its owner, its signals, what was said, the level it published, and what was decided since; it never grows with the rows


@pytest.fixture
def loaded(transactional_db, settings, tmp_path) -> dict[str, str]:
    """Fictional registers, loaded, and addresses of pages about them."""
    settings.HOME = tmp_path / "home"
    settings.IRHUB_MAX_GAINED_PERCENT = 100  # so few rows that the usual day is a large share
    load_fictional(tmp_path / "files")
    past.work_out(date(2026, 10, 20))
    linked = Member.objects.exclude(reason__startswith="its own").order_by("pk").first()
    alone = Member.objects.filter(register="home_office_sponsors", reason__startswith="its own").order_by("pk").first()
    change = Change.objects.filter(register="home_office_sponsors", line_after__isnull=False).order_by("pk").first()
    assert linked
    assert alone
    assert change
    return {
        "provider": f"/organisations/{linked.organisation_id}/",
        "sponsor": f"/organisations/{alone.organisation_id}/",
        "row": f"/data/home_office_sponsors/{change.by:%Y-%m-%d}/{change.line_after}/",
    }


def addresses(loaded: dict[str, str]) -> list[str]:
    found = [page.format(**loaded) for pages in VISITED.values() for page in pages]
    assert found
    return found


# Routes that answer with something else than a page, or to people who signed in (test_dashboards.py, test_bodies.py).
OTHER = {"changes-feed", "place-figure-file", "columns", "organisation-people", "row-people", "search-people", "join"}


def test_every_route_is_visited_by_these_tests():
    assert {route for route in ACCESS if "?" not in route} == set(VISITED) | OTHER


@pytest.mark.slow
def test_every_page_is_well_formed_says_that_the_data_are_fictional_and_only_reads(loaded):
    client = Client()
    for address in addresses(loaded):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(address, headers={"host": "localhost"})
        assert response.status_code == 200, address
        html5lib.HTMLParser(strict=True).parse(response.content)
        text = response.content.decode()
        assert "every name on this page is invented" in text, address
        assert len(queries) <= MOST_QUERIES, (address, len(queries))
        others = [query["sql"] for query in queries if not query["sql"].lstrip("( \n").startswith(("SELECT", "WITH"))]
        assert not others, (address, others)
        assert "Example, Alex" not in text
        assert "Sample, Pat" not in text
        assert re.search(r"<title>[^–]+ – International", text)


@pytest.mark.slow
@pytest.mark.journey
def test_every_page_is_accessible_and_fits_the_screen(loaded, live_server, browser_page):
    for address in addresses(loaded):
        check_all(browser_page, live_server.url + address, address)
