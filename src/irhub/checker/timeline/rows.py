"""Rules as pages show them: in words, with their sources, found by filters, grouped by topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from irhub.rulebook.book import Rulebook, RuleChange
from irhub.rulebook.rules import Certainty, Precision, Rule, Source, Topic
from irhub.rulebook.words import (
    CERTAINTY_COLOURS,
    PRECISION_SHORT,
    PRECISION_WORDS,
    further_words,
    period_words,
    value_words,
)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One version of a rule in words, with its topic and its sources."""

    rule: Rule
    topic: Topic
    sources: tuple[Source, ...]

    @property
    def value(self) -> str:
        """The value with what it counts."""
        return value_words(self.rule.value, self.rule.unit)

    @property
    def further(self) -> list[str]:
        """The further values, each with what it counts."""
        return further_words(self.rule)

    @property
    def scope(self) -> str:
        """For whom or what it is; blank where the topic has one scope only."""
        return self.topic.scope_words(self.rule.scope)

    @property
    def period(self) -> str:
        """From when to when."""
        return period_words(self.rule)

    @property
    def colour(self) -> str:
        """The colour of its certainty's tag."""
        return CERTAINTY_COLOURS[self.rule.certainty]

    @property
    def precision(self) -> str:
        """How exactly its first day is known; blank where it is known to the day."""
        return "" if self.rule.precision is Precision.DAY else PRECISION_WORDS[self.rule.precision]

    @property
    def precision_short(self) -> str:
        """The same in three words."""
        return PRECISION_SHORT[self.rule.precision]

    def has(self, words: Iterable[str]) -> bool:
        """Whether every word stands somewhere in it."""
        rule, topic = self.rule, self.topic
        sources = " ".join(f"{source.title} {source.publisher}" for source in self.sources)
        text = " ".join((rule.id, topic.subject, topic.title, self.scope, self.value, rule.says, rule.note, sources))
        return all(word in text.casefold() for word in words)


@dataclass(frozen=True)
class Group:
    """The rules of one topic."""

    topic: Topic
    rows: tuple[Row, ...]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many of them have each value, the most frequent first."""
        return Counter(row.value for row in self.rows).most_common()


def row(book: Rulebook, rule: Rule) -> Row:
    """A rule with its topic and sources."""
    return Row(rule, book.topics[rule.topic], tuple(book.sources_of(rule)))


def subjects(book: Rulebook) -> list[str]:
    """What topics are about, each once, in the order of the files."""
    return list(dict.fromkeys(topic.subject for topic in book.topics.values()))


def fitting(
    book: Rulebook, rules: Iterable[Rule], *, subject: str = "", words: str = "", certainty: str = ""
) -> list[Row]:
    """The rules that fit the filters; a blank filter lets all through."""
    looked_for = words.casefold().split()
    found = (row(book, rule) for rule in rules)
    return [
        each
        for each in found
        if subject in ("", each.topic.subject)
        and certainty in ("", each.rule.certainty)
        and (not looked_for or each.has(looked_for))
    ]


def grouped(rows: Iterable[Row]) -> list[Group]:
    """Rows by topic, the topics of one subject together, both in the order of the files."""
    groups: dict[str, list[Row]] = {}
    for each in rows:
        groups.setdefault(each.topic.name, []).append(each)
    made = [Group(held[0].topic, tuple(held)) for held in groups.values()]
    order = list(dict.fromkeys(group.topic.subject for group in made))
    return sorted(made, key=lambda group: order.index(group.topic.subject))


@dataclass(frozen=True)
class Turn:
    """A day on which a topic's value changes: the rule before it and the one from then on, either of which may be none."""

    day: date
    topic: Topic
    scope: str
    before: Row | None
    after: Row | None

    @property
    def scope_words(self) -> str:
        """For whom or what it changes; blank where the topic has one scope only."""
        return self.topic.scope_words(self.scope)

    @property
    def what(self) -> str:
        """What happens, in a word or two."""
        if self.after is None:
            return "Ends"
        return "Begins" if self.before is None else "Changes"

    @property
    def certainty(self) -> Certainty:
        """How far the change may be relied on: as the rule that begins, or else as the one that ends."""
        told = self.after or self.before
        assert told is not None
        return told.rule.certainty

    @property
    def day_words(self) -> str:
        """The day, or the month or year where no more is known."""
        if self.after and self.after.rule.precision is Precision.MONTH:
            return f"{self.day:%B %Y}"
        if self.after and self.after.rule.precision is Precision.YEAR:
            return str(self.day.year)
        return f"{self.day.day} {self.day:%B %Y}"

    @property
    def key(self) -> str:
        """A name that stays the same as long as the change does: day, topic and scope."""
        return f"{self.day}/{self.topic.name}/{self.scope}"


def turns(book: Rulebook, after: date, by: date, *, subject: str = "", topic: str = "") -> list[Turn]:
    """What changes after one day and by another, oldest first, of one subject or topic or of all."""
    return [
        _turn(book, change)
        for change in book.changes(after, by, topic or None)
        if subject in ("", change.topic.subject)
    ]


def _turn(book: Rulebook, change: RuleChange) -> Turn:
    before, after = (row(book, rule) if rule else None for rule in (change.before, change.after))
    return Turn(change.day, change.topic, change.scope, before, after)
