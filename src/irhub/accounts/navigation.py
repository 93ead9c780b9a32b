"""The menu: each room's places in it (`NAVIGATION` beside its rows of the access table), those that the visitor may open."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.conf import settings
from django.http import HttpRequest

from irhub.accounts.access import allowed, table
from irhub.accounts.roles import Kind, Role, side_of
from irhub.accounts.wearing import administers


@cache
def _places() -> tuple[tuple[str, str], ...]:
    modules = (import_module(module) for module in settings.IRHUB_ACCESS)
    return tuple(place for module in modules for place in getattr(module, "NAVIGATION", ()))


def may_open(request: HttpRequest, route: str) -> bool:
    """Whether the visitor may open a route: for links that would lead to a refusal."""
    hat = getattr(request, "hat", None)
    user = getattr(request, "user", None)
    return allowed(
        table()[route],
        signed_in=user is not None and user.is_authenticated,
        role=Role(hat.role) if hat else None,
        side=side_of(Kind(hat.body.kind), Role(hat.role)) if hat else None,
        system=administers(request),
        public_open=settings.IRHUB_PUBLIC,
    )


def navigation(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    """For every template, `menu`: route and title of each place that the visitor may open."""
    return {"menu": [place for place in _places() if may_open(request, place[0])]}
