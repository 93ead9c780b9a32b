"""The answer to whoever asks for a past day that is not worked out yet: a page that leads on as soon as it is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from irhub.indicators.past import NotWorkedOut

SECONDS = 5
"""When it is worth asking again: about what a day takes at the scale of England (docs/dashboards.md)."""


class Waiting:
    """Middleware: where a page finds that a past day is not worked out, answer 202 with the page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """The page, where that is what happened."""
        if not isinstance(wrong, NotWorkedOut):
            return None
        response = render(
            request, "indicators/waiting.html", {"asked": wrong.day, "address": request.get_full_path()}, status=202
        )
        response.headers["Retry-After"] = str(SECONDS)
        response.headers["Cache-Control"] = "no-store"
        return response
