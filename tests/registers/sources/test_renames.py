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
    ("old", "new"),
    [
        ("Quillmoor Groups Ltd", "Quillmoor Group Ltd"),
        ("Quillmoor Motrs Ltd", "Quillmoor Motors Ltd"),
        ("Quillmor Motors Ltd", "Quillmoor Motors Ltd"),
        ("Quill Moor Motors Ltd", "Quillmoor Motors Ltd"),
    ],
)
def test_a_slip_of_typing_is_followed(old, new):
    sure = told(old, new)
    assert sure is not None
    assert sure >= FOLLOWED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Quillmoor Cars Ltd", "Quillmoor Care Ltd"),
        ("Quillhouse Moor Ltd", "Quillhouse Moon Ltd"),
        ("A B Homes North Ltd", "A C Homes North Ltd"),
        ("Quillhouse R J Homes Ltd", "Quillhouse R K Homes Ltd"),
    ],
)
def test_two_words_of_the_register_or_other_initials_are_no_slip_and_nothing_follows_from_them(old, new):
    others = ("Testford Cars Ltd", "Mockbury Cars Ltd", "Sample Cars Ltd", "Moor Foods Ltd", "Moor Homes Ltd", "Moor Kitchens Ltd",
              "Moon Foods Ltd", "Moon Homes Ltd", "Moon Kitchens Ltd")  # fmt: skip
    sure = told(old, new, beside=others)
    assert sure is None or sure < FOLLOWED


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
