"""The pages of an assessor: what one was asked to score, the declaration of interests, the grades. Nobody else’s grades come here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.casework import assessing as blind
from irhub.grants import assessing as actions
from irhub.grants import queries
from irhub.grants.asking import asked_in
from irhub.grants.forms import MoveForm, ReasonForm, ScoresForm
from irhub.grants.method import criteria
from irhub.grants.money import said
from irhub.grants.rehearsal.queries import rehearsals_of
from irhub.questions.words import said as in_words
from irhub.web.forms import posted, refusals_at, refusals_told, status_of


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """What one was asked to score."""
    by = acting_membership(request)
    mine, rehearsals = list(queries.assessments_of(by)), list(rehearsals_of(by.body))
    return render(request, "grants/assessments.html", {"assessments": mine, "rehearsals": rehearsals})


@require_safe
def assessment(request: HttpRequest, number: int) -> HttpResponse:
    """One’s work on an application: first the declaration, then the pages to score."""
    return _page(request, _found(number))


@require_POST
def declare(request: HttpRequest, number: int) -> HttpResponse:
    """Declare that one has no interest."""
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, "Thank you. The application is open to you."):
        actions.declare(_found(number), version=version, by=acting_membership(request))
    return redirect("grant-assessment", number)


@require_POST
def stand_down(request: HttpRequest, number: int) -> HttpResponse:
    """Not assess it."""
    found, form = _found(number), posted(ReasonForm, request, auto_id="down-%s", label="Why?")
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: _found(number)):
            blind.stand_down(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "You have stood down. Somebody else is named.")
            return redirect("grant-assessments")
    return _page(request, _found(number), down=form)


@require_http_methods(["GET", "POST"])
def scores(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Score the answers of a page."""
    found = _found(number)
    application = queries.application_numbered(found.application_id)
    if application is None or found.state != "open":
        raise Http404("There is nothing to score.")
    asked, answers = actions.questions_of(application)
    page = next((each for each in asked_in(application.call).pages if each.key == key), None)
    if page is None:
        raise Http404("There is no such page.")
    here = [each for each in asked if each in page.questions]
    mine = {each.question: each for each in found.scores.all()}
    form = posted(ScoresForm, request, questions=criteria(here), given=mine, initial={"version": found.version})
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            actions.keep_scores(found, form.grades, version=form.cleaned_data["version"], by=acting_membership(request))
            messages.success(request, f"Saved: {page.called}.")
            return redirect("grant-assessment", number)
    values = {
        "assessment": found, "page": page, "form": form, "files": queries.evidence_of(application, key),
        "caption": f"Assessment {number}: what was answered under", "back": (reverse("grant-assessment", args=[number]), f"Assessment {number}"),
        "here": [(each, in_words(each, answers[each.key]) if each.key in answers else "") for each in here],
    }  # fmt: skip
    return render(request, "grants/scores.html", values, status=status_of(form))


@require_POST
def hand_in(request: HttpRequest, number: int) -> HttpResponse:
    """Hand in one’s grades."""
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    told = "Handed in. Your scores stand, and nobody reads them before the other assessor’s are in."
    with refusals_told(request, told):
        actions.hand_in(_found(number), version=version, by=acting_membership(request))
    return redirect("grant-assessment", number)


def _page(request: HttpRequest, found: Any, **forms: Any) -> HttpResponse:
    version = {"version": found.version}
    application = queries.application_numbered(found.application_id) if found.state in ("open", "in") else None
    pages: list[tuple[Any, int, int]] = []
    if application is not None:
        asked, _ = actions.questions_of(application)
        graded = set(found.scores.values_list("question", flat=True))
        for page in asked_in(application.call).pages:
            keys = {each.key for each in criteria(asked) if each in page.questions}
            if keys:
                pages.append((page, len(keys & graded), len(keys)))
    values = {
        "assessment": found, "application": application, "pages": pages, "moving": MoveForm(initial=version, auto_id="move-%s"), "said": said,
        "down": ReasonForm(initial=version, auto_id="down-%s", label="Why?", hint="What connects you with the applicant, or why you cannot assess it."),
    }  # fmt: skip
    bound = [form for form in forms.values() if form.is_bound]
    return render(request, "grants/assessment.html", values | forms, status=status_of(bound[0]) if bound else 200)


def _found(number: int) -> Any:
    found = queries.assessment_numbered(number)
    if found is None:
        raise Http404("There is no such assessment.")
    return found
