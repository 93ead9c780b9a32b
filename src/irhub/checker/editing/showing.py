"""A proposal as people look at it: what differs, in words, and the answers that it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from irhub.checker import actions
from irhub.checker.book import current
from irhub.checker.kinds import State
from irhub.checker.models import Proposal
from irhub.rulebook.book import Rulebook
from irhub.rulebook.changing import Document, read_document
from irhub.rulebook.comparing import Changed
from irhub.rulebook.rules import Rule, Source, Topic
from irhub.rulebook.words import differences_in_words
from irhub.web.errors import ActionRefused
from irhub.web.yaml_files import Unsound


@dataclass(frozen=True)
class Version:
    """One version that a proposal adds: the rule before it, if any, and title, old words and new words of what differs."""

    rule: Rule
    topic: Topic
    before: Rule | None
    differences: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Shown:
    """All that a proposal's page tells. `faults` says why it does not fit the rules as they stand now; then nobody can approve."""

    about: str
    versions: list[Version]
    sources: list[Source]
    readings: list[tuple[Source, date]]
    changed: list[Changed]
    seen: str
    faults: list[str]


def shown(found: Proposal) -> Shown:
    """A proposal against the rules as they stand, or, once approved, as they stood before it."""
    book = current()
    edition = found.edition or actions.next_edition(book)
    faults: list[str] = []
    try:
        document = read_document(found.document, book.topics, edition)
    except Unsound as problem:
        document, faults = Document(edition=edition), str(problem).splitlines()
    if found.state == State.OPEN:
        try:
            changed = actions.answers_changed(found.document)
        except ActionRefused as problem:
            changed, faults = [], str(problem).splitlines()
    else:
        changed = [Changed(**{**each, **_tuples(each)}) for each in found.changed]
    held = {**document.sources, **book.sources}
    return Shown(
        about_words(book, found),
        [_version(book, rule) for rule in document.rules],
        list(document.sources.values()),
        [(held[key], day) for key, day in document.readings.items() if key in held],
        changed,
        actions.fingerprint(changed),
        faults,
    )


def about_words(book: Rulebook, found: Proposal) -> str:
    """What a proposal is about: a rule's id, a topic's question, or a source's publisher and title."""
    if found.rule in book.topics:
        return book.topics[found.rule].title
    if found.rule in book.sources:
        source = book.sources[found.rule]
        return f"{source.publisher}, {source.title}"
    return found.rule


def _tuples(each: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(each[name]) for name in ("only_before", "only_after")}


def _version(book: Rulebook, rule: Rule) -> Version:
    before = next((each for each in book.every if each.id == rule.id and each.version == rule.version - 1), None)
    topic = book.topics[rule.topic]
    named = rule.model_copy(update={"sources": _titles(book, rule)})
    named_before = before.model_copy(update={"sources": _titles(book, before)}) if before else None
    return Version(rule, topic, before, differences_in_words(named_before, named, topic))


def _titles(book: Rulebook, rule: Rule) -> tuple[str, ...]:
    """The sources by publisher and title, so that people can read them; a new one keeps its key."""
    return tuple(
        f"{book.sources[key].publisher}, {book.sources[key].title}" if key in book.sources else f"new: {key}"
        for key in rule.sources
    )
