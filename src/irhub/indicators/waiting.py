"""The answer to whoever asks for a past day that is not worked out yet: a page that leads on as soon as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from irhub.indicators.past import NotWorkedOut, begin
from irhub.web.error_pages import too_many
from irhub.web.limits import EachMinute, asking

SECONDS = 5
"""When it is worth asking again: about what a day takes at the scale of England (docs/dashboards.md)."""
DAYS = 3
"""How many such days one visitor may ask for in a minute, in each web process: each costs seconds, and puts another out."""


class Waiting:
    """Middleware: where a page finds that a past day is not worked out, begin it and answer 202 with the page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.minute: EachMinute[dict[str, set[date]]] = EachMinute(dict)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """The page, where that is what happened."""
        if not isinstance(wrong, NotWorkedOut):
            return None
        asked = self.minute.now().setdefault(asking(request), set())
        asked.add(wrong.day)
        if len(asked) > DAYS:
            return too_many(request)
        begin(wrong.day)
        shown = {"asked": wrong.day, "address": request.get_full_path()}
        response = render(request, "indicators/waiting.html", shown, status=202)
        response.headers["Retry-After"] = str(SECONDS)
        response.headers["Cache-Control"] = "no-store"
        return response
