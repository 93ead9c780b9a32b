"""What everybody reads: which calls take applications, and everything about one before anybody signs in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from irhub.grants import queries
from irhub.grants.asking import asked_in
from irhub.grants.calls import takes_applications
from irhub.grants.forms import KINDS
from irhub.grants.method import GRADES, method
from irhub.grants.money import said
from irhub.registers import queries as register_queries


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """Calls that take applications, and those that did."""
    today = localdate()
    calls = list(queries.public_calls())
    values = {
        "open": [one for one in calls if takes_applications(one, today)], "said": said,
        "others": [one for one in calls if not takes_applications(one, today)], "fictional": register_queries.is_fictional(),
    }  # fmt: skip
    return render(request, "grants/grants.html", values)


@require_safe
def call(request: HttpRequest, number: int) -> HttpResponse:
    """A call: what it is for, who may apply, every question with what assessors look for, how it is decided."""
    found = queries.call_numbered(number)
    if found is None:
        raise Http404("There is no such call.")
    return render(request, "grants/call.html", about(found) | {"back": (reverse("grants"), "All calls for grants")})


def about(found: Any) -> dict[str, Any]:
    """What the page of a call tells."""
    return {
        "call": found, "area": queries.area_words(found.councils), "kinds": [KINDS[kind] for kind in found.kinds], "asked": asked_in(found),
        "open": takes_applications(found, localdate()), "method": method(), "grades": GRADES, "said": said,
    }  # fmt: skip
