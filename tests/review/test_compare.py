"""What differs between two records is marked word by word, and only what differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.places.maps import WIDTH
from irhub.review.compare import DIFFERENT, PARTLY, SAME, UNKNOWN, line, location_names, marked
from irhub.review.map import HEIGHT, Spot, drawn, frame_of


def only(words):
    return [word.text.strip() for word in words if not word.shared]


def test_case_marks_and_the_spelling_of_legal_forms_are_no_difference():
    assert line("Name", ["St. Mary's CARE & Support Limited"], ["St Marys Care and Support Ltd."]).verdict == SAME


def test_words_of_one_side_alone_are_marked():
    told = line("Name", ["Rosewick Care (North) Ltd"], ["Rosewick Homes Ltd"])
    assert told.verdict == PARTLY
    assert (only(told.left[0]), only(told.right[0])) == (["Care (", "North)"], ["Homes"])


def test_what_one_register_does_not_give_cannot_be_compared():
    assert line("Town", [None, " "], ["Testford"]).verdict == UNKNOWN
    assert line("Town", ["Mockbury"], ["Testford"]).verdict == DIFFERENT


def test_names_to_trade_under_need_no_legal_form():
    told = line("Location names", ["Rosewick Lodge Limited"], ["Rosewick Lodge", "Elm House"], trading=True)
    assert told.verdict == SAME
    assert only(told.left[0]) == []
    assert only(told.right[1]) == ["Elm", "House"]


@given(st.text(max_size=40), st.sets(st.text(max_size=5), max_size=3))
def test_marking_loses_no_letter(text, shared):
    assert "".join(word.text for word in marked(text, shared)) == text


spots = st.builds(Spot, st.floats(50, 55.5), st.floats(-5.5, 1.5), st.just("Testford"))


@given(st.none() | spots, st.lists(spots, max_size=5), st.lists(spots, max_size=30))
def test_every_place_lies_on_the_map_and_no_name_on_one(sponsor, locations, towns):
    given_spots = [*([sponsor] if sponsor else []), *locations]
    if not given_spots:
        return
    chart = drawn(frame_of(given_spots), sponsor, locations, towns)
    placed = [*([chart.sponsor] if chart.sponsor else []), *chart.locations]
    assert all(0 <= spot.x <= WIDTH and 0 <= spot.y <= HEIGHT for spot in placed)
    assert 0 < chart.ruler.length <= WIDTH / 3
    for town in chart.towns:
        assert all(abs(town.x - spot.x) > 7 or abs(town.y - spot.y) > 4 for spot in placed)


@pytest.mark.parametrize(
    ("sponsor", "verdict"),
    [
        ("Quillmoor Life Ltd", UNKNOWN),
        ("Quillmoor Life Ltd t/a Rose Manor", DIFFERENT),
        ("Quillmoor Life Ltd t/a Acorn Close", PARTLY),
        ("Acorn Close Ltd", SAME),
    ],
)
def test_a_firm_that_is_not_called_as_its_homes_are_is_no_difference_unless_it_trades_under_another_name(
    sponsor, verdict
):
    assert location_names(sponsor, ["Acorn Close", "Byron House"]).verdict == verdict
