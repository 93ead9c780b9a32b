"""Atom feeds: entries in, a feed out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed


@dataclass(frozen=True)
class Entry:
    """One entry of a feed. `key` names it for ever; `link` is absolute."""

    key: str
    title: str
    link: str
    text: str
    updated: datetime


def atom_feed(request: HttpRequest, title: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    """A feed of entries, in the order given; `page` is the address of the page that shows the same."""
    feed = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(page),
        feed_url=request.build_absolute_uri(),
        description="",
        language="en-gb",
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.link,
            description=entry.text,
            unique_id=f"tag:irhub,2026:{entry.key}",
            updateddate=entry.updated,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
