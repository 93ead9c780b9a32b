"""What maps without a background are read by: towns whose names have room, and a ruler of a round number of miles."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.places.maps import MILES_IN_A_DEGREE, WIDTH, Frame, framed, miles_apart, towns_named

points = st.tuples(
    st.floats(0, 50),
    st.floats(0, 100),
    st.sampled_from(["Sampleham", "Mockley", "Upper Fictive on the Water", "", "X"]),
)


@given(st.lists(points, max_size=60))
def test_no_two_names_lie_on_one_another_and_each_is_inside_the_picture(places):
    made = towns_named(places, lambda east, north: (east, 50 - north))
    assert {town.name for town in made} <= {name for *_, name in places if name}
    for town in made:
        assert len(town.name) * 0.9 <= town.x <= 100 - len(town.name) * 0.9
    for one, other in combinations(made, 2):
        beside = abs(one.x - other.x) > (len(one.name) + len(other.name)) * 0.9
        assert beside or abs(one.y - other.y) > 4


def test_the_town_with_most_places_is_named_first_and_shouting_ends():
    places = [(10.0, 50.0, "MOCKLEY"), (10.0, 51.0, "Mockley"), (10.5, 50.5, "Sampleham")]
    assert [town.name for town in towns_named(places, lambda east, north: (east, 50 - north))] == ["Mockley"]


@pytest.mark.parametrize(
    ("picture", "miles"), [(40 * MILES_IN_A_DEGREE, 0.5), (3 * MILES_IN_A_DEGREE, 10), (20.0, 100)]
)
def test_a_ruler_is_the_longest_round_number_of_miles_that_is_no_nuisance(picture, miles):
    drawn = Frame(0, 0, 1, picture, 0, 0).ruler
    assert drawn.miles == miles
    assert drawn.length == pytest.approx(miles * picture / MILES_IN_A_DEGREE, abs=0.01)


spots = st.tuples(st.floats(50, 55.5), st.floats(-5.5, 1.5))


@given(st.lists(spots, min_size=1, max_size=20))
def test_every_point_lies_in_the_picture_north_above_south_and_the_corners_tell_its_degrees(given_spots):
    frame, height = framed(given_spots, (50.0, 130.0))
    placed = [frame.at(east, north) for north, east in given_spots]
    assert 50 <= height <= 130
    assert all(-0.1 <= x <= WIDTH + 0.1 and -0.1 <= y <= height + 0.1 for x, y in placed)
    highest = max(given_spots)
    assert frame.at(highest[1], highest[0])[1] == min(y for _, y in placed)
    for x, y in placed:
        north, east = frame.corner(x, y)
        assert frame.at(east, north) == pytest.approx((x, y), abs=0.02)


def test_distance_is_in_miles():
    london, leeds = (51.5074, -0.1278), (53.8008, -1.5491)
    assert 168 < miles_apart(london, leeds) < 171
