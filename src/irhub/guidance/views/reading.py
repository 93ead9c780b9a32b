"""The pages that everybody reads: the list, a page and its history, what changed in the rules."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_safe

from irhub.checker.helpline import helpline
from irhub.guidance import changes as changed
from irhub.guidance import queries
from irhub.guidance.diffs import Piece, around, differences
from irhub.guidance.lists import GUIDANCE, GuidanceFilters
from irhub.web.feeds import Entry, atom_feed
from irhub.web.jinja import query
from irhub.web.listing import ask, show


@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    """Guidance and news of every hub, found by words and topic."""
    asked = ask(request, GUIDANCE, form=GuidanceFilters(request.GET, whose=queries.writers()))
    shown = show(asked, queries.published(**asked.filters))
    return render(request, "guidance/guidance.html", {"list": shown, "pages": queries.teasers(shown.rows)})


@require_safe
def page(request: HttpRequest, page: str) -> HttpResponse:
    """One page, with its rules as they stand today."""
    version = queries.public_page(page)
    if version is None:
        raise Http404("There is no such page.")
    return render(
        request, "guidance/page.html",
        {"read": queries.read(version), "version": version, "helpline": helpline(), "history": queries.history(page).count()},
    )  # fmt: skip


@require_safe
def history(request: HttpRequest, page: str) -> HttpResponse:
    """When a page was published, and what was new."""
    versions = list(queries.history(page))
    if not versions:
        raise Http404("There is no such page.")
    return render(request, "guidance/history.html", {"versions": versions, "newest": versions[0]})


@require_safe
def past(request: HttpRequest, page: str, number: int) -> HttpResponse:
    """A version of a page as it read on the day on which it was published, and what it changed."""
    version = queries.history(page).filter(number=number).first()
    if version is None or version.published_at is None:
        raise Http404("There is no such version.")
    day = localtime(version.published_at).date()
    return render(
        request, "guidance/past.html",
        {"read": queries.read(version, day), "version": version, "parts": compared(version), "today": localdate()},
    )  # fmt: skip


def compared(version: Any) -> list[tuple[str, list[list[Piece]]]]:
    """What a version changed of the one before: each part that differs, by its name; nothing of the first."""
    before = queries.before(version)
    if before is None:
        return []
    parts = (("Title", "title"), ("The answer", "answer"), ("The page", "text"), ("Sources", "sources"))
    return [
        (title, around(differences(getattr(before, name), getattr(version, name))))
        for title, name in parts
        if getattr(before, name) != getattr(version, name)
    ]


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed in the rules, and what was published about it."""
    asked = ask(request, changed.ITEMS)
    shown = show(asked, changed.items(**asked.filters))
    coming = (
        changed.to_come(topic=asked.filters["topic"], q=asked.filters["q"])
        if asked.filters["sort"] in ("", "rule")
        else []
    )
    return render(
        request, "guidance/changes.html", {"list": shown, "coming": coming[:5], "more": max(0, len(coming) - 5)}
    )


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same for feed readers."""
    filters = changed.ChangeFilters(request.GET).asked
    entries = [
        Entry(
            key=item.key, title=item.title, link=request.build_absolute_uri(item.href),
            text=item.full, updated=item.updated,
        )
        for item in changed.items(**filters)[: changed.IN_FEED]
    ]  # fmt: skip
    return atom_feed(request, "What changed in the rules", reverse("guidance-changes") + query(filters), entries)
