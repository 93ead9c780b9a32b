"""The rulebook: every version of every rule, and which of them stood on a day, as known on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from irhub.rulebook.rules import Certainty, Edition, Rule, Source, Topic


def newest_versions(rules: Iterable[Rule], known: Edition) -> list[Rule]:
    """The version of each rule that stood in an edition; a rule withdrawn by then is left out."""
    newest: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.version):
        if rule.edition <= known:
            newest[rule.id] = rule
    return [rule for rule in newest.values() if not rule.withdrawn]


def lines_of(rules: Iterable[Rule]) -> dict[tuple[str, str], list[Rule]]:
    """The rules of each topic and scope in the order of their dates. A proposal without any date is in no line."""
    lines: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.since is not None or rule.certainty is not Certainty.ANNOUNCED:
            lines[rule.topic, rule.scope].append(rule)
    return {key: sorted(line, key=lambda rule: rule.since or date.min) for key, line in lines.items()}


@dataclass(frozen=True)
class RuleChange:
    """A day on which the value of a topic and scope changes: the rule before, if any, and the rule from that day, if any."""

    day: date
    topic: Topic
    scope: str
    before: Rule | None
    after: Rule | None


@dataclass(frozen=True)
class Reading:
    """A source that was read again and said the same: its key, the day, and the edition that tells of it."""

    source: str
    read: date
    edition: Edition


class Rulebook:
    """Rules by topic, scope and day, as one edition held them.

    Two things are kept apart: the day a rule applies to, and the edition in which we knew it. A rule is never edited; a
    correction is a later version. `as_known` gives an earlier edition, so that an old answer can be repeated.
    `every` holds the versions as they were recorded; all else gives the certainty that the sources bear out.
    """

    def __init__(
        self,
        topics: dict[str, Topic],
        rules: Iterable[Rule],
        sources: dict[str, Source],
        edition: Edition | None = None,
        readings: Iterable[Reading] = (),
    ) -> None:
        """Keep the rules of an edition; by default of the newest."""
        self.topics, self.every, self.readings = topics, tuple(rules), tuple(readings)
        self._first_read = sources
        self.edition = edition or (self.editions[-1] if self.editions else Edition(date.min))
        self.sources = self._sources()
        self.rules = tuple(self.borne_out(rule) for rule in newest_versions(self.every, self.edition))
        self.by_id = {rule.id: rule for rule in self.rules}
        self.lines = lines_of(self.rules)
        self._starts = {key: [rule.since or date.min for rule in line] for key, line in self.lines.items()}

    def _sources(self) -> dict[str, Source]:
        read = {key: source.read for key, source in self._first_read.items()}
        for reading in self.readings:
            if reading.edition <= self.edition:
                read[reading.source] = max(read[reading.source], reading.read)
        return {key: source.model_copy(update={"read": read[key]}) for key, source in self._first_read.items()}

    def borne_out(self, rule: Rule) -> Rule:
        """A rule with the certainty that its sources bear out: one recorded as settled is reported without an official text."""
        if rule.certainty is not Certainty.SETTLED or self.official(rule):
            return rule
        return rule.model_copy(update={"certainty": Certainty.REPORTED})

    def official(self, rule: Rule) -> bool:
        """Whether one of the rule's sources is an official text with its full address."""
        return any(source.official for source in self.sources_of(rule))

    def to_check(self, rules: Iterable[Rule]) -> tuple[str, ...]:
        """The titles of the official publications in which those of the rules that are only reported can be checked."""
        reported = (rule for rule in rules if rule.certainty is Certainty.REPORTED)
        return tuple(dict.fromkeys(filter(None, (self.topics[rule.topic].publication for rule in reported))))

    @property
    def known(self) -> date:
        """The day of the edition."""
        return self.edition.day

    @lru_cache(maxsize=32)  # noqa: B019 - rulebooks are few and live as long as the process
    def as_known(self, known: date | Edition) -> Rulebook:
        """The edition that stood on a day, or an edition itself. Before the first there is no rule in it."""
        day = known.day if isinstance(known, Edition) else known
        edition = self.edition_of(known) or Edition(day)
        if edition == self.edition:
            return self
        return Rulebook(self.topics, self.every, self._first_read, edition, self.readings)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """Every edition, oldest first."""
        return tuple(sorted({rule.edition for rule in self.every} | {each.edition for each in self.readings}))

    def edition_of(self, known: date | Edition) -> Edition | None:
        """The edition that stood at the end of a day, or at another edition; None before the first."""
        if isinstance(known, Edition):
            return max((edition for edition in self.editions if edition <= known), default=None)
        return max((edition for edition in self.editions if edition.day <= known), default=None)

    def versions_of(self, rule: str) -> tuple[Rule, ...]:
        """Every version of a rule that this edition knows, oldest first; empty if there is none."""
        return tuple(self.borne_out(each) for each in self.every if each.id == rule and each.edition <= self.edition)

    def rule(self, topic: str, scope: str, day: date) -> Rule | None:
        """The rule of a topic and scope in force on a day, or None if none is held for it. Raises KeyError if unknown."""
        line = self.lines[topic, scope]
        at = bisect_right(self._starts[topic, scope], day) - 1
        if at < 0:
            return None
        return line[at] if line[at].covers(day) else None

    def nearest(self, topic: str, scope: str, day: date) -> Rule:
        """The rule closest to a day for which none is held: the first if the day is earlier, else the last."""
        line = self.lines[topic, scope]
        return line[0] if line[0].since and day < line[0].since else line[-1]

    def in_force(self, day: date, topic: str | None = None) -> list[Rule]:
        """Every rule in force on a day, in the order of the data."""
        return [rule for rule in self._dated(topic) if rule.covers(day)]

    def undated(self) -> list[Rule]:
        """Proposals that have no date: nothing is ever computed with them."""
        return [rule for rule in self.rules if rule.since is None and rule.certainty is Certainty.ANNOUNCED]

    def _dated(self, topic: str | None) -> list[Rule]:
        without = self.undated()
        return [rule for rule in self.rules if topic in (None, rule.topic) and rule not in without]

    def changes(self, after: date, by: date, topic: str | None = None) -> list[RuleChange]:
        """What changed after one day and by another, oldest first: a rule that begins, follows another, or ends."""
        found = []
        for (name, scope), line in self.lines.items():
            if topic not in (None, name):
                continue
            days = {rule.since for rule in line if rule.since}
            days |= {rule.until + timedelta(days=1) for rule in line if rule.until}
            for day in days:
                if after < day <= by:
                    before, then = self.rule(name, scope, day - timedelta(days=1)), self.rule(name, scope, day)
                    found.append(RuleChange(day, self.topics[name], scope, before, then))
        return sorted(found, key=lambda change: (change.day, change.topic.subject, change.topic.name, change.scope))

    def stale(self, today: date, after_days: int = 90) -> list[Rule]:
        """Rules of which every source was read more than so many days ago, or that have none."""
        oldest = today - timedelta(days=after_days)
        return [rule for rule in self.rules if all(self.sources[key].read < oldest for key in rule.sources)]

    def sources_of(self, rule: Rule) -> list[Source]:
        """The sources of a rule, official texts first."""
        return sorted((self.sources[key] for key in rule.sources), key=lambda source: not source.official)
