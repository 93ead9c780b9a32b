"""Who acts in a request of a page that only people who are signed in can open."""

from __future__ import annotations

from django.http import HttpRequest

from irhub.accounts.models import Membership


def membership_of(request: HttpRequest) -> Membership:
    """The role in which they act."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    return membership


def email_of(request: HttpRequest) -> str:
    """Their e-mail address."""
    return str(request.user.email)  # type: ignore[union-attr]
