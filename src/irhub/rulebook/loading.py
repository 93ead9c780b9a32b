"""Reads the data files into a rulebook and proves that they can be trusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from irhub.rulebook.book import Rulebook, lines_of, newest_versions
from irhub.rulebook.rules import Certainty, Rule, Source, Topic, Unit, Value
from irhub.web.yaml_files import Unsound, read_yaml

DATA = Path(__file__).parent / "data"
EARLIEST, LATEST = date(1999, 1, 1), date(2040, 12, 31)
FIRST_RECORDED = date(2026, 11, 23)
"""The day the first rules entered the rulebook; a later version of a rule states its own day."""
OFFICIAL_SINCE = date(2026, 11, 28)
"""The day since which a version may call itself settled only with an official text; before, it meant that sources agree."""


def _rules_of(topic: Topic, rows: Iterable[dict[str, Any]]) -> Iterator[Rule]:
    given = {"topic": topic.name, "basis": topic.basis, "unit": topic.unit, "recorded": FIRST_RECORDED}
    return (Rule.model_validate({**given, **row}) for row in rows)


def read_folder(folder: Path = DATA) -> Rulebook:
    """Every rule and source in a folder's files, one file a subject.

    Raises Unsound if any proof of `faults` fails, and pydantic's ValidationError if a field has the wrong type.
    """
    sources = {key: Source.model_validate(row) for key, row in read_yaml(folder / "sources.yaml").items()}
    topics: dict[str, Topic] = {}
    rules: list[Rule] = []
    found = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "sources.yaml":
            continue
        content = read_yaml(path)
        for name, row in content["topics"].items():
            if name in topics:
                found.append(f"The topic {name} stands in two files.")
            rows = row.pop("rules")
            given = {"name": name, "subject": content["subject"], "publication": content.get("publication", "")}
            topics[name] = Topic.model_validate({**given, **row})
            rules += _rules_of(topics[name], rows)
    found += faults(topics, rules, sources)
    if found:
        raise Unsound("\n".join(found))
    return Rulebook(topics, rules, sources)


@cache
def rulebook() -> Rulebook:
    """The rulebook that the product ships, as known today."""
    return read_folder()


def faults(topics: dict[str, Topic], rules: list[Rule], sources: dict[str, Source]) -> list[str]:
    """What is wrong with the data, one sentence each: ids, versions, sources, values, dates, gaps and overlaps."""
    return [
        *_doubled(rules),
        *(fault for rule in rules for fault in _own_faults(rule, topics, sources)),
        *_breaks(rules),
    ]


def _doubled(rules: list[Rule]) -> Iterator[str]:
    versions: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        versions[rule.id].append(rule)
    for key, held in versions.items():
        if [rule.version for rule in held] != list(range(1, len(held) + 1)):
            yield f"{key}: the versions must be 1, 2, 3 and so on, in that order."
        if any(later.edition <= earlier.edition for earlier, later in pairwise(held)):
            yield f"{key}: a later version must be recorded in a later edition."
        if len({rule.topic for rule in held}) > 1:
            yield f"{key} is used for two topics."


def _own_faults(rule: Rule, topics: dict[str, Topic], sources: dict[str, Source]) -> Iterator[str]:
    topic = topics[rule.topic]
    if not rule.sources and rule.certainty is not Certainty.TO_BE_VERIFIED:
        yield f"{rule.name} has no source, so it can only be marked as to be verified."
    yield from (f"{rule.name} names an unknown source: {key}." for key in rule.sources if key not in sources)
    if rule.certainty is Certainty.SETTLED and rule.recorded >= OFFICIAL_SINCE:
        read = [sources[key] for key in rule.sources if key in sources]
        if not any(source.official for source in read):
            yield f"{rule.name} has no official source with its full address, so it can only be marked as reported."
    if rule.scope != "all" and rule.scope not in topic.scopes:
        yield f"{rule.name}: {rule.scope} is not a scope of {rule.topic}."
    if not _fits(rule.value, rule.unit):
        yield f"{rule.name}: {rule.value!r} is not a value in {rule.unit}."
    if rule.since and rule.until and rule.until < rule.since:
        yield f"{rule.name} ends before it begins."
    for day in filter(None, (rule.since, rule.until, rule.recorded)):
        if not EARLIEST <= day <= LATEST:
            yield f"{rule.name}: {day} is not a possible date."


def _fits(value: Value, unit: Unit) -> bool:
    if unit is Unit.YES_NO:
        return isinstance(value, bool)
    if unit in (Unit.TEXT, Unit.LEVEL):
        return isinstance(value, str)
    if unit is Unit.SHARE_OF_YEAR:
        return isinstance(value, str) and all(part.isdigit() for part in value.split("/", 1))
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and value >= 0


def _breaks(rules: list[Rule]) -> Iterator[str]:
    """Gaps and overlaps within a topic and scope, in every edition."""
    for known in sorted({rule.edition for rule in rules}):
        for line in lines_of(newest_versions(rules, known)).values():
            for earlier, later in pairwise(line):
                if earlier.until is None or later.since is None or earlier.until >= later.since:
                    yield f"{earlier.name} and {later.name} overlap."
                elif earlier.until + timedelta(days=1) != later.since:
                    yield f"There is a gap between {earlier.name} and {later.name}."
