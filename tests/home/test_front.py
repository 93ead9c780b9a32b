"""The front door says what the hub is, finds anything, and tells of England in three numbers that each lead to their list."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from irhub.dashboards.quarter import quarter_of
from irhub.home.england import numbers
from tests.factories import Browser
from tests.held import held as held

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def read(address: str) -> str:
    response = Browser(headers={"host": "localhost"}).get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def test_one_sentence_says_what_the_hub_is_and_one_box_finds_anything(held):
    page = read("/")
    assert (
        "Find out which care providers in England hold a licence to sponsor workers from abroad, which have left the register"
        in page
    )
    assert re.search(r'<form method="get" action="/search/"[^>]*role="search"', page)
    for audience in ("provider", "council", "worker", "partner"):
        assert f'href="/help/{audience}/"' in page


def test_each_of_the_three_numbers_opens_its_list(held):
    with CaptureQueriesContext(connection) as queries:
        page = read("/")
    assert len(queries) <= 20
    told = numbers()
    assert told.left
    found = re.findall(
        r'irhub-number__figure"><a[^>]*href="([^"]+)">([\d,]+)<span class="govuk-visually-hidden"> \w', page
    )
    licensed, left, beds = ((address.replace("&amp;", "&"), number) for address, number in found)
    for address, number in (licensed, left):
        assert f"{number} provider" in read(address), address
    assert f"left_since={told.since}" in left[0]
    assert beds[1] == f"{told.figures.licensed_beds:,}"
    assert page.count("irhub-square--left") == told.councils


def test_links_to_england_from_when_it_was_the_front_page_lead_on(held):
    answer = Browser(headers={"host": "localhost"}).get("/?as_at=2026-10-20&definitions=abc")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/country/england/?as_at=2026-10-20&definitions=abc",
    )


@pytest.mark.parametrize(
    ("day", "first"), [("2026-11-20", "2026-10-01"), ("2026-01-01", "2026-01-01"), ("2026-06-30", "2026-04-01")]
)
def test_a_quarter_begins_with_january_april_july_or_october(day, first):
    assert quarter_of(date.fromisoformat(day)) == date.fromisoformat(first)
