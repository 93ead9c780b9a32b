"""Who asks, and in which role: what the middleware put on the request, with its type."""

from __future__ import annotations

from django.http import HttpRequest

from irhub.accounts.models import Membership, Person


def hat_of(request: HttpRequest) -> Membership | None:
    """The role in which the visitor acts; None without one."""
    hat: Membership | None = getattr(request, "hat", None)
    return hat


def worn(request: HttpRequest) -> Membership:
    """The role in which the visitor acts, on a route that the access table opens to roles alone."""
    hat = hat_of(request)
    assert hat is not None
    return hat


def person_of(request: HttpRequest) -> Person:
    """Who is signed in, on a route that the access table closes to visitors."""
    assert isinstance(request.user, Person)
    return request.user
