"""Maps of places: what they lead to, and what they say when they are taken away."""

from __future__ import annotations

import csv
import html
import io
import re

import html5lib
import pytest
from django.test import Client

from irhub.dashboards import hexagons, maps
from irhub.dashboards.models import PlaceFigures
from irhub.places import COUNCIL, Place, place_at, place_of_code, places
from irhub.registers.about_files import FICTIONAL

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
REGION = "/regions/west-midlands/map/"


def asked(address: str):
    return Client(headers={"host": "localhost"}).get(address)


def text(address: str) -> str:
    answer = asked(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def busiest() -> Place:
    row = PlaceFigures.objects.filter(place_code__startswith="E0").order_by("-providers", "place_code").first()
    return place_of_code(row.place_code)


def said(address: str) -> str:
    """The words of a picture, as one line."""
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text(address)))


def test_a_map_taken_away_says_what_it_shows_its_key_whose_boundaries_it_has_and_where_it_comes_from(held):
    councils, locations = said(f"{REGION}?picture=councils"), said(f"{REGION}?picture=locations")
    region = place_at("regions", "west-midlands")
    assert maps.dots_in_words(region, maps.dots_of_place(region)) in locations
    assert "care locations in" not in councils
    assert "under 20%" in councils
    assert "square: the provider’s licence left the register" in locations
    for told in (councils, locations):
        assert FICTIONAL in told
        assert told.startswith("West Midlands: ")
        assert "Contains OS data © Crown copyright and database right" in told
        assert "Source: Register of licensed sponsors" in told
        assert f"http://localhost{REGION}?as_at=" in told  # the page, not the file
    squares = said(f"{REGION}?picture=councils&shown=squares")
    assert "under 20%" in squares
    assert "Crown copyright" not in squares
    drawn = asked(f"{REGION}?picture=locations&kind=png")
    assert drawn.content.startswith(b"\x89PNG")


def test_a_map_that_there_is_not_is_not_found(held):
    own = f"/councils/{busiest().slug}/map/"
    for address in (
        f"{own}?picture=councils",
        f"{own}?picture=locations&kind=jpg",
        f"{own}?picture=roads",
        "/country/england/map/?picture=locations",
    ):
        assert asked(address).status_code == 404, address
    assert asked(f"{own}?picture=locations").status_code == 200


def test_a_map_of_a_town_has_a_table_and_a_file_of_the_same_locations(held, monkeypatch):
    monkeypatch.setattr(maps, "_WORTH_IT", 1)
    monkeypatch.setattr(maps, "_MILES_AROUND", 1.5)
    place, whole, zoomed = next(
        (place, whole, one)
        for place in places()
        if place.kind == COUNCIL
        for whole in [maps.dots_of_place(place)]
        for town in whole.zooms
        for one in [maps.dots_of_place(place, near=town)]
        if one.total < whole.total
    )
    near = f"/councils/{place.slug}/map/?near={zoomed.near}"
    (body,) = re.findall(r"<tbody.+?</tbody>", text(near).partition("The locations as a table")[2], re.DOTALL)
    assert body.count("<tr") == zoomed.total
    assert f"Locations within 1.5 miles of the middle of {zoomed.near}" in text(near)
    listed = csv.DictReader(io.StringIO(text(f"{near}&format=csv").lstrip("\ufeff")))
    assert {row["location_id"] for row in listed} == {dot.location_id for dot in zoomed.dots}
    elsewhere = text(f"/councils/{place.slug}/map/?near=Atlantis")
    assert maps.dots_in_words(place, whole) in elsewhere
    assert f"Locations in {place.name}" in elsewhere


def test_what_passes_a_map_leads_behind_it_and_a_shape_of_no_council_leads_nowhere(held, monkeypatch):
    monkeypatch.setattr(maps, "MOST_DOTS", 5)
    monkeypatch.setattr(hexagons, "council_of", lambda code: None)
    page = html5lib.parse(asked(REGION).content, namespaceHTMLElements=False)
    inside = [link.get("href")[1:] for link in page.iter("a") if link.get("href", "").startswith("#")]
    assert {"after-tiles", "after-dots"} <= set(inside)
    assert set(inside) <= {one.get("id") for one in page.iter()}
    shapes = text(REGION)
    assert shapes.count("<polygon") > 1
    assert "/councils//map/" not in shapes


def test_pictures_that_are_taken_away_count_as_downloads(held, monkeypatch):
    monkeypatch.setattr("irhub.web.limits.MINUTE", 10**9)
    monkeypatch.setattr("irhub.web.limits.DOWNLOADS", 2)
    client = Client(headers={"host": "localhost"})
    files = (f"{REGION}?picture=councils", "/regions/west-midlands/figures/licensed/svg/", f"{REGION}?format=csv")
    answers = [client.get(address).status_code for address in files]
    assert answers[2] == 429
    assert 429 not in answers[:2]
    assert client.get(REGION).status_code == 200
