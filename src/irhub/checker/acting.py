"""Who acts in a request of a page that only people who are signed in can open."""

from __future__ import annotations

from django.http import HttpRequest


def email_of(request: HttpRequest) -> str:
    """Their e-mail address."""
    return str(request.user.email)  # type: ignore[union-attr]
