"""Who controls the companies of an organisation, for its page of people. For the caller to check: that the visitor may see people."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from irhub.registers.models import ControllerSpan, Correction
from irhub.registers.sources.companies_house_psc import INDIVIDUAL


@dataclass(frozen=True)
class Controls:
    """Who has, or had, significant control of a company, as the newest edition that holds the entry tells it.

    `born`: month and year, blank of a company. `natures`: what the control is, in words. `ended`: when it did, as Companies
    House was told; None if it has not. `since` and `line` name the source row. `corrections`: of people, the newest first.
    """

    company_number: str
    name: str
    born: str
    natures: list[str]
    notified_on: date | None
    ended: date | None
    since: date
    line: int
    corrections: list[Correction]


def controllers_of(company_numbers: Collection[str]) -> list[Controls]:
    """Those who control some companies, now first, then by company and name; one entry of the register each."""
    spans = ControllerSpan.objects.filter(company_number__in=sorted(company_numbers)).order_by("since")
    newest = {(span.company_number, span.psc_id): span for span in spans}
    corrected: dict[str, list[Correction]] = {}
    made = Correction.objects.filter(
        register="companies_house_psc", entity_key__in=[entry for _, entry in newest], withdrawn_at=None
    )
    for correction in made.order_by("-made_at"):
        corrected.setdefault(correction.entity_key, []).append(correction)
    told = [
        Controls(
            company_number=span.company_number,
            name=span.name,
            born=_born(span) if span.kind == INDIVIDUAL else "",
            natures=[nature_in_words(nature) for nature in span.natures.split(" | ") if nature],
            notified_on=span.notified_on,
            ended=span.ceased_on,
            since=span.since,
            line=span.line,
            corrections=corrected.get(span.psc_id, []),
        )
        for span in newest.values()
    ]
    return sorted(told, key=lambda one: (one.ended is not None, one.company_number, one.name))


def _born(span: ControllerSpan) -> str:
    return f"{calendar.month_name[span.birth_month]} {span.birth_year}" if span.birth_month and span.birth_year else ""


def nature_in_words(nature: str) -> str:
    """What control is, as people say it: "ownership-of-shares-50-to-75-percent" is "ownership of shares, 50% to 75%"."""
    words = nature.replace("-", " ")
    words = re.sub(r" (\d+) to (\d+) percent", r", \1% to \2%", words)
    return re.sub(r" more than (\d+) percent", r", more than \1%", words)
