"""What maps without a background are read by: towns whose names have room, and a ruler of a round number of miles."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.dashboards.map_labels import MILES_IN_A_DEGREE, ruler, towns_named

points = st.tuples(
    st.floats(0, 50),
    st.floats(0, 100),
    st.sampled_from(["Sampleham", "Mockley", "Upper Fictive on the Water", "", "X"]),
)


@given(st.lists(points, max_size=60))
def test_no_two_names_lie_on_one_another_and_each_is_inside_the_picture(places):
    made = towns_named(places, lambda east, north: (east, 50 - north), 100)
    assert {town.name for town in made} <= {name for *_, name in places if name}
    for town in made:
        assert len(town.name) * 0.9 <= town.x <= 100 - len(town.name) * 0.9
    for one, other in combinations(made, 2):
        beside = abs(one.x - other.x) > (len(one.name) + len(other.name)) * 0.9
        assert beside or abs(one.y - other.y) > 4


def test_the_town_with_most_places_is_named_first_and_shouting_ends():
    places = [(10.0, 50.0, "MOCKLEY"), (10.0, 51.0, "Mockley"), (10.5, 50.5, "Sampleham")]
    assert [town.name for town in towns_named(places, lambda east, north: (east, 50 - north), 100)] == ["Mockley"]


@pytest.mark.parametrize(
    ("picture", "miles"), [(40 * MILES_IN_A_DEGREE, 0.5), (3 * MILES_IN_A_DEGREE, 10), (20.0, 100)]
)
def test_a_ruler_is_the_longest_round_number_of_miles_that_is_no_nuisance(picture, miles):
    drawn = ruler(picture)
    assert drawn.miles == miles
    assert drawn.length == pytest.approx(miles * picture / MILES_IN_A_DEGREE, abs=0.01)
