"""How long a session holds, and how many somebody may have at once."""

from __future__ import annotations

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from irhub.accounts.models import Person
from irhub.accounts.sessions import row_of

_BEGAN, _SEEN = "began", "seen"
NOTED_EVERY = 60
"""Seconds between two notes of the session being used: not each request writes."""


def has_expired(request: HttpRequest) -> bool:
    """Whether the session was left alone for too long, or has held long enough. Notes that it is used."""
    session, now = request.session, time.time()
    began, seen = session.setdefault(_BEGAN, now), session.setdefault(_SEEN, now)
    if now - began > settings.IRHUB_SESSION_HOURS * 3600 or now - seen > settings.IRHUB_SESSION_IDLE_MINUTES * 60:
        return True
    if now - seen > NOTED_EVERY:
        session[_SEEN] = now
    return False


def end_oldest(person: Person, keep: str | None) -> None:
    """End the sessions that are one too many, oldest first, but the one with the key `keep`."""
    others = UserSession.objects.filter(user=person).exclude(session_key=row_of(keep)).order_by("-created_at", "-pk")
    for session in others[settings.IRHUB_SESSIONS_AT_ONCE - 1 :]:
        session.end()
