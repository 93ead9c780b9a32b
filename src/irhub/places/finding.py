"""Places by what somebody types: a name with slips and forms of address, or an ONS code."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from irhub.places.geography import (
    FORMS_OF_ADDRESS,
    abbreviations,
    current_code,
    names_of_councils,
    telling_words,
)
from irhub.places.place import COUNCIL, Place, place_of_code, places

_SHORTEST = 4
"""Letters of the shortest name of which a slip is forgiven."""


def place_coded(text: str) -> Place | None:
    """The place whose ONS code the text is, of today or of a year before."""
    return place_of_code(current_code(text.strip().upper()))


def places_named(text: str) -> list[Place]:
    """The places that the text names: those with all its words in one of their names (the whole of it first), else those whose name it misspells by a slip or two.

    A text that names none is read once more: abbreviations written out, and forms of address with a slip (“counsil”) left out.
    """
    words = telling_words(text)
    return _fitting(words) or _fitting(_written_out(words))


def _written_out(words: list[str]) -> list[str]:
    """The words with abbreviations (`data/abbreviations.csv`) as what they stand for, and without misspelt forms of address."""
    known = abbreviations()
    meant = [word for typed in words for word in known.get(typed, [typed])]
    return [word for word in meant if not (len(word) > _SHORTEST and near(word, FORMS_OF_ADDRESS))]


def _fitting(words: list[str]) -> list[Place]:
    """Places with these words, the last of which may go on, in one of their names; else those nearest to them."""
    typed = " ".join(words)
    if len(typed) < 2:
        return []
    whole = [place for name, place in _names() if name == typed]
    within = [place for name, place in _names() if f" {typed}" in f" {name}"]
    return list(dict.fromkeys(whole + within)) or [
        place
        for found in near(typed, dict.fromkeys(name for name, _ in _names()))
        for name, place in _names()
        if name == found
    ]


def near(typed: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Of the names, those that differ from what was typed by a slip, or by two where it is long; the nearest first."""
    slips = 0 if len(typed) < _SHORTEST else 1 if len(typed) < 7 else 2
    found = process.extract(typed, list(names), scorer=OSA.distance, score_cutoff=slips, limit=most) if slips else []
    return [name for name, *_ in found]


@cache
def _names() -> tuple[tuple[str, Place], ...]:
    """Every name of every place, as its telling words with one blank between them."""
    others = [(place.name, place) for place in places() if place.kind != COUNCIL]
    councils = [(name, place) for name, council in names_of_councils() if (place := place_of_code(council.code))]
    return tuple((" ".join(telling_words(name)), place) for name, place in (*others, *councils))
