"""The rules as files: an Atom feed and a calendar of changes, and every version as CSV, YAML and JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from irhub.checker.book import current
from irhub.checker.timeline.rows import row, subjects, turns
from irhub.checker.timeline.telling import ADVICE, known_since, says_of, title_of
from irhub.rulebook.book import Rulebook
from irhub.rulebook.changing import as_yaml, row_of
from irhub.rulebook.documents import DOCUMENTS, SCHEMAS, as_json, rulebook_document
from irhub.rulebook.loading import EARLIEST, LATEST
from irhub.rulebook.rules import Rule
from irhub.web.calendar_file import Day, days_file
from irhub.web.feeds import Entry, atom_feed
from irhub.web.jinja import query
from irhub.web.listing.writers import File, Told, as_csv, dictionary_csv

COLUMNS = (
    Told("id", "Rule", "The rule’s name."),
    Told("version", "Version", "Which version of it."),
    Told("edition", "Edition", "The edition of the rulebook that brought this version."),
    Told("subject", "Subject", "What its topic is about."),
    Told("topic", "Topic", "The topic’s name."),
    Told("question", "Question", "The question that the topic answers."),
    Told("scope", "Scope", "For whom or what it is; blank where the topic has one scope."),
    Told("scope_words", "For", "The same in words."),
    Told("value", "Value", "What the rule says, as a value."),
    Told("unit", "Unit", "What the value counts."),
    Told("further_values", "Further values", "Other values of the rule, separated by “; ”."),
    Told("from", "From", "The first day on which it applies; blank if none is known."),
    Told("to", "To", "The last day on which it applies; blank if none is known."),
    Told("precision", "Precision", "How exactly the first day is known."),
    Told("decided_by", "Decided by", "By which date of a case the rule is chosen."),
    Told("certainty", "Certainty", "How far it may be relied on."),
    Told("says", "What it says", "The rule in a sentence. This is not legal advice."),
    Told("note", "Note", "What else there is to know."),
    Told("withdrawn", "Withdrawn", "Whether this version was withdrawn: yes or no."),
    Told("in_force_today", "In force today", "Whether it applies on the day of the download: yes or no."),
    Told("sources", "Sources", "Where it is written, separated by “ | ”, with the day on which each was read."),
)
IN_FEED = 100


def _asked(request: HttpRequest, book: Rulebook) -> tuple[str, str]:
    """The subject and the topic that are asked for; blank for all. Raises Http404 for one that there is not."""
    subject, topic = request.GET.get("subject", ""), request.GET.get("topic", "")
    if subject not in ("", *subjects(book)) or topic not in ("", *book.topics):
        raise Http404("The rulebook has no such subject or topic.")
    return subject, topic


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Changes of rules, newest first, those of the coming year among them, for feed readers."""
    book = current()
    subject, topic = _asked(request, book)
    found = turns(book, EARLIEST, localdate() + timedelta(days=365), subject=subject, topic=topic)
    entries = [
        Entry(
            key=f"rules/{turn.key}",
            title=title_of(turn),
            link=request.build_absolute_uri(reverse("rules-topic", args=[turn.topic.name])),
            text=says_of(turn),
            updated=known_since(turn, book),
        )
        for turn in reversed(found[-IN_FEED:])
    ]
    narrowed = f": {subject or book.topics[topic].title}" if subject or topic else ""
    return atom_feed(request, f"Changes of the rules{narrowed}", reverse("rules-changes"), entries)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The days on which a rule begins, changes or ends, for calendars. One that is not settled says so and is tentative."""
    book = current()
    subject, topic = _asked(request, book)
    days = [
        Day(
            uid=f"{turn.key.replace('/', '-').replace(' ', '-')}@rules.irhub",
            day=turn.day,
            summary=title_of(turn),
            description=says_of(turn),
            url=request.build_absolute_uri(reverse("rules-topic", args=[turn.topic.name])),
            category=turn.topic.subject,
            certain=turn.certainty.answers,
        )
        for turn in turns(book, localdate() - timedelta(days=2 * 365), LATEST, subject=subject, topic=topic)
    ]
    called = f"Rules of sponsorship{': ' + subject if subject else ''}"
    made = days_file("Rules", called, datetime.combine(book.known, time(), UTC), days)
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rules.ics"'
    return response


@require_safe
def rules_csv(request: HttpRequest) -> HttpResponse:
    """Every version of every rule, a line each."""
    book = current()
    subject, topic = _asked(request, book)
    if "dictionary" in request.GET:
        return dictionary_csv(File("rules", COLUMNS, (), [f"Edition {book.edition} of the rulebook. {ADVICE}"]))
    lines = _lines(book, subject, topic, localdate())
    rows = ([line[told.key] for told in COLUMNS] for line in lines)
    return as_csv(File("rules", COLUMNS, rows), request.build_absolute_uri(request.path + query({}, dictionary="yes")))


def _lines(book: Rulebook, subject: str, topic: str, today: date) -> Iterator[dict[str, object]]:
    for rule in map(book.borne_out, _chosen(book, subject, topic)):
        shown = row(book, rule)
        stands = rule.id in book.by_id and book.by_id[rule.id].version == rule.version
        yield {
            "id": rule.id, "version": rule.version, "edition": str(rule.edition), "subject": shown.topic.subject,
            "topic": rule.topic, "question": shown.topic.title, "scope": rule.scope, "scope_words": shown.scope,
            "value": rule.value, "unit": str(rule.unit), "further_values": "; ".join(shown.further),
            "from": rule.since or "", "to": rule.until or "", "precision": str(rule.precision),
            "decided_by": rule.basis.words, "certainty": str(rule.certainty), "says": rule.says, "note": rule.note,
            "withdrawn": "yes" if rule.withdrawn else "no",
            "in_force_today": "yes" if stands and rule.covers(today) and rule not in book.undated() else "no",
            "sources": " | ".join(f"{each.title}, {each.publisher}, {each.url or 'no address'}, read {each.read}" for each in shown.sources),
        }  # fmt: skip


def _chosen(book: Rulebook, subject: str, topic: str) -> list[Rule]:
    return [
        rule for rule in book.every if topic in ("", rule.topic) and subject in ("", book.topics[rule.topic].subject)
    ]


@require_safe
def rules_yaml(request: HttpRequest) -> HttpResponse:
    """Every version of every rule and the sources they name, in the form of the data files."""
    book = current()
    response = HttpResponse(_yaml(book, *_asked(request, book)), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rules.yaml"'
    return response


@lru_cache(maxsize=64)
def _yaml(book: Rulebook, subject: str, topic: str) -> str:
    """The YAML of an edition, made once: a rulebook never changes."""
    chosen = _chosen(book, subject, topic)
    by_topic: dict[str, list[dict[str, object]]] = defaultdict(list)
    for rule in chosen:
        by_topic[rule.topic].append(
            {key: value for key, value in row_of(rule, book.topics[rule.topic]).items() if key != "topic"}
        )
    topics = {
        name: {**book.topics[name].model_dump(mode="json", exclude={"name"}), "rules": rows}
        for name, rows in by_topic.items()
    }
    used = {key for rule in chosen for key in rule.sources}
    sources = {key: source.model_dump() for key, source in book.sources.items() if key in used}
    return f"# {ADVICE} Edition {book.edition}.\n" + as_yaml({"topics": topics, "sources": sources})


@require_safe
def rules_json(request: HttpRequest) -> HttpResponse:
    """The whole rulebook as JSON, by the schema rulebook-1."""
    return _json(_rulebook_json(current()), "rules.json")


@lru_cache(maxsize=4)
def _rulebook_json(book: Rulebook) -> str:
    return as_json(rulebook_document(book))


@require_safe
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """The JSON Schema of the rulebook or of an answer."""
    if name not in DOCUMENTS:
        raise Http404("There is no such schema.")
    return _json((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"), "", kind="application/schema+json")


def _json(text: str, download: str, kind: str = "application/json") -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    if download:
        response["Content-Disposition"] = f'attachment; filename="{download}"'
    return response
