"""Who asks, and in which role: what the middleware put on the request, with its type."""

from __future__ import annotations

from django.http import HttpRequest

from irhub.accounts.models import Membership, Person
from irhub.accounts.sign_in_events import IDENTITY_BODY


def hat_of(request: HttpRequest) -> Membership | None:
    """The role in which the visitor acts; None without one."""
    hat: Membership | None = getattr(request, "hat", None)
    return hat


def worn(request: HttpRequest) -> Membership:
    """The role in which the visitor acts, on a route that the access table opens to roles alone."""
    hat = hat_of(request)
    assert hat is not None
    return hat


def vouched_for(request: HttpRequest) -> int | None:
    """The body whose identity provider signed the person in, if one did."""
    body: int | None = request.session.get(IDENTITY_BODY)
    return body


def administers(request: HttpRequest) -> bool:
    """Whether somebody acts as system administrator: not where another body's identity provider says who they are."""
    user = getattr(request, "user", None)
    return isinstance(user, Person) and user.is_system_administrator and vouched_for(request) is None
