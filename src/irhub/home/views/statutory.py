"""The pages that every public service owes its readers, true to what the hub does; who runs it comes from settings."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from irhub.accounts import known_devices


@require_safe
def page(request: HttpRequest, slug: str, title: str) -> HttpResponse:
    """One of them."""
    hours = settings.IRHUB_SESSION_HOURS
    cookies = (
        (settings.SESSION_COOKIE_NAME, "Keeps you signed in", f"When you close the browser, or after {hours} hours"),
        (settings.CSRF_COOKIE_NAME, "Shows that a form was sent from this site", "After 1 year"),
        (
            known_devices.COOKIE,
            "Shows that you have signed in with this browser before, so that nobody who guesses your password can lock you out",
            "After 1 year",
        ),
        ("messages", "Holds a message, such as “Saved”, until the next page shows it", "Once the message is shown"),
    )
    told = {
        "title": title,
        "operator": settings.IRHUB_OPERATOR,
        "helpline": settings.IRHUB_HELPLINE,
        "cookies": cookies,
    }
    return render(request, f"home/statutory/{slug}.html", told)
