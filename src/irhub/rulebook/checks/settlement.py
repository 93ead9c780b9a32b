"""When may a care worker settle, and with which English?"""

from __future__ import annotations

from collections.abc import Iterator

from irhub.rulebook.case import Case
from irhub.rulebook.checks.common import amount, plain, pounds
from irhub.rulebook.findings import Applied, Finding, say_day
from irhub.rulebook.working_days import months_after


def english(case: Case) -> Iterator[Finding]:
    """Which English is needed?"""
    if case.has("application"):
        needed = case.rule("settlement_english")
        yield case.say("english", needed, level=needed.rule.value)
        return
    for rule in case.book.lines["settlement_english", "all"]:
        if rule.until:
            yield case.say("english_before", Applied(rule, rule.until), until=rule.until, level=rule.value)
        elif rule.since:
            yield case.say("english_after", Applied(rule, rule.since), since=rule.since, level=rule.value)


def review(case: Case) -> Iterator[Finding]:
    """Is the period about to change?"""
    years = case.rule("settlement_years", day=case.book.known, words="the day of this edition of the rulebook")
    for proposal in case.book.undated():
        if proposal.topic == "settlement_years_proposed":
            yield case.say("review", years, proposal=proposal.says)


def years(case: Case) -> Iterator[Finding]:
    """Are the years over?"""
    granted = case.day("first_granted")
    rule = case.rule("settlement_years")
    over = months_after(granted, 12 * int(amount(rule)))
    lines = [f"{say_day(granted)} + {plain(amount(rule))} years = {say_day(over)}", f"Application: {say_day(rule.day)}"]
    code = "years_met" if rule.day >= over else "years_not_met"
    yield case.say(code, rule, compared=lines, granted=granted, years=plain(amount(rule)), from_day=over)


def fee(case: Case) -> Iterator[Finding]:
    """What does it cost?"""
    rule = case.rule("settlement_fee", "each")
    yield case.say("fee", rule, fee=pounds(amount(rule)))


CHECKS = (years, english, fee, review)
