"""Letting an assessor in, on the provider’s side; and on the assessor’s what was opened to them, and what they found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.compliance import opening as letting
from irhub.compliance.forms import NO_NAMES, FoundForm, OpeningForm
from irhub.compliance.how_it_stands import Standing, standing_of
from irhub.compliance.questionnaire import question_of
from irhub.compliance.views.checks import found
from irhub.questions.words import said
from irhub.web.forms import posted, refusals_at, refusals_told, seen_now, status_of
from irhub.web.saying import counted


@require_http_methods(["GET", "POST"])
def openings(request: HttpRequest, number: int) -> HttpResponse:
    """Whom one let in, when they looked and what they found; and a way to let somebody in."""
    at, by = found(number), acting_membership(request)
    if at.heads is not None:
        raise Http404("An assessor is let in by head office.")
    form = posted(OpeningForm, request, pages=at.asking.pages)
    if form.is_valid():
        with refusals_at(form):
            made = letting.let_in(at, by=by, **form.cleaned_data)
            messages.success(request, f"{made.email} is let in. You see here when they look.")
            return redirect("self-check-openings", number)
    confirmed = letting.confirmed_of(at)
    told = [(question, confirmed[key]) for key in confirmed if (question := question_of(at.asking, key)) is not None]
    titles = {page.key: page.called for page in at.asking.pages}
    return render(
        request,
        "compliance/openings.html",
        {"at": at, "form": form, "openings": letting.openings_of(at.sheet), "found": told, "titles": titles, "today": localdate()},
        status=status_of(form),
    )  # fmt: skip


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody in no longer."""
    one = _opening(number)
    with refusals_told(request, f"{one.email} is let in no longer."):
        letting.revoke(one, by=acting_membership(request))
    return redirect("self-check-openings", one.sheet_id)


@require_safe
def let_in(request: HttpRequest) -> HttpResponse:
    """What providers opened to one."""
    rows = [(one, letting.in_force(one)) for one in letting.openings_to(acting_membership(request))[:100]]
    return render(request, "compliance/let_in.html", {"openings": rows, "today": localdate()})


@require_safe
def opening(request: HttpRequest, number: int) -> HttpResponse:
    """What a provider opened: once a look of today is noted, its themes."""
    one = _opening(number)
    at = _read(one)
    themes = [page for page in at.asking.pages if page.key in one.themes] if at else []
    return render(
        request,
        "compliance/let_in_opening.html",
        {
            "opening": one, "at": at, "open": letting.in_force(one), "today": localdate(),
            "themes": [(page, sum(each.key in at.answers for each in page.questions)) for page in themes] if at else [],
        },
    )  # fmt: skip


@require_POST
def look(request: HttpRequest, number: int) -> HttpResponse:
    """Note that one looks, and open it."""
    one = _opening(number)
    with refusals_told(request):
        letting.look(one, by=acting_membership(request))
    return redirect("let-in-opening", number)


@require_http_methods(["GET", "POST"])
def theme(request: HttpRequest, number: int, theme: str) -> HttpResponse:
    """The answers and the evidence of a theme, and whether they agree."""
    one = _opening(number)
    at = _read(one)
    if at is None:
        messages.error(request, "Open it first: the provider sees when you look.")
        return redirect("let-in-opening", number)
    page = next((each for each in at.asking.pages if each.key == theme and theme in one.themes), None)
    if page is None:
        raise Http404("This theme was not opened.")
    questions = [each for each in page.questions if each.key in at.answers]
    before = letting.confirmed_of(at)
    form = posted(FoundForm, request, questions=questions, before=before, revision=at.sheet.revision)
    if form.is_valid():
        with refusals_at(form):
            many = letting.confirm(one, at, form.found, seen=form.cleaned_data["seen"], by=acting_membership(request))
            messages.success(request, f"Kept: what you found of {counted(many, 'questions')}. The provider reads it.")
            return redirect("let-in-opening", number)
        seen_now(form, seen=at.sheet.revision)
    shown = [(each, said(each, at.answers[each.key]), at.evidence.get(each.key, [])) for each in questions]
    return render(
        request, "compliance/let_in_theme.html", {"opening": one, "page": page, "shown": shown, "form": form, "no_names": NO_NAMES}, status=status_of(form)
    )  # fmt: skip


def _opening(number: int) -> Any:
    one = letting.opening_numbered(number)
    if one is None:
        raise Http404("Nothing of this number is open to you.")
    return one


def _read(one: Any) -> Standing | None:
    """The sheet as an assessor reads it; None where it is not open, or no look of today is noted."""
    if not letting.in_force(one) or not letting.looked_today(one):
        return None
    return standing_of(one.sheet)
