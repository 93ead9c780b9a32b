"""What registers tell of a company that recruits: for which check, what came of it, and the row on which that rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl
from rapidfuzz import fuzz, process

from irhub.casework.checks import Found, Result
from irhub.organisations.licences import licences_of
from irhub.organisations.models import CompanyLink, Member
from irhub.registers.models import CompanySpan, ControllerSpan, Location, RecruiterSpan, SponsorSpan
from irhub.registers.newest_editions import newest_of_each
from irhub.registers.sources.keys import name_key
from irhub.web.jinja import day

COMPANIES, CONTROL, SPONSORS, RECRUITERS = (
    "companies_house",
    "companies_house_psc",
    "home_office_sponsors",
    "ethical_recruiters",
)
_ALMOST = 88
"""Percent of likeness from which a listed name is told as almost the same."""


def found_of(number: str, name: str) -> list[Found]:
    """What the newest editions of the registers tell of a company. `name`: as the supplier gave it."""
    spans = list(CompanySpan.objects.filter(company_number=number).order_by("-since"))
    span = spans[0] if spans and spans[0].until is None else None
    held = {one.register: one.date for one in newest_of_each()}
    names = [name, *([span.company_name] if span else [])]
    return [
        *_company(spans if span else [], name, held.get(COMPANIES)),
        _control(number),
        _licence(number, span),
        _ethical(names, held.get(RECRUITERS)),
    ]


def first_told(spans: Sequence[CompanySpan], *facts: str) -> dict[str, Any]:
    """The row since which a company stands with the facts that it has now, whatever else changed: so that one event has one row. `spans`: of the company,
    the newest first."""
    first = spans[0]
    for earlier in spans[1:]:
        if earlier.until != first.since or any(getattr(earlier, each) != getattr(first, each) for each in facts):
            break
        first = earlier
    return {"register": COMPANIES, "edition": first.since, "line": first.line}


def other_name(number: str, name: str) -> Found | None:
    """What Companies House’s list calls a company today, with the row since which it does, where that is another name than `name` and not another
    spelling of it; None also where the list has no live company of the number."""
    spans = list(CompanySpan.objects.filter(company_number=number).order_by("-since"))
    if not spans or spans[0].until is not None or len(set(_keys([name, spans[0].company_name]))) == 1:
        return None
    return Found("names", Result.LOOK, spans[0].company_name.strip(), **first_told(spans, "company_name"))


def _company(spans: Sequence[CompanySpan], name: str, edition: date | None) -> Iterator[Found]:
    """What Companies House’s list tells. `spans`: of the company, the newest first; none of one that is not on it now."""
    if not spans:
        words = (
            f"The edition of {day(edition)} that the hub holds has no live company of this number: it keeps companies of providers, sponsors and applicants alone, of applicants from the next edition on."
            if edition else "The hub holds no edition of Companies House’s list."
        )  # fmt: skip
        yield from (Found(key, Result.NOT_HELD, words) for key in ("company", "status", "accounts", "names"))
        return
    span = spans[0]
    same = span.company_name.casefold().strip() == name.casefold().strip()
    told = f"Companies House’s list names {span.company_name}, {span.post_town} {span.postcode}."
    yield Found(
        "company",
        Result.CLEAR if same else Result.LOOK,
        told if same else f"{told} The application says {name}.",
        **first_told(spans, "company_name", "post_town", "postcode"),
    )
    live = span.company_status.casefold() == "active"
    status = f"Status: {span.company_status}."
    yield Found("status", Result.CLEAR if live else Result.LOOK, status, **first_told(spans, "company_status"))
    late = [
        f"{what} were due on {day(due)}"
        for what, due in (("accounts", span.accounts_due), ("details to be confirmed", span.confirmation_due))
        if due is not None and edition is not None and due < edition
    ]
    yield Found(
        "accounts", Result.LOOK if late else Result.CLEAR,
        f"By the newest edition, {' and '.join(late)}." if late else "Nothing was due by the newest edition.",
        **first_told(spans, "accounts_due", "confirmation_due"),
    )  # fmt: skip
    former = [each for each in span.previous_names.split(" | ") if each]
    yield Found(
        "names", Result.LOOK if former else Result.CLEAR,
        f"Former names: {', '.join(former)}." if former else "No former name is listed.",
        **first_told(spans, "previous_names"),
    )  # fmt: skip


def _control(number: str) -> Found:
    """Whether somebody with control of the company controls, or controlled, that of a provider that left the sponsor register."""
    own = [span for span in ControllerSpan.objects.filter(company_number=number, until=None) if span.ceased_on is None]
    if not own:
        return Found(
            "control", Result.NOT_HELD, "The hub holds no entry of a person with significant control of this company."
        )
    others: dict[str, ControllerSpan] = {}
    for span in own:
        same = (
            ControllerSpan.objects.filter(
                person_key=span.person_key, birth_year=span.birth_year, birth_month=span.birth_month
            )
            if span.person_key and span.birth_year
            else ControllerSpan.objects.filter(owner_number=span.owner_number)
            if span.owner_number
            else ControllerSpan.objects.none()
        )
        others |= {each.company_number: span for each in same.exclude(company_number=number)}
    left = _left(sorted(others))
    row = own[0]
    if not left:
        return Found(
            "control", Result.CLEAR, "Nobody with control of it is told as controlling a care provider that left the sponsor register.",
            CONTROL, row.since, row.line,
        )  # fmt: skip
    other, (name, by) = next(iter(left.items()))
    span = others[other]
    more = f", and {len(left) - 1} more" if len(left) > 1 else ""
    return Found(
        "control", Result.LOOK,
        f"Somebody with control of it is also told as controlling {name}, which left the sponsor register by {day(by)}{more}. Shared control is not "
        "shared conduct, and leaving the register is no finding.",
        CONTROL, span.since, span.line,
    )  # fmt: skip


def _left(numbers: Sequence[str]) -> dict[str, tuple[str, date]]:
    """Of companies of care providers, those whose sponsor licence left the register: name, and by which edition."""
    given = dict(
        Location.objects.filter(company_number__in=numbers, until=None).values_list("provider_id", "company_number")
    )
    members = list(Member.objects.filter(register="cqc_locations", entity_key__in=given))
    licences = licences_of(sorted({each.organisation_id for each in members}))
    return {
        given[each.entity_key]: (each.name, licence.left_by)
        for each in members
        if (licence := licences.get(each.organisation_id)) and licence.left_by and licence.standing == "formerly"
    }


def _licence(number: str, span: CompanySpan | None) -> Found:
    keys = list(
        CompanyLink.objects.filter(company_number=number, band=CompanyLink.Band.ACCEPTED).values_list(
            "entity_key", flat=True
        )
    )
    by_key = SponsorSpan.objects.filter(sponsor_key__in=keys)
    spans = by_key if by_key.exists() or span is None else SponsorSpan.objects.filter(name_key=span.name_key)
    last = spans.order_by("until", "-since").last() if not spans.filter(until=None).exists() else None
    now = spans.filter(until=None).order_by("-since").first()
    if now is not None:
        words = f"{now.name} is on the sponsor register: {now.route}, {now.rating}."
        return Found("licence", Result.CLEAR, words, SPONSORS, now.since, now.line)
    if last is not None and last.until is not None:
        words = f"{last.name} left the sponsor register by {day(last.until)}. The register does not say why."
        return Found("licence", Result.LOOK, words, SPONSORS, last.since, last.line)
    return Found(
        "licence",
        Result.CLEAR,
        "No sponsor on the register is linked to this company. An agency needs no licence to recruit for others.",
    )


def _ethical(names: Sequence[str], edition: date | None) -> Found:
    """Whether a recruiter is on the national list of ethical recruiters under one of its names. The list has no company numbers."""
    if edition is None:
        return Found(
            "ethical", Result.NOT_HELD, "The hub holds no edition of NHS Employers’ list of ethical recruiters."
        )
    spans = RecruiterSpan.objects.filter(recruiter_key__in=_keys(names))
    now = spans.filter(until=None).order_by("since").first()
    if now is not None:
        words = (
            f"{now.name} is on NHS Employers’ list of ethical recruiters, and was in the edition of {day(now.since)}."
        )
        return Found("ethical", Result.CLEAR, words, RECRUITERS, now.since, now.line)
    last = spans.order_by("-until").first()
    if last is not None and last.until is not None:
        words = f"{last.name} left NHS Employers’ list of ethical recruiters by {day(last.until)}. The list does not say why."
        return Found("ethical", Result.LOOK, words, RECRUITERS, last.since, last.line)
    return _almost_listed(names[0])


def _keys(names: Sequence[str]) -> list[str]:
    keys = pl.DataFrame({"name": list(names)}, schema={"name": pl.String}).select(name_key(pl.col("name"))).to_series()
    return [key for key in keys if key]


def listed_as(names: Sequence[str]) -> list[str]:
    """Which of some recruiters are on the national list of ethical recruiters today, as it spells them."""
    found = RecruiterSpan.objects.filter(recruiter_key__in=_keys(names), until=None)
    return list(found.order_by("name").values_list("name", flat=True))


def _almost_listed(name: str) -> Found:
    listed = list(RecruiterSpan.objects.filter(until=None))
    best = process.extractOne(
        name.casefold(), [each.name.casefold() for each in listed], scorer=fuzz.WRatio, score_cutoff=_ALMOST
    )
    if best is None:
        return Found("ethical", Result.LOOK, "NHS Employers’ list of ethical recruiters has no entry of its name.")
    near = listed[best[2]]
    words = f"NHS Employers’ list of ethical recruiters has no entry of its name. It has {near.name}, which is almost the same: ask which it is."
    return Found("ethical", Result.LOOK, words, RECRUITERS, near.since, near.line)
