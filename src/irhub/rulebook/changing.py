"""Changes to the rulebook that come after the shipped files: read from a document, held against the whole, put on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from irhub.rulebook.book import Reading, Rulebook
from irhub.rulebook.loading import faults
from irhub.rulebook.rules import Edition, Rule, Source, Topic
from irhub.web.yaml_files import Unsound, read_text


class Document(BaseModel):
    """What one change adds with its edition: versions of rules, sources not held before, sources read again (key and day)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edition: Edition
    rules: tuple[Rule, ...] = ()
    sources: dict[str, Source] = {}
    readings: dict[str, date] = {}


@dataclass(frozen=True)
class SetAside:
    """A change that no longer fits the shipped rulebook, and why: nothing is computed with it."""

    edition: Edition
    why: str


def read_document(text: str, topics: Mapping[str, Topic], edition: Edition) -> Document:
    """The change that a YAML text holds, as part of an edition. Rows are as in the data files, each with its `topic`.

    Raises Unsound if it names a topic that there is not, or a field has the wrong type.
    """
    content = read_text(text)
    rows = content.get("rules", [])
    unknown = [str(row.get("topic")) for row in rows if row.get("topic") not in topics]
    if unknown:
        raise Unsound(f"There is no topic called {', '.join(unknown)}.")
    try:
        return Document(
            edition=edition,
            rules=tuple(Rule.model_validate(_whole(row, topics[row["topic"]], edition)) for row in rows),
            sources=content.get("sources", {}),
            readings=content.get("readings", {}),
        )
    except ValidationError as problem:
        raise Unsound("\n".join(f"{error['loc']}: {error['msg']}" for error in problem.errors())) from problem


def _whole(row: Mapping[str, Any], topic: Topic, edition: Edition) -> dict[str, Any]:
    return {
        "basis": topic.basis, "unit": topic.unit, **row, "recorded": edition.day, "turn": edition.number,
    }  # fmt: skip


def with_change(book: Rulebook, document: Document) -> Rulebook:
    """The rulebook with a change on top. What the shipped files hold already, word for word, is not added twice.

    Raises Unsound, one sentence a fault, if the whole would not pass the proofs that the files pass.
    """
    held = {(rule.id, rule.version): _told(rule) for rule in book.every}
    new = [rule for rule in document.rules if held.get((rule.id, rule.version)) != _told(rule)]
    rules, sources = [*book.every, *new], {**document.sources, **book.sources}
    found = [
        f"{rule.name} is there already: another change came first." for rule in new if (rule.id, rule.version) in held
    ]
    found += [
        f"There is already another source with the key {key}."
        for key, source in document.sources.items()
        if key in book.sources and book.sources[key].url != source.url
    ]
    found += [f"There is no source with the key {key}." for key in document.readings if key not in sources]
    found = found or faults(book.topics, rules, sources) + _uneven(book, new)
    if found:
        raise Unsound("\n".join(found))
    readings = [Reading(key, day, document.edition) for key, day in document.readings.items()]
    return Rulebook(book.topics, rules, sources, readings=[*book.readings, *readings])


def _told(rule: Rule) -> dict[str, Any]:
    return rule.model_dump(exclude={"recorded", "turn"})


def _uneven(book: Rulebook, new: Iterable[Rule]) -> list[str]:
    """Rules that lack a further value that the topic's other rules have: a checker would look for it in vain."""
    found = []
    for rule in new:
        expected = {frozenset(other.also) for other in book.rules if other.topic == rule.topic and other.id != rule.id}
        if len(expected) == 1 and frozenset(rule.also) not in expected:
            names = ", ".join(sorted(next(iter(expected)))) or "none"
            found.append(f"{rule.name} must have the further values that the topic’s other rules have: {names}.")
    return found


def with_changes(book: Rulebook, texts: Iterable[tuple[Edition, str]]) -> tuple[Rulebook, list[SetAside]]:
    """The shipped rulebook with every approved change on top, oldest first, and the changes that no longer fit it.

    A release of the hub may bring a version that an approved change clashes with: that change alone is set aside.
    """
    aside = []
    for edition, text in texts:
        try:
            book = with_change(book, read_document(text, book.topics, edition))
        except Unsound as problem:
            aside.append(SetAside(edition, str(problem)))
    return book, aside


class _Dumper(yaml.CSafeDumper):
    """Decimals as plain numbers, tuples as lists, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}"))
_Dumper.add_representer(tuple, lambda dumper, value: dumper.represent_list(value))


def as_yaml(content: Any) -> str:
    """Plain data as YAML that `read_text` reads back unchanged."""
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


def row_of(rule: Rule, topic: Topic) -> dict[str, Any]:
    """A rule as the data files write it: without what its topic says, and without what is as usual."""
    given = {"basis": topic.basis, "unit": topic.unit}
    row: dict[str, Any] = {"id": rule.id, "topic": rule.topic}
    for name, value in rule.model_dump(by_alias=True, exclude={"id", "topic"}).items():
        field = next(field for key, field in Rule.model_fields.items() if name in (key, field.alias))
        usual = given.get(name, field.default)
        if value != usual or (name == "from" and value is None):
            row[name] = str(value) if name in ("basis", "unit", "precision", "certainty") else value
    if row.get("to", "") is None:
        del row["to"]
    return row


def document_text(document: Document, topics: Mapping[str, Topic]) -> str:
    """A change as YAML that `read_document` reads."""
    rules = [row_of(rule, topics[rule.topic]) for rule in document.rules]
    for row in rules:
        del row["recorded"]
        row.pop("turn", None)
    sources = {key: source.model_dump() for key, source in document.sources.items()}
    parts = {"rules": rules, "sources": sources, "readings": dict(document.readings)}
    return as_yaml({name: part for name, part in parts.items() if part})
