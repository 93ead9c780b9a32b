"""Who the recipients of a file are: by the numbers that it gives, else by name with the linker. Whoever is not plain is for a person to decide.

A number of a register names one organisation, so it decides, unless the name on that register says somebody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl
from rapidfuzz import fuzz

from irhub.grants.giving360.organisation_ids import council_ids
from irhub.grants.past.models import Match
from irhub.organisations.likeliest import likeliest
from irhub.organisations.linking import places_frame
from irhub.places.geography import council_of, resolve
from irhub.registers.models import CompanySpan, Location
from irhub.registers.sources.cqc_numbers import one_number
from irhub.web.words import words_of

_ALIKE = 60
"""Of 100: names less alike than this are hardly of one organisation (as in the checks of what is published)."""
_MOST_OTHERS = 5
_TOWN, _ONE = "", "one file"


@dataclass(frozen=True)
class Written:
    """A recipient as a file writes it, once read; "" where it says nothing."""

    name: str
    company_number: str = ""
    charity_number: str = ""
    cqc_id: str = ""
    council_id: str = ""
    postcode: str = ""
    town: str = ""


@dataclass(frozen=True)
class Who:
    """Who a recipient is: as `PastRecipient` keeps it."""

    match: str
    known_as: str = ""
    company_number: str = ""
    charity_number: str = ""
    provider_id: str = ""
    council: str = ""
    reasons: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Registers:
    """What registers have of the numbers that a file gives. `companies`: names; `providers`: names by CQC id; `of_location`, `of_company`: providers."""

    companies: Mapping[str, str]
    providers: Mapping[str, str]
    of_location: Mapping[str, str]
    of_company: Mapping[str, frozenset[str]]
    company_of: Mapping[str, str]


def matched(written: Iterable[Written]) -> dict[Written, Who]:
    """Who each recipient is."""
    asked = list(dict.fromkeys(written))
    held = _registers(asked)
    found = {one: who for one in asked if (who := _by_number(one, held))}
    left = [one for one in asked if one not in found]
    named = _by_name(left)
    providers = {who.provider_id for who in named.values() if who.provider_id}
    more = _registers([Written("", cqc_id=one) for one in providers])
    return found | {one: _with_company(named[one], more) for one in left}


def provider(provider_id: str) -> Who | None:
    """A care provider that a person chose; None if the CQC's list that is held has none of this id."""
    held = _registers([Written("", cqc_id=provider_id)])
    if provider_id not in held.providers:
        return None
    return _with_company(Who(Match.ACCEPTED, held.providers[provider_id], provider_id=provider_id), held)


def providers_told(ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Names and places of care providers, by their ids."""
    rows = Location.objects.filter(provider_id__in=ids, until=None).order_by("location_id")
    told: dict[str, tuple[str, str]] = {}
    for each, name, city in rows.values_list("provider_id", "provider_name", "city"):
        told.setdefault(each, (name, city))
    return told


def _registers(asked: Sequence[Written]) -> _Registers:
    numbers = {one.company_number for one in asked} - {""}
    ids = {one.cqc_id for one in asked} - {""}
    there = Location.objects.filter(until=None)
    columns = ("provider_id", "provider_name", "location_id", "company_number")
    rows = [
        *there.filter(provider_id__in=ids).values_list(*columns),
        *there.filter(location_id__in=ids).values_list(*columns),
        *there.filter(company_number__in=numbers).values_list(*columns),
    ]
    of_company = defaultdict[str, set[str]](set)
    for each, _, _, company in rows:
        of_company[company].add(each)
    companies = CompanySpan.objects.filter(company_number__in=numbers, until=None)
    return _Registers(
        dict(companies.values_list("company_number", "company_name")),
        {each: name for each, name, _, _ in rows},
        {location: each for each, _, location, _ in rows},
        {company: frozenset(those) for company, those in of_company.items() if company},
        {each: company for each, _, _, company in rows if company},
    )


def _by_number(one: Written, held: _Registers) -> Who | None:
    """Who it is by the numbers that the file gives; None if it gives none that says."""
    if council := _council(one):
        return council
    cqc = one.cqc_id if one.cqc_id in held.providers else held.of_location.get(one.cqc_id, "")
    if one.company_number:
        return _by_company(one, held, cqc)
    if cqc:
        who = Who(Match.ACCEPTED, held.providers[cqc], charity_number=one.charity_number, provider_id=cqc)
        told = ["Your file gives its CQC id."]
        return _held_against(one, _with_company(replace(who, reasons=told), held))
    if one.charity_number:
        told = [
            "Your file gives its charity number. The hub holds no register of charities: the number was taken as it is."
        ]
        return Who(Match.ACCEPTED, one.name, charity_number=one.charity_number, reasons=told)
    return None


def _by_company(one: Written, held: _Registers, cqc: str) -> Who:
    theirs = held.of_company.get(one.company_number, frozenset())
    who = Who(
        Match.ACCEPTED, held.companies.get(one.company_number, "") or (held.providers[min(theirs)] if theirs else ""), one.company_number,
        one.charity_number, min(theirs) if len(theirs) == 1 else "", reasons=["Your file gives its company number."],
    )  # fmt: skip
    if not who.known_as:
        return replace(
            who, known_as=one.name, reasons=[*who.reasons, "The hub holds no company of this number: it was taken as it is."]
        )  # fmt: skip
    if cqc and theirs and cqc not in theirs:
        said = f"The CQC id in your file is {held.providers[cqc]}’s, which has another company number."
        who = replace(who, match=Match.REVIEW, provider_id="", against=[said], others=[cqc, *sorted(theirs)])
    return _held_against(one, who)


def _held_against(one: Written, who: Who) -> Who:
    """The same, for a person to check if the name on the register is hardly that in the file."""
    if fuzz.token_set_ratio(" ".join(words_of(one.name)), " ".join(words_of(who.known_as))) >= _ALIKE:
        return who
    said = f"The register calls it {who.known_as}, which is hardly the name in your file."
    return replace(who, match=Match.REVIEW, against=[*who.against, said])


def _council(one: Written) -> Who | None:
    by_id = {identifier: code for code, identifier in council_ids().items()}.get(one.council_id, "")
    found = council_of(by_id) if by_id else (resolve(one.name) if "council" in one.name.casefold() else None)
    if found is None:
        return None
    reason = "Your file gives the council’s identifier." if by_id else "Its name is that of the council."
    return Who(Match.ACCEPTED, found.name, council=found.code, reasons=[reason])


def _with_company(who: Who, held: _Registers) -> Who:
    """The same with the provider's company number, where the CQC gives it."""
    if who.company_number or not who.provider_id:
        return who
    return replace(
        who, company_number=held.company_of.get(who.provider_id, ""), known_as=who.known_as or held.providers.get(who.provider_id, "")
    )  # fmt: skip


def _by_name(asked: Sequence[Written]) -> dict[Written, Who]:
    """What the linker says of names and towns."""
    places = places_frame()
    if not asked or not places.height:
        return {one: _nobody() for one in asked}
    frame = pl.DataFrame(
        {
            "sponsor_key": [str(at) for at in range(len(asked))],
            "name": [one.name for one in asked],
            "town": [one.town for one in asked],
            "county": [_TOWN for _ in asked],
            "body": [_ONE for _ in asked],
        }
    )
    told: dict[Written, Who] = {}
    for row in likeliest(frame, places).iter_rows(named=True):
        one = asked[int(row["sponsor_key"])]
        others = [other["provider_id"] for other in row["others"]][:_MOST_OTHERS]
        band = row["band"] if row["provider_id"] else Match.NONE
        if band == Match.ACCEPTED:
            reasons = ["Its name and place are those of this care provider."]
            told[one] = Who(Match.ACCEPTED, provider_id=row["provider_id"], reasons=reasons, others=others)
        elif band == Match.REVIEW:
            said = ["Its name is like that of a care provider. Your file gives no number by which to be sure."]
            told[one] = Who(Match.REVIEW, provider_id=row["provider_id"], against=said, others=others)
        else:
            told[one] = _nobody()
    return {one: told.get(one, _nobody()) for one in asked}


def _nobody() -> Who:
    return Who(Match.NONE, against=["Your file gives no number, and no care provider has such a name."])


def cqc_id_of(cells: Iterable[tuple[str, str]]) -> str:
    """A CQC id among cells that no column was found for: under a heading that says so."""
    for heading, text in cells:
        words = set(words_of(heading))
        if "cqc" in words or words >= {"provider", "id"} or words >= {"location", "id"}:
            return one_number(text)[:20]
    return ""
