"""What providers of an area find hard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from irhub.accounts.acting import acting_membership
from irhub.compliance.regional import area_of, hard_in


@require_safe
def hard(request: HttpRequest) -> HttpResponse:
    """The themes in which providers of one's area have gaps."""
    area = area_of(acting_membership(request))
    return render(
        request, "compliance/hard.html", {"hard": hard_in(area, localdate()), "england": area is None}
    )  # fmt: skip
