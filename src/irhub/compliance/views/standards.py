"""The standards for ethical recruitment: a provider's own assessment, its level, and whether that is published."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.compliance import actions, levels, queries
from irhub.compliance.how_it_stands import Standing
from irhub.compliance.kinds import Level
from irhub.compliance.questionnaire import STANDARDS, newest
from irhub.compliance.views.checks import found
from irhub.web.forms import refusals_told


@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    """What the standards are, for a provider that has not begun its assessment; else the one that it has."""
    head = queries.head_of(acting_membership(request).body, STANDARDS)
    if head is not None:
        return redirect("self-check-sheet", head.pk)
    return render(request, "compliance/standards.html", {"asking": newest(STANDARDS), "edition": levels.EDITION})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the assessment."""
    return redirect("self-check-sheet", actions.begin_check(by=acting_membership(request), name=STANDARDS).pk)


def _assessment(number: int) -> Standing:
    at = found(number)
    if at.sheet.questionnaire != STANDARDS:
        raise Http404("This is no assessment against the standards.")
    return at


@require_safe
def level(request: HttpRequest, number: int) -> HttpResponse:
    """The level that the answers come to, what is missing, and what is published."""
    at = _assessment(number)
    weighing, published = queries.weighing_of(at), levels.published_of(at.sheet)
    return render(
        request,
        "compliance/level.html",
        {
            "at": at,
            "weighing": weighing,
            "level": levels.level_of(weighing),
            "towards": Level.TOWARDS,
            "published": published,
            "rests_until": levels.rests_until(at, Level(published.level)) if published else None,
            "edition": levels.EDITION,
        },
    )


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Publish the level of today."""
    at = _assessment(number)
    with refusals_told(request, "Your level is published beside your record. Your answers are not."):
        levels.publish(at.sheet, queries.weighing_of(at), by=acting_membership(request))
    return redirect("standards-level", number)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw the level that is published."""
    at = _assessment(number)
    with refusals_told(request, "Your level is no longer published."):
        levels.withdraw(at.sheet, by=acting_membership(request))
    return redirect("standards-level", number)
