"""The pages of the timeline: the rules of a day, what changed, a topic, a rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from irhub.accounts.menu import may_open
from irhub.checker import queries
from irhub.checker.book import current
from irhub.checker.timeline.drawing import picture
from irhub.checker.timeline.filters import between, of_a_day
from irhub.checker.timeline.rows import fitting, grouped, row, turns
from irhub.rulebook.book import Rulebook
from irhub.rulebook.rules import Edition
from irhub.rulebook.words import CERTAINTY_COLOURS, differences_in_words
from irhub.web.listing import page_of
from irhub.web.text import one_line

TOPICS_ON_PAGE, CHANGES_ON_PAGE = 12, 30
SHOWN_OF_TOPIC = 8
"""A topic with more rules in force than this is cut short on the page of a day: the topic's page has them all."""


def _page(request: HttpRequest, template: str, book: Rulebook, **values: Any) -> HttpResponse:
    return render(
        request,
        f"checker/timeline/{template}",
        {
            "book": book,
            "colours": CERTAINTY_COLOURS,
            "edits": may_open(request, "proposals"),
            "today": localdate(),
            **values,
        },
    )


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in force on a day, by topic."""
    book = current()
    form = of_a_day(request)
    asked = form.asked
    day = asked["on"]
    filters = {"subject": asked["subject"], "words": asked["q"], "certainty": asked["certainty"]}
    rows = fitting(book, book.in_force(day), **filters)
    undated = fitting(book, book.undated(), **filters)
    shown = page_of(grouped(rows), request.GET.get("page"), TOPICS_ON_PAGE)
    return _page(
        request, "rules.html", book, form=form, day=day, rows=rows, undated=undated, of=shown, most=SHOWN_OF_TOPIC,
    )  # fmt: skip


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changes between two dates, newest first, or soonest first if all is to come; then what has no date."""
    book = current()
    today = localdate()
    form = between(request)
    since, until, subject = form.asked.values()
    undatable = {"since", "until"} & set(form.errors)
    found = turns(book, since - timedelta(days=1), until, subject=subject) if not undatable else []
    coming = since >= today
    shown = page_of(found if coming else found[::-1], request.GET.get("page"), CHANGES_ON_PAGE)
    return _page(
        request, "changes.html", book, form=form, undatable=undatable, since=since, until=until, coming=coming, of=shown,
        undated=fitting(book, book.undated(), subject=subject),
    )  # fmt: skip


@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One topic: its periods as a picture and as a table."""
    book = current()
    found = book.topics.get(topic)
    if found is None:
        raise Http404("There is no such topic.")
    lines = [
        (found.scope_words(scope), [row(book, rule) for rule in reversed(line)])
        for (name, scope), line in book.lines.items()
        if name == topic
    ]
    return _page(
        request, "topic.html", book, topic=found, lines=lines, picture=picture(book, found, localdate()),
        undated=[row(book, rule) for rule in book.undated() if rule.topic == topic],
    )  # fmt: skip


@require_safe
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule: what it says, and every version with what it changed, when, why and by whom it was approved."""
    book = current()
    text = one_line(request.GET.get("edition", ""))[:40]
    edition = _edition(text)
    known = book.as_known(edition) if edition else book
    versions = known.versions_of(rule)
    if not versions:
        raise Http404("There is no such rule.")
    topic = book.topics[versions[0].topic]
    reasons = queries.approved_reasons(rule)
    told = [
        (version, differences_in_words(before, version, topic) if before else [], reasons.get(str(version.edition)))
        for before, version in zip((None, *versions), versions, strict=False)
    ]
    line = [row(known, each) for each in known.lines.get((versions[-1].topic, versions[-1].scope), [])]
    return _page(
        request, "rule.html", book, row=row(known, versions[-1]), versions=told[::-1], line=line,
        edition=edition if edition and known.edition != book.edition else None, unheld="" if edition else text,
        waiting=queries.open_about(rule), lessons=queries.lessons(rule),
    )  # fmt: skip


def _edition(text: str) -> Edition | None:
    try:
        return Edition.read(text)
    except ValueError:
        return None
