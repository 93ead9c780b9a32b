"""Why somebody looks at people's data: asked once, kept for a while in the session, and in the audit trail with each look."""

from __future__ import annotations

import time
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from irhub.accounts.access import row_for
from irhub.accounts.acting import actor_of, membership_of
from irhub.accounts.audit import record
from irhub.accounts.row_security import acting_now, become

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


def look(request: HttpRequest) -> str:
    """The purpose with which somebody looks at people's data now, as the database is told and the trail keeps; blank if they have to say it
    first."""
    told = current(request)
    if told:
        become(replace(acting_now(), purpose=told))
        record("looked at people's data", by=actor_of(request), about=page_named(request), purpose=told)
    return told


def asked_at(request: HttpRequest) -> str:
    """The page on which somebody says why, and from which they go on to the one that they asked for."""
    return f"{reverse('purpose')}?{urlencode({'next': request.get_full_path()})}"


def page_named(request: HttpRequest) -> str:
    """What a request is about, as the trail names it: the page, or the file of one, and what its address names."""
    at = request.resolver_match
    key, _ = row_for(at.view_name if at else "", request.GET.get("format"))
    return "/".join(["page", key, *map(str, at.kwargs.values() if at else ())])[:250]


def state(request: HttpRequest, purpose: str) -> None:
    """Keep what the person gave as their purpose, for this role alone."""
    membership = membership_of(request)
    request.session[_SESSION] = {
        "purpose": purpose,
        "until": time.time() + HOLDS,
        "membership": membership.pk if membership else None,
    }
    record("stated a purpose", by=actor_of(request), purpose=purpose)
