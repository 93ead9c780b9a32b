"""When may a care worker settle, and with which English?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from irhub.rulebook.case import Case
from irhub.rulebook.checks.common import amount
from irhub.rulebook.findings import Applied, Finding
from irhub.web.saying import plain, pounds, say_day
from irhub.web.working_days import months_after


def english(case: Case) -> Iterator[Finding]:
    """Which English is needed?"""
    if case.has("application"):
        needed = case.rule("settlement_english")
        yield case.say("english", needed, level=needed.rule.value)
    for rule in case.book.lines["settlement_english", "all"]:
        if case.has("application") and (rule.since is None or rule.since <= case.day("application")):
            continue
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
    """Are the years over, or so nearly over that the application may be made?"""
    granted = case.day("first_granted")
    rule = case.rule("settlement_years")
    over = months_after(granted, 12 * int(amount(rule)))
    lines = [f"{say_day(granted)} + {plain(amount(rule))} years = {say_day(over)}", f"Application: {say_day(rule.day)}"]
    gaps: dict[str, Any] = {"granted": granted, "years": plain(amount(rule)), "from_day": over}
    if rule.day >= over:
        yield case.say("years_met", rule, compared=lines, **gaps)
    elif not case.holds("settlement_early"):  # the editions before the rule on early applications
        yield case.say("years_not_yet", rule, compared=lines, **gaps)
    else:
        early = case.rule("settlement_early")
        first = over - timedelta(days=int(amount(early)))
        lines.insert(1, f"{say_day(over)} - {plain(amount(early))} days = {say_day(first)}")
        code = "years_early" if rule.day >= first else "years_not_met"
        yield case.say(code, rule, early, compared=lines, first=first, **gaps)


def clocks(case: Case) -> Iterator[Finding]:
    """From when may an application be made, and with which English on each day?"""
    if not case.holds("settlement_early"):
        return
    period, early = _on_known(case, "settlement_years"), _on_known(case, "settlement_early")
    over = months_after(case.day("first_granted"), 12 * int(amount(period)))
    first = over - timedelta(days=int(amount(early)))
    then = case.rule("settlement_english", day=first, words="the first day on which the application may be made")
    later = case.rule("settlement_english", day=over, words="the day on which the years are over")
    lines = [f"{say_day(over)} - {plain(amount(early))} days = {say_day(first)}"]
    gaps: dict[str, Any] = {"first": first, "from_day": over, "level": then.rule.value, "level_later": later.rule.value}
    if then.rule.id == later.rule.id:
        yield case.say("clocks", early, period, then, compared=lines, **gaps)
    else:
        yield case.say("clocks_differ", early, period, then, later, compared=lines, turns=later.rule.since, **gaps)


def _on_known(case: Case, topic: str) -> Applied:
    """The rule of a topic on the day of this edition: the application may have no day yet."""
    return case.rule(topic, day=case.book.known, words="the day of this edition of the rulebook")


def fee(case: Case) -> Iterator[Finding]:
    """What does it cost?"""
    rule = case.rule("settlement_fee", "each")
    yield case.say("fee", rule, fee=pounds(amount(rule)))


CHECKS = (years, clocks, english, fee, review)
