"""Who asks, and in which role: what the middleware put on the request, with its type."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest

from irhub.accounts.models import Membership, Person
from irhub.accounts.policy import Asker, Grant, Rows, sends_nothing
from irhub.accounts.roles import Kind, Role, side_of
from irhub.accounts.row_security import Acting, acting
from irhub.accounts.sign_in_events import IDENTITY_BODY


def membership_of(request: HttpRequest) -> Membership | None:
    """The role in which the visitor acts; None without one."""
    membership: Membership | None = getattr(request, "membership", None)
    return membership


def acting_membership(request: HttpRequest) -> Membership:
    """The role in which the visitor acts, on a route that the access table opens to roles alone."""
    membership = membership_of(request)
    assert membership is not None
    return membership


def person_of(request: HttpRequest) -> Person:
    """Who asks, on a route that the access table opens to people who are signed in alone."""
    assert isinstance(request.user, Person)
    return request.user


def actor_of(request: HttpRequest) -> Membership | Person:
    """Who acts, for what they do to be kept: in their role, or as the person that they are where they act in none."""
    return membership_of(request) or person_of(request)


def vouched_for(request: HttpRequest) -> int | None:
    """The body whose identity provider signed the person in, if one did."""
    body: int | None = request.session.get(IDENTITY_BODY)
    return body


def administers(request: HttpRequest) -> bool:
    """Whether somebody acts as system administrator: not where another body's identity provider says who they are."""
    user = getattr(request, "user", None)
    return isinstance(user, Person) and user.is_system_administrator and vouched_for(request) is None


def state_of(membership: Membership) -> Acting:
    """What the database is told of somebody who acts in a role."""
    side = side_of(Kind(membership.body.kind), Role(membership.role)) or ""
    return Acting(person=membership.person_id, body=membership.body_id, role=membership.role, side=side)


@contextmanager
def acting_in(membership: Membership) -> Iterator[Membership]:
    """Act within as somebody in their role, behind the fence of their body, where no request comes from them."""
    with acting(state_of(membership)):
        yield membership


def asker_as(membership: Membership) -> Asker:
    """Somebody who acts in a role, as the access table needs to know them."""
    return Asker(
        signed_in=True, email=membership.person.email, role=Role(membership.role), kind=Kind(membership.body.kind), body=membership.body_id,
        place=membership.body.place_code,
    )  # fmt: skip


def asker_of(request: HttpRequest) -> Asker:
    """Who asks, as the access table needs to know it."""
    user, membership = getattr(request, "user", None), membership_of(request)
    signed_in = user is not None and user.is_authenticated
    acting = asker_as(membership) if membership else Asker(signed_in=signed_in, email=str(user) if signed_in else "")
    return replace(acting, system=administers(request), public_open=settings.IRHUB_PUBLIC)


def sends_as(request: HttpRequest) -> Membership | None:
    """In which role somebody sends something to a page for everybody; None of visitors, and of whoever reads alone."""
    return None if sends_nothing(asker_of(request)) else membership_of(request)


def rows_of(request: HttpRequest) -> Rows:
    """Of whose things the visitor may open what the route shows: by the grant that opened it (middleware.py)."""
    grant: Grant = request.grant  # type: ignore[attr-defined]
    return grant.rows
