"""How often one visitor may ask for what costs much: searches, feeds and downloads.

Counted in each web process, so the true limit is that many times the number of processes. Attempts to sign in are counted
in the database instead, by allauth.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from irhub.web.errors import too_many
from irhub.web.middleware import route_of

MINUTE = 60
RATES: Mapping[str, int] = {"search": 120, "search-people": 120, "changes-feed": 60}
"""Requests a minute of one person, or of one address of people not signed in, by route."""
DOWNLOADS = 30
"""The same, of any address that asks for a file by `format=`, all routes together."""


class RateLimit:
    """Refuses with a page that says to wait."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.minute = 0
        self.asked: dict[tuple[str, str], int] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let everything through to where its route is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Count, and refuse what is too much."""
        route = "download" if "format" in request.GET else route_of(request)
        most = DOWNLOADS if route == "download" else RATES.get(route)
        if most is None:
            return None
        now = int(time.monotonic() // MINUTE)
        if now != self.minute:
            self.minute, self.asked = now, {}
        who = asking(request)
        count = self.asked[who, route] = self.asked.get((who, route), 0) + 1
        return too_many(request) if count > most else None


def asking(request: HttpRequest) -> str:
    """Whose requests are counted together: a person's, or of people not signed in those of an address."""
    user: Any = request.user
    return f"person {user.pk}" if user.is_authenticated else request.META.get("REMOTE_ADDR", "")
