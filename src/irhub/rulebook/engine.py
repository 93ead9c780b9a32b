"""Facts in, findings out: small, plain and pure. Today's date is never looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from irhub.rulebook.answering import answer_to
from irhub.rulebook.book import Rulebook
from irhub.rulebook.case import Case, Unknown
from irhub.rulebook.checks import costs, country, pay, report, right_to_work, settlement, sponsor
from irhub.rulebook.findings import Finding, Need, Result
from irhub.rulebook.flow import flows
from irhub.rulebook.loading import rulebook
from irhub.rulebook.rules import Edition

Check = Callable[[Case], Iterator[Finding]]

CHECKS: dict[str, tuple[Check, ...]] = {
    "sponsor": sponsor.CHECKS,
    "pay": pay.CHECKS,
    "costs": costs.CHECKS,
    "report": report.CHECKS,
    "right-to-work": right_to_work.CHECKS,
    "country": country.CHECKS,
    "settlement": settlement.CHECKS,
}
"""The checks of each checker. The first line of a check's docstring is the question it answers, shown to people."""


def evaluate(
    checker: str, facts: Mapping[str, Any], *, known: date | Edition | None = None, book: Rulebook | None = None
) -> Result:
    """Judge a case by the edition that was known on a day, or by an edition itself; by default by the newest.

    A fact that the flow does not ask for, given the facts before it, is left out and never decides. Each check gives its
    findings in turn. One that lacks a fact gives a need instead and stops; the others go on.
    Raises KeyError for an unknown checker and ValueError for a day before the first edition.
    """
    book = book or rulebook()
    if known is not None:
        edition = book.edition_of(known)
        if edition is None:
            raise ValueError(f"We hold no rulebook of {known}: the first is of {book.editions[0]}.")
        book = book.as_known(edition)
    flow = flows()[checker]
    case = Case(flow, flow.kept(facts, book), book)
    findings: list[Finding] = []
    needs: dict[str, Need] = {}
    for check in CHECKS[checker]:
        try:
            findings.extend(check(case))  # keeps what the check yields before a fact is missing
        except Unknown as missing:
            purpose = (check.__doc__ or "").split("\n", 1)[0]
            decides = missing.fact not in flow.beside
            needs.setdefault(missing.fact, Need(missing.fact, purpose, missing.rules, decides))
    return Result(
        checker, book.edition, tuple(findings), tuple(needs.values()), answer_to(case, findings, list(needs.values()))
    )
