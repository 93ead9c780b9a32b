"""Every place by one path, and the tile map's layout."""

from __future__ import annotations

import csv
from importlib.resources import files

from irhub.places import COUNTRY, councils, england, parents, place_at, places, tiles
from irhub.places.tile_layout import laid_out


def test_every_place_has_a_code_and_an_address_of_its_own():
    assert len({place.code for place in places()}) == len(places()) == 1 + 9 + 15 + 153
    assert len({(place.area, place.slug) for place in places()}) == len(places())
    assert all(place_at(place.area, place.slug) is place for place in places())


def test_the_councils_of_the_regions_and_of_the_partnerships_are_those_of_england():
    for kind in ("region", "partnership"):
        held = [council for place in places() if place.kind == kind for council in place.councils]
        assert sorted(held, key=lambda place: place.code) == sorted(england().councils, key=lambda place: place.code)


def test_a_council_lies_in_england_in_its_region_and_in_its_partnership():
    leeds = place_at("councils", "leeds")
    assert leeds
    assert [place.name for place in parents(leeds)] == ["England", "Yorkshire and The Humber", "Yorkshire and Humber"]
    assert parents(england()) == ()
    assert england().kind == COUNTRY


def test_each_council_has_one_tile_and_no_tile_has_two():
    assert {tile.council for tile in tiles()} == set(councils())
    assert len({(tile.column, tile.row) for tile in tiles()}) == len(tiles())
    assert len({tile.letters for tile in tiles()}) == len(tiles())


def test_the_layout_that_is_kept_is_the_one_that_the_centres_give():
    with files("irhub.places").joinpath("data", "centres.csv").open(encoding="utf-8") as file:
        centres = {row["code"]: (float(row["north"]), float(row["east"])) for row in csv.DictReader(file)}
    assert laid_out(centres) == {tile.council.code: (tile.column, tile.row) for tile in tiles()}


def test_neighbours_stay_near_one_another_on_the_tile_map():
    at = {tile.council.name: (tile.column, tile.row) for tile in tiles()}
    assert at["Cornwall"][1] > at["Leeds"][1] > at["Northumberland"][1]
    assert at["Norfolk"][0] > at["Birmingham"][0] > at["Cornwall"][0]
    for one, other in (("Bolton", "Wigan"), ("Leeds", "Wakefield"), ("Hackney", "Haringey"), ("Devon", "Cornwall")):
        assert max(abs(a - b) for a, b in zip(at[one], at[other], strict=True)) <= 2, (one, other)
