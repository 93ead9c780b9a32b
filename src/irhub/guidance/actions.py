"""What people do with guidance. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.timezone import localdate

from irhub.accounts.audit import Actor, name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.row_security import system_access
from irhub.checker.book import current
from irhub.guidance import queries
from irhub.guidance.embedding import held
from irhub.guidance.models import Page, Version
from irhub.guidance.queries import lacks, lines_in
from irhub.guidance.workflows import State
from irhub.web.errors import ActionRefused

_log = logging.getLogger(__name__)
KEPT = ("title", "answer", "text", "sources", "topics", "audience", "law_as_at", "review_on")
"""What a new version takes over from the one before."""


@transaction.atomic
def write(*, kind: str, title: str, visibility: str, by: Membership, answer: str = "") -> Version:
    """Begin a page, with the draft of its first version. `answer`: what was answered before to the question that it is begun from."""
    page = Page.objects.create(body=by.body, kind=kind, slug=_free_slug(title))
    made = Version(
        body=by.body, page=page, number=1, title=title, answer=answer, visibility=visibility, written_by=name_of(by),
        law_as_at=localdate(),
    )  # fmt: skip
    return begin(made, by=by, told="began a page of guidance")


def _free_slug(title: str) -> str:
    """The address of a new page: no other has it, of whichever body."""
    wanted = slugify(title)[:60].strip("-") or "page"
    with system_access("an address is given once"):
        taken = set(Page.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := wanted if number == 1 else f"{wanted}-{number}") not in taken
    )


@transaction.atomic
def renew(*, version: Version, by: Membership) -> Version:
    """Begin the next version of a page, as a draft that says what this one says. Raises ActionRefused if one is in work already."""
    page = Page.objects.select_for_update().get(pk=version.page_id)
    if queries.in_work(page):
        raise ActionRefused("A newer version of this page is in work already. Go on with that one.")
    made = Version(
        body=by.body, page=page, number=queries.newest_number(page) + 1, visibility=version.visibility, written_by=name_of(by),
        **{column: getattr(version, column) for column in KEPT},
    )  # fmt: skip
    return begin(made, by=by, told="began a new version of guidance")


def edit(*, version: Version, seen: int, by: Membership, columns: Mapping[str, Any]) -> Version:
    """Keep what a draft says now. Raises StaleVersion and ActionRefused as `move` does."""
    return move(version, "edit", by=by, version=seen, columns=columns)


def submit(*, version: Version, seen: int, by: Membership) -> Version:
    """Hand a draft to a second person. Raises ActionRefused if something is lacking, a sentence a line, and as `move` does."""
    _ready(version)
    return move(version, "submit", by=by, version=seen)


def _ready(version: Version) -> None:
    if wrong := lacks(version):
        raise ActionRefused("\n".join(wrong))


@transaction.atomic
def publish(*, version: Version, seen: int, on: date | None = None, by: Membership) -> Version:
    """Approve what a colleague submitted: it is published at once, or on a later day.

    Raises ActionRefused if it is one's own, if a rule in it cannot be shown any more, if the day is over, and as `move` does.
    """
    later = on is not None and on > localdate()
    if on is not None and on < localdate():
        raise ActionRefused("Choose today or a later day.", "publish_on")
    check_move(version, "schedule" if later else "publish", by=by)
    _ready(version)
    if later:
        return move(version, "schedule", by=by, version=seen, columns={"publish_on": on})
    return _put_out(version, "publish", by=by, seen=seen)


def _put_out(version: Version, name: str, *, by: Actor, seen: int | None = None) -> Version:
    """Publish a version in the place of the one that stands, with the rules in it as they are today."""
    before = queries.published_of(version.page_id)
    if before:
        move(before, "supersede", by=by)
    fresh = {
        "rules": _rules_of(version),
        "checked_by": version.approved_by or name_of(by),
        "checked_at": timezone.now(),
    }
    return move(version, name, by=by, version=seen, columns=fresh)


def _rules_of(version: Version) -> dict[str, str]:
    book = current()
    return held(lines_in(version, book), localdate(), book)


def confirm(*, version: Version, seen: int, review_on: date, by: Membership) -> Version:
    """Say that a published page still holds, with the rules as they are today. Raises ActionRefused if the next review is no later day."""
    if review_on <= localdate():
        raise ActionRefused("The next review must be on a later day than today.", "review_on")
    return move(version, "confirm", by=by, version=seen, columns={"rules": _rules_of(version), "review_on": review_on})


def act(*, version: Version, name: str, seen: int, reason: str = "", by: Membership) -> Version:
    """Make a move that needs nothing but a reason: take back, send back, unschedule, withdraw, discard. Raises as `move` does."""
    return move(version, name, by=by, version=seen, reason=reason)


def publish_what_is_due(today: date) -> tuple[int, list[str]]:
    """Publish what was approved for this day or an earlier one. Returns how many versions that is, and the titles of those that could not be
    published: each keeps its day and is tried again."""
    due = Version.objects.filter(state=State.SCHEDULED, publish_on__lte=today).order_by("publish_on", "pk")
    broken = []
    for version in due:
        try:
            with transaction.atomic():
                _put_out(version, "go live", by="the hub")
        except Exception:  # a page that meets a fault of ours keeps no other from its readers
            _log.exception("A page of guidance could not be published: version %s", version.pk)
            broken.append(version.title)
    return len(due) - len(broken), broken
