"""Places as data: read once from `data/`, in the order of those files. Sources and doubts: docs/places.md."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from irhub.web.words import words_of

FORMS_OF_ADDRESS = frozenset(
    [
        "the",
        "of",
        "city",
        "county",
        "council",
        "borough",
        "royal",
        "london",
        "metropolitan",
        "district",
        "unitary",
        "authority",
    ]
)


@dataclass(frozen=True)
class Region:
    """One of the nine regions of England; `code` is its ONS code (E12...)."""

    code: str
    name: str
    slug: str


@dataclass(frozen=True)
class Partnership:
    """An international recruitment partnership. `evidence`: published, published in part, or inferred."""

    slug: str
    name: str
    lead: str
    evidence: str


@dataclass(frozen=True)
class Council:
    """A council with adult social care responsibility; `code` is its ONS code (E06, E08, E09 or E10...).

    Region and partnership are different geographies: neither follows from the other.
    """

    code: str
    name: str
    slug: str
    region: Region
    partnership: Partnership


@dataclass(frozen=True)
class Recode:
    """An ONS code that a council bore up to and with the day `until`, and the code that took its place the day after.

    Only where one council took over the whole; a council that was split or put together with others has no successor.
    """

    code: str
    until: date
    successor: str
    reason: str
    source: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@cache
def regions() -> tuple[Region, ...]:
    """The nine regions, north to south as the ONS numbers them."""
    return tuple(Region(row["code"], row["name"], _slug(row["name"])) for row in _rows("regions"))


@cache
def partnerships() -> tuple[Partnership, ...]:
    """The fifteen partnerships."""
    return tuple(Partnership(row["slug"], row["name"], row["lead"], row["evidence"]) for row in _rows("partnerships"))


@cache
def councils() -> tuple[Council, ...]:
    """All councils, by region and then by name."""
    region = {place.code: place for place in regions()}
    partnership = {place.slug: place for place in partnerships()}
    return tuple(
        Council(
            code=row["code"],
            name=row["name"],
            slug=_slug(row["name"]),
            region=region[row["region"]],
            partnership=partnership[row["partnership"]],
        )
        for row in _rows("councils")
    )


def councils_by_name() -> list[Council]:
    """All councils, by name: as people look for one in a list that names no regions."""
    return sorted(councils(), key=lambda one: one.name)


def councils_in(place: Region | Partnership) -> tuple[Council, ...]:
    """The councils of a region or of a partnership."""
    return tuple(council for council in councils() if place in (council.region, council.partnership))


@cache
def _by_name() -> dict[frozenset[str], Council]:
    return {_words(name): council for name, council in names_of_councils()}


@cache
def names_of_councils() -> tuple[tuple[str, Council], ...]:
    """Every name by which a council is known, its own and those of `data/aliases.csv`, with the council."""
    by_code = {council.code: council for council in councils()}
    own = [(council.name, council) for council in councils()]
    return (*own, *((row["alias"], by_code[row["code"]]) for row in _rows("aliases")))


@cache
def recodes() -> tuple[Recode, ...]:
    """Codes that councils once bore, the oldest first."""
    return tuple(
        Recode(row["code"], date.fromisoformat(row["until"]), row["successor"], row["reason"], row["source"])
        for row in _rows("recodes")
    )


@cache
def _successors() -> dict[str, str]:
    return {recode.code: recode.successor for recode in recodes()}


def current_code(code: str) -> str:
    """The code that is in force today for one of any year; a code that was never replaced, or that none knows, is itself."""
    while code in _successors():
        code = _successors()[code]
    return code


@cache
def _by_slug_or_code() -> dict[str, Council]:
    return {council.slug: council for council in councils()} | {council.code: council for council in councils()}


def council_of(slug_or_code: str) -> Council | None:
    """The council with this slug, or with this ONS code of today or of a year before."""
    return _by_slug_or_code().get(current_code(slug_or_code))


@cache
def abbreviations() -> dict[str, list[str]]:
    """Words that people write for others, with the words they stand for; none for a form of address (MBC, CC)."""
    return {row["word"]: row["means"].split() for row in _rows("abbreviations")}


def telling_words(name: str) -> list[str]:
    """The words that tell a council, in order: case, accents, punctuation and forms of address leave no trace."""
    words = words_of(name.replace("&", " and "))
    return [word for word in words if word not in FORMS_OF_ADDRESS and word != "and"] or words


def _words(name: str) -> frozenset[str]:
    return frozenset(telling_words(name))


def resolve(name: str) -> Council | None:
    """The council that a published local authority name means, or None: a guess is never made.

    Reads "Bristol, City of", "London Borough of Camden", "Windsor & Maidenhead" and the aliases of `data/aliases.csv`.
    """
    return _by_name().get(_words(name))


def unresolved(names: Iterable[str]) -> list[str]:
    """Of the names, those that mean no council, each once and in order."""
    return sorted({name for name in names if name.strip() and resolve(name) is None})
