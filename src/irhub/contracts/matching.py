"""Which CQC provider each line of a list means: by its CQC id, else by name and place with the linker, and the postcode.

Plain functions over frames. The linker judges name and town; a postcode is weighed here, by rules that a reason can quote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl
from rapidfuzz import fuzz

from irhub.contracts.contents import company_number, squeezed
from irhub.contracts.reading import Line
from irhub.linkage.names.words import plain
from irhub.registers.sources.cqc_numbers import one_number
from irhub.web.words import words_of

ACCEPTED, REVIEW, NONE = "accepted", "review", "none"
ENOUGH_AT_POSTCODE = 0.2
"""A line's likeliest provider at its very postcode is matched if names alone make it this probable: name and postcode are two
separate statements, and one street rarely holds two care providers whose names can be taken for each other."""

_ONE_LIST = "the list"
"""All lines as entries of one body, which do not compete with one another for a provider (linkage/inputs.py, `body`)."""
_NAMES = ("provider_name", "location_name", "brand_name")
_COMMON = frozenset(
    words_of(
        "ltd limited llp plc cic and the of for a in uk care caring carers home homes homecare house nursing support supported services"
        " service residential health healthcare living group company centre solutions community trust"
    )
)
"""Words that so many providers bear that to share one says nothing."""
_LONG = 5
"""Letters of a word that may stand glued to another."""
_SLIP = 80
"""How alike two words are, of 100, that differ by a slip."""
_IN_THE_FILE = (
    ("The register gives no town for the sponsor", "Your file gives no town or postcode"),
    ("The sponsor's", "Your file's"),
    ("the sponsor's", "your file's"),
    ("the sponsor gives", "your file gives"),
    ("Another sponsor fits", "Another line fits"),
    ("sponsors bear", "lines bear"),
    ("The sponsor is a company", "Your file names a company"),
    ("The sponsor", "Your file"),
    ("the sponsor", "your file"),
)
"""The linker speaks of sponsors; here a line of a body's own file stands in their place."""

Linked = Callable[[pl.DataFrame], pl.DataFrame]
"""From sponsor_key, name, town, county, body to the linker's answer for each (see linkage.linker.link)."""


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
    """The CQC's records, to be looked up by id and by postcode. `words`: of all names of a provider and its locations."""

    providers: frozenset[str]
    provider_of_location: Mapping[str, str]
    of_company: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    at_postcode: Mapping[str, frozenset[str]]
    in_outward: Mapping[str, frozenset[str]]
    town_of: Mapping[str, str]


def directory(places: pl.DataFrame) -> Directory:
    """The look-ups of places (columns: see linkage.inputs.PLACES; those of companies and names may be missing)."""
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
    of_company: dict[str, set[str]] = {}
    for number, provider in _column(places, "company_number"):
        of_company.setdefault(company_number(number), set()).add(provider)
    names = pl.concat([_names(places, column) for column in _NAMES])
    words = {
        provider: frozenset(told)
        for provider, told in names.with_columns(word=plain(pl.col("name")).str.split(" "))
        .explode("word")
        .group_by("provider_id")
        .agg("word")
        .iter_rows()
    }
    return Directory(
        frozenset(places["provider_id"].to_list()),
        dict(places.select("location_id", "provider_id").iter_rows()),
        {number: frozenset(found) for number, found in of_company.items()},
        words,
        {postcode: frozenset(found) for postcode, found in at_postcode.items()},
        {outward: frozenset(found) for outward, found in in_outward.items()},
        {part: min(counts, key=lambda city: (-counts[city], city)) for part, counts in towns.items()},
    )


def _column(places: pl.DataFrame, column: str) -> Iterable[tuple[str, str]]:
    """What a column says of each provider, if the frame has it."""
    if column not in places.columns:
        return ()
    return places.select(column, "provider_id").filter(pl.col(column).fill_null("") != "").unique().iter_rows()


def _names(places: pl.DataFrame, column: str) -> pl.DataFrame:
    schema = {"provider_id": pl.String, "name": pl.String}
    rows = [(provider, name) for name, provider in _column(places, column)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def matches(lines: Sequence[Line], known: Directory, linked: Linked) -> dict[Line, Match]:
    """What each line means.

    No line is weighed against another: two that mean one provider are as right as one, whatever else is on the list.
    """
    by_id = {line: found for line in lines if (found := _by_id(line, known))}
    asked = [line for line in lines if line.name and (line not in by_id or by_id[line].match == REVIEW)]
    answers = {line: _with_postcode(line, said, known) for line, said in _answers(asked, known, linked).items()}
    by_id |= {line: _or_by_name(found, answers[line]) for line, found in by_id.items() if line in answers}
    by_name = {line: answers[line] for line in asked if line not in by_id}
    unknown = {line: Match(NONE) for line in lines if line not in by_id and not line.name}
    told = by_name | unknown
    for line, found in told.items():
        if line.cqc_id:
            found.against.append(f"No record of the CQC that we hold has the id {line.cqc_id}.")
        if line.company_number:
            found.against.append(f"No record of the CQC that we hold has the company number {line.company_number}.")
    return by_id | told


def _by_id(line: Line, known: Directory) -> Match | None:
    """What the ids of a line mean; None if the CQC has none of them. An id that the rest of the line speaks against is to be checked."""
    cqc = one_number(line.cqc_id)
    provider = cqc if cqc in known.providers else known.provider_of_location.get(cqc, "")
    companies = sorted(known.of_company.get(company_number(line.company_number), ())) if line.company_number else []
    if not provider and not companies:
        return None
    if provider:
        what = "the provider’s CQC id" if provider == cqc else "the CQC id of one of its locations"
        others = [other for other in companies if provider not in companies]
    else:
        what = "its company number"
        provider, *others = companies
    against = []
    if provider and others and what != "its company number":
        against.append(f"The company number in your file, {line.company_number}, is another provider’s.")
    elif others:
        against.append("The CQC has more than one provider with this company number.")
    if not _shares_a_word(line.name, known.words.get(provider, frozenset())):
        against.append(f"The name in your file, “{line.name}”, has no word in common with any name of this provider.")
    return Match(REVIEW if against else ACCEPTED, provider, None, [f"Your file gives {what}."], against, others)


def _or_by_name(by_id: Match, by_name: Match) -> Match:
    """What an id means that the name speaks against, and whom the name means instead."""
    likely = [by_name.provider_id, *by_name.others] if by_name.match != NONE else []
    others = dict.fromkeys(other for other in [*by_id.others, *likely] if other and other != by_id.provider_id)
    return replace(by_id, others=list(others))


def _shares_a_word(name: str, words: frozenset[str]) -> bool:
    """Whether a name has a telling word that is among words, or none to compare; words that most firms bear tell nothing."""
    told = set(str(pl.select(plain(pl.lit(name))).item()).split())
    telling = told - _COMMON or told
    return not telling or any(_alike(one, other) for one in telling for other in words)


def _alike(one: str, other: str) -> bool:
    within = min(len(one), len(other)) >= _LONG and (one in other or other in one)
    return one == other or within or fuzz.ratio(one, other) >= _SLIP


def _answers(lines: Sequence[Line], known: Directory, linked: Linked) -> dict[Line, Match]:
    """What the linker says of each line's name and town."""
    if not lines:
        return {}
    asked = pl.DataFrame(
        {
            "sponsor_key": [str(at) for at in range(len(lines))],
            "name": [line.name for line in lines],
            "town": [line.town or _town(line, known) for line in lines],
            "county": ["" for _ in lines],
            "body": [_ONE_LIST for _ in lines],
        }
    )
    return {
        lines[int(row["sponsor_key"])]: Match(
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
