"""From a page's fields to a change of the rulebook, for each kind of proposal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from irhub.checker.editing.reading import Typed, value_typed
from irhub.rulebook.book import Rulebook
from irhub.rulebook.changing import Document, document_text
from irhub.rulebook.rules import Certainty, Precision, Rule, Source, Topic, Unit, Value
from irhub.web.dates import PARTS, texts_of

REASON = "Say in a sentence why this change is right"


@dataclass(frozen=True)
class Draft:
    """What the fields make: the change as text, blank if something is wrong, and what is wrong by field."""

    errors: dict[str, str]
    reason: str
    document: str


def fields_of(rule: Rule) -> dict[str, str]:
    """The fields of a page, filled from a rule."""
    dates = {"since": rule.since, "until": rule.until}
    return {
        "value": value_typed(rule.value),
        **{f"also-{name}": value_typed(value) for name, value in rule.also.items()},
        **{f"{name}-{part}": text for name, day in dates.items() for part, text in zip(PARTS, texts_of(day), strict=True)},
        "precision": str(rule.precision),
        "certainty": str(rule.certainty),
        "says": rule.says,
        "note": rule.note,
        **{f"source-{key}": "on" for key in rule.sources},
    }  # fmt: skip


def correction(book: Rulebook, rule: Rule, given: Mapping[str, str], today: date) -> Draft:
    """The next version of a rule, with the fields as they were sent."""
    typed = Typed(given)
    changed, sources = _fields(typed, book, rule, rule.sources, today)
    next_one = rule.model_copy(update={**changed, "version": rule.version + 1})
    if not typed.errors and next_one.model_copy(update={"version": rule.version}) == rule:
        typed.errors["value"] = "Nothing differs from the rule as it stands. Change at least one field"
    return _draft(typed, book, [next_one], sources)


def addition(book: Rulebook, topic: Topic, given: Mapping[str, str], taken: Iterable[str], today: date) -> Draft:
    """A new rule of a topic; if asked, the rule that it follows ends on the day before."""
    typed = Typed(given)
    scopes = topic.scopes or {"all": ""}
    scope = typed.chosen("scope", scopes, "Choose whom or what it is for")
    like = model_rule(book, topic)
    changed, sources = _fields(typed, book, like, (), today)
    made = like.model_copy(
        update={**changed, "id": _new_id(book, like, taken), "scope": scope, "version": 1, "withdrawn": False}
    )
    rules = [made]
    if given.get("end_before") and made.since and (topic.name, scope) in book.lines:
        before = book.rule(topic.name, scope, made.since)
        if before and before.since and before.since < made.since:
            ended = {"until": made.since - timedelta(days=1), "version": before.version + 1}
            rules.insert(0, before.model_copy(update=ended))
    return _draft(typed, book, rules, sources)


def ending(book: Rulebook, rule: Rule, given: Mapping[str, str], today: date) -> Draft:
    """The next version of a rule, with a last day and the sources that say so."""
    typed = Typed(given)
    until = typed.day("until", "Give the last day on which it applies").day
    note = typed.text("note")
    keys, sources = _sources(typed, book, rule.sources, today)
    next_one = rule.model_copy(update={"until": until, "note": note, "sources": keys, "version": rule.version + 1})
    return _draft(typed, book, [next_one], sources)


def withdrawal(book: Rulebook, rule: Rule, given: Mapping[str, str], today: date) -> Draft:
    """A version that takes a rule out of every later edition."""
    typed = Typed(given)
    return _draft(typed, book, [rule.model_copy(update={"withdrawn": True, "version": rule.version + 1})], {})


def read_again(book: Rulebook, key: str, given: Mapping[str, str], today: date) -> Draft:
    """A source that was read again and says the same."""
    typed = Typed(given)
    day = typed.day("read", "Give the day on which you read it", today).day
    if day and day <= book.sources[key].read:
        typed.errors["read-day"] = (
            f"It must be later than the day of the last reading, {book.sources[key].read:%d %B %Y}"
        )
    return _draft(typed, book, [], {}, {key: day} if day else {})


def model_rule(book: Rulebook, topic: Topic) -> Rule:
    """The newest rule of a topic: what a new one takes its unit, basis and further values from."""
    return [rule for rule in (*book.every, *book.rules) if rule.topic == topic.name][-1]


def _fields(
    typed: Typed, book: Rulebook, rule: Rule, held: tuple[str, ...], today: date
) -> tuple[dict[str, Any], dict[str, Source]]:
    since, until = typed.day("since").day, typed.day("until").day
    if since and until and until < since:
        typed.errors["until-day"] = "The last day must be the first day or later"
    certainty = typed.chosen("certainty", list(Certainty), "Choose how certain it is")
    precision = typed.chosen("precision", list(Precision), "Choose how exactly the first day is known")
    keys, sources = _sources(typed, book, held, today, needed=certainty != Certainty.TO_BE_VERIFIED)
    changed: dict[str, Any] = {
        "value": typed.value("value", rule.unit),
        "also": {name: typed.value(f"also-{name}", _unit_like(value)) for name, value in rule.also.items()},
        "since": since,
        "until": until,
        "says": typed.text("says", "Say in one or two sentences what the rule says", least=10),
        "note": typed.text("note"),
        "sources": keys,
    }
    if not typed.errors:
        changed |= {"certainty": Certainty(certainty), "precision": Precision(precision)}
    return changed, sources


def _unit_like(value: Value) -> Unit:
    """How a further value is read: as yes or no, as a word, or as a number, like the one that it replaces."""
    if isinstance(value, bool):
        return Unit.YES_NO
    return Unit.TEXT if isinstance(value, str) else Unit.TIMES


def _sources(
    typed: Typed, book: Rulebook, held: Iterable[str], today: date, *, needed: bool = True
) -> tuple[tuple[str, ...], dict[str, Source]]:
    """The keys of the sources that were ticked, chosen or written anew, and the new source."""
    keys = [key for key in held if typed.given.get(f"source-{key}")]
    more = typed.given.get("more_source", "")
    if more in book.sources and more not in keys:
        keys.append(more)
    new: dict[str, Source] = {}
    if any(typed.given.get(name, "").strip() for name in ("source_title", "source_publisher", "source_url")):
        key, source = _new_source(typed, book, today)
        if source:
            new[key] = source
            keys.append(key)
    elif needed and not keys:
        typed.errors["more_source"] = "Name at least one source, one that we hold or a new one"
    return tuple(keys), new


def _new_source(typed: Typed, book: Rulebook, today: date) -> tuple[str, Source | None]:
    title = typed.text("source_title", "Give the title of the page or document")
    publisher = typed.text("source_publisher", "Say who published it")
    kind = typed.chosen("source_kind", source_kinds(book), "Choose what sort of source it is")
    url = typed.address("source_url")
    read = typed.day("source_read", "Give the day on which you read it", today).day
    if typed.errors or read is None:
        return "", None
    stem = re.sub(r"[^a-z0-9]+", "_", publisher.lower()).strip("_")[:20].strip("_") or "source"
    key = next(
        key for n in range(1, 1000) if (key := f"{stem}_{read:%Y%m%d}{f'_{n}' if n > 1 else ''}") not in book.sources
    )
    return key, Source(title=title, publisher=publisher, kind=kind, url=url, read=read)


def source_kinds(book: Rulebook) -> list[str]:
    """The sorts of source that there are."""
    return sorted({source.kind for source in book.sources.values()})


def _new_id(book: Rulebook, like: Rule, taken: Iterable[str]) -> str:
    """An id that no shipped rule will have: the topic's letters, A for added, and the first free number."""
    letters = like.id.split("-")[0]
    used = {rule.id for rule in book.every} | set(taken)
    return next(key for n in range(1, 10_000) if (key := f"{letters}-A{n}") not in used)


def _draft(
    typed: Typed,
    book: Rulebook,
    rules: list[Rule],
    sources: dict[str, Source],
    readings: dict[str, date] | None = None,
) -> Draft:
    reason = typed.text("reason", REASON, least=10)
    if typed.errors:
        return Draft(typed.errors, reason, "")
    document = Document(edition=book.edition, rules=tuple(rules), sources=sources, readings=readings or {})
    return Draft({}, reason, document_text(document, book.topics))
