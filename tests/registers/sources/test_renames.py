"""A sponsor that is told to have another name: what is sure, what is a guess, and what is no rename."""

from __future__ import annotations

import polars as pl
import pytest

from irhub.registers.sources.renames import PAIRED_FROM, pair, rarity, take_apart

CROWD = [
    f"{first} {second} Ltd" for first in ("Care", "Green", "North", "Royal") for second in ("Foods", "Homes", "Motors")
] * 2000
FOLLOWED = 0.9


def told(old: str, new: str, town: str = "mockbury", beside: tuple[str, ...] = ()) -> float | None:
    """How sure it is that one name became the other, if both stand in a town and others come `beside`; None if that is not told."""
    weight = rarity(pl.Series([*CROWD, old, new, *beside]))

    def entries(*names: str) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "entity_key": names,
                "name": names,
                "town_key": [town] * len(names),
                "routes": [["Skilled Worker"]] * len(names),
            }
        )

    found = {(before, after): sure for before, after, sure in pair(entries(old), entries(new, *beside), weight)}
    return found.get((old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Quillmoor Fans Ltd", "Quillmoor UK Ltd"),
        ("Quillmoor Accountants Ltd", "Quillmoor Audit Ltd"),
        ("Thistlewick Games Studio Ltd", "Thistlewick Studios Ltd"),
        ("Quillmoor Holdings II Ltd", "Quillmoor Holdings III Ltd"),
        ("Royal North Quillhouse 4 Ltd", "Royal North Quillhouse 5 Ltd"),
    ],
)
def test_a_firms_own_word_or_a_new_number_in_one_town_is_a_guess_that_waits_for_a_person(old, new):
    sure = told(old, new)
    assert sure is not None
    assert PAIRED_FROM <= sure < FOLLOWED
    assert told(old, new, town="") is None


@pytest.mark.parametrize(
    ("old", "new"), [("Green Foods Ltd", "Green Motors Ltd"), ("Care Homes 1 Ltd", "Care Homes 2 Ltd")]
)
def test_a_word_that_many_bear_tells_nothing(old, new):
    assert told(old, new) is None


def test_where_two_came_that_fit_neither_is_taken():
    assert told("Quillmoor Accountants Ltd", "Quillmoor Audit Ltd", beside=("Quillmoor Motors Ltd",)) is None


def test_a_name_without_words_is_no_rename():
    assert take_apart("-", "-").words == ()
    assert told("-", "Quillmoor Audit Ltd") is None
