"""Which CQC provider each line of a list means: by its CQC id, else by name and place with the linker, and the postcode.

Plain functions over frames. The linker judges name and town; a postcode is weighed here, by rules that a reason can quote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from irhub.contracts.reading import Line, squeezed
from irhub.registers.sources.cqc_numbers import one_number

ACCEPTED, REVIEW, NONE = "accepted", "review", "none"
ENOUGH_AT_POSTCODE = 0.2
"""A line's likeliest provider at its very postcode is matched if names alone make it this probable: name and postcode are two
separate statements, and one street rarely holds two care providers whose names can be taken for each other."""

_IN_THE_FILE = (
    ("The register gives no town for the sponsor", "Your file gives no town or postcode"),
    ("The sponsor's", "Your file's"),
    ("the sponsor's", "your file's"),
    ("the sponsor gives", "your file gives"),
    ("Another sponsor fits", "Another line fits"),
    ("sponsors bear", "lines bear"),
)
"""The linker speaks of sponsors; here a line of a body's own file stands in their place."""

Linked = Callable[[pl.DataFrame], pl.DataFrame]
"""From sponsor_key, name, town, county to the linker's answer for each (see linkage.linker.link)."""


@dataclass(frozen=True)
class Match:
    """What a line means: the likeliest provider (blank: none found), the linker's probability (None where an id decided)."""

    match: str
    provider_id: str = ""
    score: float | None = None
    reasons: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Directory:
    """The CQC's records, to be looked up by id and by postcode."""

    providers: frozenset[str]
    provider_of_location: Mapping[str, str]
    at_postcode: Mapping[str, frozenset[str]]
    in_outward: Mapping[str, frozenset[str]]
    town_of: Mapping[str, str]


def directory(places: pl.DataFrame) -> Directory:
    """The look-ups of places (columns: see linkage.inputs.PLACES)."""
    at_postcode: dict[str, set[str]] = {}
    in_outward: dict[str, set[str]] = {}
    towns: dict[str, dict[str, int]] = {}
    for provider, *postcodes, city in places.select("provider_id", "postcode", "provider_postcode", "city").iter_rows():
        for postcode in map(squeezed, filter(None, postcodes)):
            at_postcode.setdefault(postcode, set()).add(provider)
            in_outward.setdefault(postcode[:-3], set()).add(provider)
        if postcodes[0] and city:
            for part in (squeezed(postcodes[0]), squeezed(postcodes[0])[:-3]):
                counts = towns.setdefault(part, {})
                counts[city] = counts.get(city, 0) + 1
    return Directory(
        frozenset(places["provider_id"].to_list()),
        dict(places.select("location_id", "provider_id").iter_rows()),
        {postcode: frozenset(found) for postcode, found in at_postcode.items()},
        {outward: frozenset(found) for outward, found in in_outward.items()},
        {part: min(counts, key=lambda city: (-counts[city], city)) for part, counts in towns.items()},
    )


def matches(lines: Sequence[Line], known: Directory, linked: Linked) -> dict[int, Match]:
    """By line number, what each line means."""
    by_id = {line.number: found for line in lines if (found := _by_id(line, known))}
    asked = [line for line in lines if line.number not in by_id and line.name]
    answers = _answers(asked, known, linked)
    by_name = {line.number: _with_postcode(line, answers[line.number], known) for line in asked}
    unknown = {line.number: Match(NONE) for line in lines if line.number not in by_id and not line.name}
    told = by_name | unknown
    for line in lines:
        if line.cqc_id and line.number in told:
            told[line.number].against.append(f"No record of the CQC that we hold has the id {line.cqc_id}.")
    return by_id | told


def _by_id(line: Line, known: Directory) -> Match | None:
    asked = one_number(line.cqc_id)
    if asked in known.providers:
        return Match(ACCEPTED, asked, reasons=["Your file gives the provider's CQC id."])
    if asked in known.provider_of_location:
        return Match(
            ACCEPTED, known.provider_of_location[asked], reasons=["Your file gives the CQC id of one of its locations."]
        )
    return None


def _answers(lines: Sequence[Line], known: Directory, linked: Linked) -> dict[int, Match]:
    """What the linker says of each line's name and town."""
    if not lines:
        return {}
    asked = pl.DataFrame(
        {
            "sponsor_key": [str(line.number) for line in lines],
            "name": [line.name for line in lines],
            "town": [line.town or _town(line, known) for line in lines],
            "county": ["" for _ in lines],
        }
    )
    return {
        int(row["sponsor_key"]): Match(
            row["band"] if row["band"] in (ACCEPTED, REVIEW) else NONE,
            row["provider_id"] or "",
            row["score"] if row["provider_id"] else None,
            [_in_the_file(sentence) for sentence in row["reasons"]],
            [_in_the_file(sentence) for sentence in row["against"]],
            [other["provider_id"] for other in row["others"]],
        )
        for row in linked(asked).iter_rows(named=True)
    }


def _in_the_file(sentence: str) -> str:
    for of_linker, here in _IN_THE_FILE:
        sentence = sentence.replace(of_linker, here)
    return sentence


def _town(line: Line, known: Directory) -> str:
    postcode = squeezed(line.postcode)
    return known.town_of.get(postcode) or known.town_of.get(postcode[:-3], "")


def _with_postcode(line: Line, said: Match, known: Directory) -> Match:
    """The linker's answer weighed with the line's postcode."""
    postcode = squeezed(line.postcode)
    here = known.at_postcode.get(postcode, frozenset())
    likely = [said.provider_id, *said.others] if said.provider_id else []
    at_it = [provider for provider in likely if provider in here]
    if len(at_it) == 1:
        chosen = at_it[0]
        same = chosen == said.provider_id
        sure = same and (said.match == ACCEPTED or (said.score or 0) >= ENOUGH_AT_POSTCODE)
        return Match(
            ACCEPTED if sure else REVIEW,
            chosen,
            said.score if same else None,
            [f"It has the same postcode, {line.postcode}.", *(said.reasons if same else [])],
            said.against if same else ["Another provider's name is nearer to the name in your file."],
            [provider for provider in likely if provider != chosen],
        )
    if not likely and len(here) == 1:
        return Match(
            REVIEW, next(iter(here)), None, [f"It is the only CQC provider at {line.postcode}."],
            ["Its names are not like the name in your file."],
        )  # fmt: skip
    near = known.in_outward.get(postcode[:-3], frozenset())
    if said.match == ACCEPTED and postcode in known.at_postcode and said.provider_id not in near:
        far = f"Another provider is at {line.postcode}, and none of its own locations is in that area."
        return Match(REVIEW, said.provider_id, said.score, said.reasons, [*said.against, far], said.others)
    if not likely and here:
        return Match(NONE, others=sorted(here), against=[f"Several CQC providers share {line.postcode}: choose one."])
    return said


def carried(lines: Iterable[Line], decided: Mapping[tuple[str, str, str, str], int]) -> dict[int, int]:
    """Of the lines, those that a person decided in an earlier list: this line's number to the earlier line's id."""
    return {line.number: decided[line.written] for line in lines if line.written in decided}
