"""What of this room teaches rules: recordings, until their host checks them against the law of a later day (guidance/teaching.py)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from irhub.accounts.models import Body
from irhub.guidance.teaching import Taught, Teaches
from irhub.webinars.models import Session
from irhub.webinars.workflows import SessionState


def _held(body: Body) -> Iterator[Taught]:
    for session in Session.objects.filter(body=body, state=SessionState.HELD).exclude(rules={}).order_by("pk"):
        yield Taught(session.title, reverse("webinar-session", args=[session.pk]), session.rules)


def _recordings() -> Iterator[Taught]:
    seen = (
        Session.objects.filter(state=SessionState.HELD)
        .exclude(rules={})
        .exclude(recording_url="")
        .order_by("-starts_at")
    )
    for session in seen.only("pk", "title", "rules"):
        yield Taught(session.title, reverse("webinar", args=[session.pk]), session.rules)


TEACHES = (Teaches("Webinar", _held, _recordings),)
