"""Pages for when something is not there or goes wrong, in plain words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page has the address."""
    return render(request, "web/not_found.html", {"fictional": False}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Something went wrong here, not with what the person did."""
    return render(request, "web/failed.html", {"fictional": False}, status=500)
