"""Why somebody looks at people's data: asked once, kept for a while in the session, and in the audit trail with each look."""

from __future__ import annotations

import time

from django.http import HttpRequest

from irhub.accounts.acting import actor_of, membership_of
from irhub.accounts.audit import record

HOLDS = 30 * 60
"""Seconds for which a stated purpose holds."""
_SESSION = "purpose"


def current(request: HttpRequest) -> str:
    """The purpose that holds now for the role in which the person acts; blank if none does."""
    told = request.session.get(_SESSION) or {}
    membership = membership_of(request)
    if told.get("until", 0) < time.time() or told.get("membership") != (membership.pk if membership else None):
        return ""
    return str(told["purpose"])


def state(request: HttpRequest, purpose: str) -> None:
    """Keep what the person gave as their purpose, for this role alone."""
    membership = membership_of(request)
    request.session[_SESSION] = {
        "purpose": purpose,
        "until": time.time() + HOLDS,
        "membership": membership.pk if membership else None,
    }
    record("stated a purpose", by=actor_of(request), purpose=purpose)
