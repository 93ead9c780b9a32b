"""What can be taken away from a result: deadlines for a calendar, a summary in plain text, the case as YAML, a letter."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from urllib.parse import quote, urlencode

import yaml
from icalendar import Alarm, Calendar, Event

from irhub.checker.flows.address import Walk
from irhub.checker.flows.result import deadlines, edition_words, groups, missing, next_steps
from irhub.checker.helpline import Helpline
from irhub.questions.words import said
from irhub.rulebook.findings import Finding, Result, say_weekday
from irhub.web.saying import say_day

NOT_ADVICE = "This is not legal advice."
DAYS_BEFORE = 7
_LETTER_FINDINGS = 6


def calendar(at: Walk, result: Result, address: str) -> bytes:
    """The deadlines as an iCalendar file (RFC 5545): a whole day each, with an alarm a week before.

    The same case and edition always give the same UIDs and bytes, so that a calendar that reads the file again has no doubles.
    """
    held = Calendar()
    held.add("version", "2.0")
    held.add("prodid", "-//International Recruitment Hub//Rules//EN")
    held.add("name", at.flow.title)
    held.add("x-wr-calname", at.flow.title)
    for finding in deadlines(result):
        held.add_component(_event(finding, at, result, address))
    written: bytes = held.to_ical()
    return written


def _event(finding: Finding, at: Walk, result: Result, address: str) -> Event:
    assert finding.due
    event = Event()
    rules = ", ".join(used.rule.name for used in finding.applied)
    event.add("uid", _uid(finding, at))
    event.add("dtstamp", datetime.combine(result.known, time.min, UTC))
    event.add("dtstart", finding.due)
    event.add("dtend", finding.due + timedelta(days=1))
    event.add("summary", finding.title)
    event.add("description", f"{finding.sentence}\n\n{rules}. {finding.applied[0].why}\n\n{NOT_ADVICE}\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", finding.title)
    alarm.add("trigger", timedelta(days=-DAYS_BEFORE))
    event.add_component(alarm)
    return event


def _uid(finding: Finding, at: Walk) -> str:
    case = urlencode([("checker", at.flow.name), ("code", finding.code), *at.pairs()])
    return f"{hashlib.sha256(case.encode()).hexdigest()[:32]}@rules.irhub"


def case_file(at: Walk, address: str) -> str:
    """The case as YAML that `irhub rules evaluate` reads, with its very edition; decimals exact."""
    edition = at.book.edition
    content = {"checker": at.flow.name, "known": f"{edition.day}.{edition.number}", "facts": dict(at.answers)}
    text = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
    return f"# {at.flow.title} {NOT_ADVICE}\n# {address}\n{text}"


class _Dumper(yaml.SafeDumper):
    """Safe YAML that writes a Decimal as the number that it is."""


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    kind = "int" if value == value.to_integral_value() else "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", f"{value.normalize():f}")


_Dumper.add_representer(Decimal, _number)


def summary(at: Walk, result: Result, address: str, helpline: Helpline) -> str:
    """Everything that the page says, as plain text to hand to an adviser."""
    lines = [
        at.flow.title,
        result.answer.sentence,
        f"{NOT_ADVICE} {_ask(helpline)}",
        f"By the rulebook of {edition_words(result.edition)}. {address}",
    ]
    for need in missing(at, result):
        lines += [
            "",
            f"NEEDED TO ANSWER “{need.need.purpose}”",
            need.question.title if need.question else need.need.fact,
        ]
    if steps := next_steps(result):
        lines += ["", "WHAT FOLLOWS", "", *(f"- {step}" for step in steps)]
    for group in groups(result):
        lines += ["", group.title.upper()]
        for finding in group.findings:
            lines += ["", *_finding(finding, at)]
    lines += ["", "ANSWERS GIVEN", ""]
    lines += [
        f"{question.title} {said(question, at.answers[question.key])}"
        for question in at.asked
        if question.key in at.answers
    ]
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, at: Walk) -> list[str]:
    lines = [finding.title, finding.sentence]
    lines += [f"Last day: {say_weekday(finding.due)}"] if finding.due else []
    lines += [f"  {line}" for line in (*finding.compared, *finding.doubts)]
    if publications := at.book.to_check(used.rule for used in finding.applied):
        lines.append(f"  Reported, not read in the official text. To check: {'; '.join(publications)}.")
    for used in finding.applied:
        lines.append(f"  {used.rule.name} ({used.rule.certainty}). {used.why}")
        lines += [
            f"    Source: {source.title}, {source.publisher}, read on {say_day(source.read)}{f': {source.url}' if source.url else ''}"
            for source in at.book.sources_of(used.rule)
        ]
    return lines


def _ask(helpline: Helpline) -> str:
    if not helpline:
        return "Before you act, ask a regulated immigration adviser or your region’s international recruitment partnership."
    ways = [way for way in (helpline.phone, helpline.email, helpline.url) if way]
    return f"Before you act, ask {helpline.called}: {', '.join(ways)}."


def letter(at: Walk, result: Result, address: str, helpline: Helpline) -> str:
    """A mailto: address with the question, what was found and the result's address; no personal data."""
    pressing = [f"- {finding.title}: {finding.outcome}" for finding in result.answer.decided_by]
    more = [f"- and {len(pressing) - _LETTER_FINDINGS} more"] if len(pressing) > _LETTER_FINDINGS else []
    body = "\r\n".join(
        [
            f"Question: {at.flow.title}",
            f"Answer: {result.answer.sentence}",
            *pressing[:_LETTER_FINDINGS],
            *more,
            "",
            "All answers, sums, rules and sources:",
            address,
            "",
            f"By the rulebook of {edition_words(result.edition)}. {NOT_ADVICE}",
        ]
    )
    query = urlencode({"subject": f"Please advise: {at.flow.title}", "body": body}, quote_via=quote)
    return f"mailto:{quote(helpline.email, safe='@')}?{query}"


def days_from(today: date, due: date) -> str:
    """How far a day is from today, in words."""
    days = (due - today).days
    if days < 0:
        return "passed"
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
