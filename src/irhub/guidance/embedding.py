"""Dated rules in a text, by name: `{{ rule: salary_floor }}` shows the value of the day on which the page is read.

`{{ WHAT: WHICH }}`. WHICH is a topic of the rulebook, with its scope where it has several (`licence_fee/small`), or the id of a rule
(`SAL-04`), which stands for its topic and scope. WHAT is `rule` (the value), `says` (the sentence), `since` (the first day), or a further
value by its name (`hourly`). A line of rules is named `topic/scope` wherever it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from django.urls import reverse

from irhub.rulebook.book import Rulebook
from irhub.rulebook.rules import Rule, Source, Topic
from irhub.rulebook.words import further_words, period_words, value_words
from irhub.web.saying import say_day

EMBEDDED = re.compile(r"\{\{([^{}\n]*)\}\}")
_ALWAYS = ("rule", "says", "since")
_FORM = "Write it as {{ rule: salary_floor }}, with a name from the list of rules."


@dataclass(frozen=True)
class Embedded:
    """A rule in a text: what of it, and of which line; or, where it cannot be shown, the `problem` in a sentence."""

    written: str
    what: str = "rule"
    line: str = ""
    problem: str = ""


@dataclass(frozen=True)
class ShownRule:
    """A line of rules as it stands on a day. `rule` is None where none is held for that day."""

    line: str
    topic: Topic
    rule: Rule | None
    sources: tuple[Source, ...]
    on: date
    next: Rule | None = None
    """The rule that follows on a later day, as far as it is known."""

    @property
    def doubt(self) -> str:
        """Why the value cannot be relied on; blank if it can."""
        return self.rule.doubt(self.on) if self.rule else f"We hold no rule for {say_day(self.on)}."

    @property
    def value(self) -> str:
        """The value with what it counts."""
        return value_words(self.rule.value, self.rule.unit) if self.rule else "not held"

    @property
    def scope(self) -> str:
        """For whom or what it is; blank where the topic has one scope."""
        return self.topic.scope_words(self.line.partition("/")[2])

    @property
    def period(self) -> str:
        """From when to when it applies."""
        return period_words(self.rule) if self.rule else ""

    @property
    def coming(self) -> str:
        """What follows on which day; blank where nothing is known to."""
        if self.next is None or self.next.since is None:
            return ""
        doubt = "" if self.next.certainty.answers else " (not settled)"
        return f"From {say_day(self.next.since)}: {value_words(self.next.value, self.next.unit)}{doubt}."

    @property
    def address(self) -> str:
        """The page of the rule, with its sources; of its topic, where none is held for the day."""
        return reverse("rule", args=[self.rule.id]) if self.rule else reverse("rules-topic", args=[self.topic.name])

    def words(self, what: str) -> str:
        """What a text shows of it."""
        if self.rule is None:
            return self.value
        also = dict(zip(self.rule.also, further_words(self.rule), strict=True))
        since = say_day(self.rule.since) if self.rule.since else "a day that is not known"
        return {"rule": self.value, "says": self.rule.says, "since": since}.get(what) or also.get(what, "not held")


@lru_cache(maxsize=2048)
def read(inside: str, book: Rulebook) -> Embedded:
    """What stands between two pairs of braces, held against the rulebook."""
    written = "{{" + inside + "}}"
    what, colon, which = (part.strip() for part in inside.partition(":"))
    if not colon or not what or not which:
        return Embedded(written, problem=f"We cannot read “{written}”. {_FORM}")
    line, problem = _line(which, book)
    if not problem:
        known = _known(line, book)
        if what.casefold() not in known:
            problem = f"“{written}” asks for “{what}”. Of this rule a page can show: {', '.join(known)}."
    return Embedded(written, what.casefold(), line, problem)


def _line(which: str, book: Rulebook) -> tuple[str, str]:
    """The line of rules that a name means, and else what is wrong with it."""
    found = next((rule for rule in book.every if rule.id.casefold() == which.casefold()), None)
    if found and (found.topic, found.scope) in book.lines:
        return f"{found.topic}/{found.scope}", ""
    if found:
        return "", f"The edition of the rulebook of {say_day(book.known)} holds no rule called “{which}”."
    name, _, scope = (part.strip() for part in which.replace("-", "_").partition("/"))
    name = name.casefold()
    scopes = {held.casefold(): held for topic, held in book.lines if topic == name}
    if not scopes:
        near = get_close_matches(name, sorted({topic for topic, _ in book.lines}), n=1)
        meant = f"Did you mean “{near[0]}”?" if near else "Look it up in the list of rules."
        return "", f"There is no rule called “{which}”. {meant}"
    if not scope and len(scopes) == 1:
        scope = next(iter(scopes))
    if scope.casefold() not in scopes:
        named = ", ".join(f"{name}/{held}" for held in list(scopes.values())[:8])
        return "", f"“{which}” needs to say for whom. Write one of these: {named}."
    return f"{name}/{scopes[scope.casefold()]}", ""


def _known(line: str, book: Rulebook) -> list[str]:
    topic, _, scope = line.partition("/")
    also = {name for rule in book.lines[topic, scope] for name in rule.also}
    return [*_ALWAYS, *sorted(also)]


@lru_cache(maxsize=2048)
def on_day(line: str, on: date, book: Rulebook) -> ShownRule | None:
    """A line of rules as it stands on a day; None if the rulebook no longer has it."""
    topic, _, scope = line.partition("/")
    if (topic, scope) not in book.lines:
        return None
    rule = book.rule(topic, scope, on)
    later = next((each for each in book.lines[topic, scope] if each.since and each.since > on), None)
    return ShownRule(line, book.topics[topic], rule, tuple(book.sources_of(rule)) if rule else (), on, later)


def held(lines: Iterable[str], on: date, book: Rulebook) -> dict[str, str]:
    """By line, the rule and version that stand on a day ("SAL-04 version 2"); blank where none does: what was checked is kept so."""
    shown = {line: on_day(line, on, book) for line in lines}
    return {line: found.rule.name if found and found.rule else "" for line, found in shown.items()}


@dataclass(frozen=True)
class RuleChanged:
    """That a line of rules stands otherwise than when somebody last checked: since which day, and what it was and is."""

    line: str
    title: str
    day: date
    before: Rule | None
    after: Rule | None

    @property
    def says(self) -> str:
        """What changed, in a sentence."""
        old, new = (value_words(rule.value, rule.unit) if rule else "" for rule in (self.before, self.after))
        if self.after is None:
            return f"{self.title} We hold no rule from {say_day(self.day)} on."
        if old == new:
            return f"{self.title} The wording of the rule changed on {say_day(self.day)}; its value is still {new}."
        return f"{self.title} From {say_day(self.day)}: {new}{f', until then {old}' if old else ''}."


def changed(rules: Mapping[str, str], on: date, book: Rulebook) -> list[RuleChanged]:
    """Which of these lines (`held`) stand otherwise on a day, the newest change first."""
    by_name = {rule.name: rule for rule in book.every}
    now = held(rules, on, book)
    found = [
        _changed(line, by_name.get(rules[line]), by_name.get(now[line]), on, book)
        for line in rules
        if now[line] != rules[line]
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)


def _changed(line: str, before: Rule | None, after: Rule | None, on: date, book: Rulebook) -> RuleChanged:
    topic, _, scope = line.partition("/")
    known = book.topics.get(topic)
    words = f"{known.title}{f' ({known.scope_words(scope)})' if known.scope_words(scope) else ''}" if known else topic
    if after and before and after.id == before.id:
        day = after.recorded
    elif after:
        day = after.since or after.recorded
    else:
        day = next((rule.recorded for rule in reversed(book.every) if before and rule.id == before.id), on)
        if before and before.until and before.until < on:
            day = date.fromordinal(before.until.toordinal() + 1)
    return RuleChanged(line, words, day, before, after)
