"""In which role the person of a request acts."""

from __future__ import annotations

from django.http import HttpRequest

from irhub.accounts.models import Membership


def hat_of(request: HttpRequest) -> Membership | None:
    """The role that the middleware put on for the request; None for a visitor."""
    return request.hat  # type: ignore[attr-defined,no-any-return]
