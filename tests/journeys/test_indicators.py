"""The indicators' pages in a real browser: accessible, on a phone, by keyboard and without JavaScript."""

from __future__ import annotations

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.models import Signal
from tests.journeys.conftest import check_all, enter
from tests.loaded import load_fictional

VISITED = [
    "/indicators/",
    *(f"/indicators/{code}/" for code in CATALOGUE),
    "/indicators/licence-left/?council=leeds",
    "/indicators/care-name-unlinked/?page=2",
]
LOOKED_AT = ["/indicators/", "/indicators/licence-left/", "/indicators/council-beds/", "/indicators/successor/"]
MOST_QUERIES = 12


@pytest.fixture
def loaded(transactional_db, settings, tmp_path) -> None:
    settings.HOME = tmp_path / "home"
    settings.IRHUB_MAX_GAINED_PERCENT = 100  # so few rows that the usual day is a large share
    load_fictional(tmp_path / "files")


@pytest.mark.slow
def test_every_page_is_well_formed_names_no_person_and_only_reads(loaded):
    client = Client(headers={"host": "localhost"})
    for address in VISITED:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200, address
        html5lib.HTMLParser(strict=True).parse(response.content)
        text = response.content.decode()
        assert "every name on this page is invented" in text, address
        assert len(queries) <= MOST_QUERIES, (address, len(queries))
        assert all(query["sql"].lstrip().startswith(("SELECT", "WITH")) for query in queries), address
        for person in ("Example, Alex", "Sample, Robin", "Sample, Pat"):
            assert person not in text, address
    assert client.get("/indicators/no-such-thing/").status_code == 404


@pytest.mark.slow
def test_the_pages_say_what_to_do_while_nothing_is_loaded(transactional_db):
    client = Client(headers={"host": "localhost"})
    assert "No register is loaded yet" in client.get("/indicators/").content.decode()
    assert "It is true nowhere" in client.get("/indicators/licence-left/").content.decode()


@pytest.mark.slow
@pytest.mark.journey
def test_every_page_is_accessible_and_fits_the_screen(loaded, live_server, browser_page):
    for address in LOOKED_AT:
        check_all(browser_page, live_server.url + address, address)


@pytest.mark.slow
@pytest.mark.journey
def test_an_officer_follows_a_signal_to_its_source_row_by_keyboard_without_javascript(loaded, live_server, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(live_server.url + "/indicators/")
    link = page.get_by_role("link", name="No longer on the sponsor register, still providing care", exact=True)
    link.focus()
    enter(page)
    assert (
        page.get_by_role("heading", level=1).inner_text() == "No longer on the sponsor register, still providing care"
    )
    assert page.get_by_text("What this does not mean").is_visible()
    rows = page.locator("article summary").first
    rows.focus()
    page.keyboard.press("Enter")
    source = page.locator("article").first.get_by_role("link", name="row ").first
    assert source.is_visible()
    source.focus()
    enter(page)
    assert "as published" in page.get_by_role("heading", level=1).inner_text()
    assert Signal.objects.exists()
    context.close()
