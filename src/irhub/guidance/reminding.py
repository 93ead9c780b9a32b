"""Letters to the editors of guidance: what is to be read again, and where a rule changed."""

from __future__ import annotations

import hashlib
from datetime import date

from django.urls import reverse

from irhub.accounts.models import Body
from irhub.guidance import queries
from irhub.guidance.notices import REVIEW, RULE_CHANGED
from irhub.guidance.teaching import ToCheck, to_check
from irhub.notify.actions import post
from irhub.notify.kinds import Kind


def remind(*, site: str, today: date) -> int:
    """Write to the editors of each body about pages whose review is due, and about what teaches a rule that changed: once for each such
    review and change. Returns how many things wait."""
    return sum(_reviews(body, site, today) + _changes(body, site, today) for body in queries.hubs())


def _reviews(body: Body, site: str, today: date) -> int:
    due = queries.review_due(body, today)
    for version in due:
        address = reverse("guidance-version", args=[version.pk])
        text = f"It was due for review by {version.review_on:%-d %B %Y}. Confirm that it is still right, or write a new version: {site}{address}\n"
        _tell(
            body,
            REVIEW,
            f"guidance/{version.pk}/review/{version.review_on}",
            f"Due for review: {version.title}",
            text,
        )
    return len(due)


def _changes(body: Body, site: str, today: date) -> int:
    found = to_check(body, today)
    for one in found:
        says = "\n".join(f"- {change.says}" for change in one.changes)
        text = f"{says}\n\nConfirm that it is still right, or write a new version: {site}{one.taught.address}\n"
        _tell(
            body,
            RULE_CHANGED,
            f"guidance{one.taught.address}{_mark(one)}",
            f"A rule changed on: {one.taught.title}",
            text,
        )
    return len(found)


def _mark(one: ToCheck) -> str:
    """A digest of what changed: the same changes are written of once."""
    told = "|".join(f"{change.line}={change.after.name if change.after else ''}" for change in one.changes)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _tell(body: Body, kind: Kind, key: str, subject: str, text: str) -> None:
    for held in queries.editors(body):
        post(kind=kind, key=key, to=held.person.email, subject=subject, text=text)
