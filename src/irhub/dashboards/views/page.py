"""What every page of this room is shown by."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES


def page(request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    """A page, with what the base of every page here needs to know."""
    return render(request, template, {"fictional": register_queries.is_fictional(), "sources": SOURCES, **values})
