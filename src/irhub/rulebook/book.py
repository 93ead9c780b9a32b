"""The rulebook: every version of every rule, and which of them stood on a day, as known on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from irhub.rulebook.rules import Certainty, Rule, Source, Topic


def newest_versions(rules: Iterable[Rule], known: date) -> list[Rule]:
    """The version of each rule that stood on a day; a rule withdrawn by then is left out."""
    newest: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.version):
        if rule.recorded <= known:
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


class Rulebook:
    """Rules by topic, scope and day, as they were known on a day.

    Two dates are kept apart: the day a rule applies to, and the day on which we knew it. A rule is never edited; a
    correction is a later version. `as_known` gives the rulebook of an earlier day, so that an old answer can be repeated.
    """

    def __init__(
        self,
        topics: dict[str, Topic],
        rules: Iterable[Rule],
        sources: dict[str, Source],
        known: date | None = None,
    ) -> None:
        """Keep the rules as known on a day; by default the day of the newest version."""
        self.topics, self.sources = topics, sources
        self.every = tuple(rules)
        self.known = known or max((rule.recorded for rule in self.every), default=date.min)
        self.rules = tuple(newest_versions(self.every, self.known))
        self.by_id = {rule.id: rule for rule in self.rules}
        self.lines = lines_of(self.rules)
        self._starts = {key: [rule.since or date.min for rule in line] for key, line in self.lines.items()}

    @lru_cache(maxsize=32)  # noqa: B019 - rulebooks are few and live as long as the process
    def as_known(self, known: date) -> Rulebook:
        """The rulebook as it was known on a day."""
        return self if known == self.known else Rulebook(self.topics, self.every, self.sources, known)

    @cached_property
    def editions(self) -> tuple[date, ...]:
        """The days on which versions were recorded, oldest first."""
        return tuple(sorted({rule.recorded for rule in self.every}))

    def edition_of(self, day: date) -> date | None:
        """The edition of the rulebook that stood on a day; None before the first."""
        return max((edition for edition in self.editions if edition <= day), default=None)

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
        """The sources of a rule."""
        return [self.sources[key] for key in rule.sources]
