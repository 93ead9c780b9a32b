"""How often one visitor may ask for what costs much: searches, feeds and downloads.

Counted in each web process, so the true limit is that many times the number of processes. Attempts to sign in are counted
in the database instead, by allauth.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse

from irhub.web.error_pages import too_many
from irhub.web.middleware import network_of, route_of

Kept = TypeVar("Kept")
MINUTE = 60
RATES: Mapping[str, int] = {"search": 120, "search-people": 120, "changes-feed": 60, "my-providers-upload": 30}
"""Requests a minute of one person, or of one address of people not signed in, by route."""
DOWNLOADS = 30
"""The same, of any address that asks for a file: by `format=`, by `picture=`, or by a route of files, all together."""
_FILES = ("place-figure-file",)


class EachMinute(Generic[Kept]):
    """What is kept of the minute that runs; `make` begins it anew with the next."""

    def __init__(self, make: Callable[[], Kept]) -> None:
        self._make, self._minute, self._kept = make, 0, make()

    def now(self) -> Kept:
        """What is kept of this minute so far."""
        minute = int(time.monotonic() // MINUTE)
        if minute != self._minute:
            self._minute, self._kept = minute, self._make()
        return self._kept


class RateLimit:
    """Refuses with a page that says to wait."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.minute: EachMinute[Counter[tuple[str, str]]] = EachMinute(Counter)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let everything through to where its route is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Count, and refuse what is too much."""
        route = route_of(request)
        if route in _FILES or not {"format", "picture"}.isdisjoint(request.GET):
            route = "download"
        most = DOWNLOADS if route == "download" else RATES.get(route)
        if most is None:
            return None
        asked, who = self.minute.now(), asking(request)
        asked[who, route] += 1
        return too_many(request) if asked[who, route] > most else None


def asking(request: HttpRequest) -> str:
    """Whose requests are counted together: a person's, or of people not signed in those of an address (IPv6: of its network, /64)."""
    user: Any = request.user
    return f"person {user.pk}" if user.is_authenticated else network_of(request.META.get("REMOTE_ADDR", ""))
