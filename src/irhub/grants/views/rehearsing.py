"""The pages of a rehearsal: those of an applicant, of whoever checks and scores, and of whoever decides, each with a line that says what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.casework.ledger import free
from irhub.grants.applying import takes_files
from irhub.grants.asking import asked_in
from irhub.grants.calls import answer_by
from irhub.grants.forms import ChangedDetailsForm, CheckForm, DetailsForm, MoveForm, OutcomeForm, ScoresForm, SignForm
from irhub.grants.letters import agreement_of, decision_letter
from irhub.grants.method import criteria, method
from irhub.grants.money import limit_of, said
from irhub.grants.queries import call_numbered
from irhub.grants.rehearsal import queries, rehearsing
from irhub.grants.rehearsal.forms import EndForm
from irhub.grants.sheet import feedback_for
from irhub.grants.views.public import about
from irhub.grants.workflows import OUTCOMES
from irhub.questions.engine import next_page, page_after, progress
from irhub.questions.forms import PageForm
from irhub.questions.showing import answer_rows
from irhub.questions.words import said as in_words
from irhub.web.forms import Form, posted, refusals_at, refusals_told, seen_now, status_of

_DETAILS = tuple(DetailsForm.base_fields)


@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Rehearse a call."""
    call, form = call_numbered(number), posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    if call is None:
        raise Http404("There is no such call.")
    with refusals_told(request, "The rehearsal has begun."):
        made = rehearsing.begin_rehearsal(call, version=version, by=acting_membership(request))
        return redirect("grant-rehearsal", made.pk)
    return redirect("grant-call-edit", number)


@require_safe
def rehearsal(request: HttpRequest, number: int) -> HttpResponse:
    """A rehearsal: what it is, its trial applications, and its end."""
    found = _found(number)
    return _page(request, found, EndForm())


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End it."""
    found, form = _found(number), posted(EndForm, request)
    if form.is_valid():
        with refusals_at(form, "sure"):
            rehearsing.end_rehearsal(found, by=acting_membership(request))
            messages.success(request, "The rehearsal has ended, and everything in it is deleted.")
            return redirect("grant-call-edit", found.call_id)
    return _page(request, found, form)


@require_safe
def call(request: HttpRequest, number: int) -> HttpResponse:
    """The call as everybody will read it."""
    found = _found(number)
    values = about(found.call) | {"back": _to_rehearsal(found)}
    return _render(request, found, "grants/call.html", values)


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a trial application."""
    found = _found(number)
    fixed = {"asked": found.call.least} if found.call.least == found.call.most else {}
    form = posted(DetailsForm, request, initial=fixed)
    if form.is_valid():
        with refusals_at(form):
            made = rehearsing.begin_trial(found, by=acting_membership(request), **form.cleaned_data)
            return redirect("grant-trial", made.pk)
    heading = f"Apply: {found.call.title}"
    return _details(request, found, form, {"heading": heading, "button": "Continue", "back": _to_rehearsal(found)})


@require_safe
def trial(request: HttpRequest, number: int) -> HttpResponse:
    """A trial application: what is to be done as an applicant, and, once it is submitted, as the funder."""
    found = _trial(number)
    asked, answers = queries.questions_of(found)
    given, asking = queries.scores_by_seat(found), asked_in(found.call)
    scored = {each.key for each in criteria(asked)}
    values = {
        "application": found, "said": said, "back": _to_rehearsal(found.rehearsal), "answer_by": answer_by(found),
        "progress": progress(asking, answers), "left": next_page(asking, answers), "rows": answer_rows(asked, answers, lambda _: ""),
        "seats": [(seat, title, _to_score(asking, scored, given[seat])) for seat, title in queries.SEATS.items() if scored],
        "result": queries.result_of(found, given), "method": method(), "letter": _letter(found),
    }  # fmt: skip
    return _render(request, found.rehearsal, "grants/trial.html", values)


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, number: int) -> HttpResponse:
    """Change who applies, for what."""
    found = _trial(number)
    stands = {each: getattr(found, each) for each in _DETAILS} | {"version": found.revision}
    form = posted(ChangedDetailsForm, request, initial=stands)
    if form.is_valid():
        with refusals_at(form):
            rehearsing.change_trial(found, by=acting_membership(request), **form.cleaned_data)
            return redirect("grant-trial", number)
    values = {"heading": "Your organisation and project", "button": "Save", "back": _to_trial(found)}
    return _details(request, found.rehearsal, _seen(form, number), values)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Answer the questions of a page. What is left blank stays open."""
    found = _trial(number)
    here = _here(found, key)
    if found.submitted_at:
        raise Http404("There is no such page.")
    answers = queries.questions_of(found)[1]
    form = posted(PageForm, request, asked=here.questions, before=answers, revision=found.revision)
    if form.is_valid():
        with refusals_at(form):
            rehearsing.save_page(found, here, form, by=acting_membership(request))
            after = page_after(asked_in(found.call), answers, here)
            messages.success(request, "Saved.")
            return redirect("grant-trial-page", number, after.key) if after else redirect("grant-trial", number)
        seen_now(form, seen=_trial(number).revision)
    values = {"application": found, "page": here, "form": form, "back": _to_trial(found), "address": request.path}
    values |= {"takes_files": takes_files(here), "files_form": None, "files": []}
    return _render(request, found.rehearsal, "grants/page.html", values, form)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, number: int) -> HttpResponse:
    """Read the trial application as assessors see it, and submit it."""
    found = _trial(number)
    form = posted(SignForm, request, initial={"version": found.revision})
    if form.is_valid():
        with refusals_at(form):
            version = form.cleaned_data["version"]
            rehearsing.submit(found, version=version, by=acting_membership(request))
            messages.success(request, "Submitted within this rehearsal, to nobody. Who signed is not kept.")
            return redirect("grant-trial", number)
    asking = asked_in(found.call)
    asked, answers = queries.questions_of(found)
    rows = answer_rows(
        asked, answers, lambda question: reverse("grant-trial-page", args=[number, asking.page_of(question.key).key]) + f"#{question.key}"
    )  # fmt: skip
    values = {
        "application": found,
        "form": _seen(form, number),
        "rows": rows,
        "files": [],
        "said": said,
        "back": _to_trial(found),
    }
    return _render(request, found.rehearsal, "grants/submit.html", values, form)


@require_http_methods(["GET", "POST"])
def checks(request: HttpRequest, number: int) -> HttpResponse:
    """The checks: what registers tell now, and what a person records."""
    found = _submitted(number)
    form = posted(CheckForm, request, auto_id="check-%s", initial={"version": found.revision})
    if form.is_valid():
        with refusals_at(form):
            rehearsing.record_check(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Recorded.")
            return redirect("grant-trial-checks", number)
    standing = queries.standing_of(found)
    forms = [
        CheckForm(initial={"version": found.revision}, check=one.check, auto_id=f"check-{one.check.key}-%s")
        for one in standing
    ]
    values = {
        "application": found, "back": _to_trial(found), "standing": standing, "check_forms": forms,
        "checked": _seen(form, number) if form.is_bound else None,
    }  # fmt: skip
    return _render(request, found.rehearsal, "grants/trial_checks.html", values, form)


@require_http_methods(["GET", "POST"])
def scores(request: HttpRequest, number: int, seat: int, key: str) -> HttpResponse:
    """Score the answers of a page, as the first or the second assessor."""
    found = _submitted(number)
    here = _here(found, key)
    if seat not in queries.SEATS:
        raise Http404("There is no such assessor.")
    asked, answers = queries.questions_of(found)
    shown = [each for each in asked if each in here.questions]
    given = queries.scores_by_seat(found)[seat]
    form = posted(ScoresForm, request, questions=criteria(shown), given=given, initial={"version": found.revision})
    if form.is_valid():
        with refusals_at(form):
            version = form.cleaned_data["version"]
            rehearsing.keep_scores(found, seat, form.grades, version=version, by=acting_membership(request))
            messages.success(request, f"Saved: {here.called}.")
            return redirect("grant-trial", number)
    values = {
        "page": here, "caption": f"{queries.SEATS[seat]}: what was answered under", "form": _seen(form, number), "files": [], "back": _to_trial(found),
        "here": [(each, in_words(each, answers[each.key]) if each.key in answers else "") for each in shown],
    }  # fmt: skip
    return _render(request, found.rehearsal, "grants/scores.html", values, form)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Decide, and read the letter and the agreement as they would be written."""
    found, by = _submitted(number), acting_membership(request)
    line = next(one for one in queries.lines_of(found.rehearsal) if one.application.pk == found.pk)
    stands = {
        "version": found.revision, "amount": found.amount or found.asked, "outcome": found.outcome or line.recommended,
        "feedback": found.feedback or feedback_for(line),
    }  # fmt: skip
    form = posted(OutcomeForm, request, outcomes=_OUTCOMES, initial=stands)
    if form.is_valid():
        with refusals_at(form):
            rehearsing.decide(found, by=by, **form.cleaned_data)
            messages.success(request, "Decided within this rehearsal: nothing is awarded, booked or sent.")
            return redirect("grant-trial-decide", number)
    values = {
        "application": found, "back": _to_trial(found), "line": line, "said": said, "left": free(found.call.pot), "method": method(),
        "limit": limit_of(found.call.pot, by), "form": _seen(form, number), "letter": _letter(found),
        "agreement": agreement_of(found, found.amount) if found.amount else "",
    }  # fmt: skip
    return _render(request, found.rehearsal, "grants/trial_decide.html", values, form)


_OUTCOMES = [(str(each), str(each.label)) for each in OUTCOMES]


def _letter(trial: Any) -> str:
    """The letter about what was decided of a trial application; blank before."""
    told = {"outcome": trial.outcome, "amount": trial.amount, "feedback": trial.feedback}
    return decision_letter(trial, on_appeal=False, **told) if trial.outcome else ""


def _render(
    request: HttpRequest, rehearsal: Any, template: str, values: dict[str, Any], form: Form | None = None
) -> HttpResponse:
    """A page with the line at its head that says that it is a rehearsal: the one way in which this module shows anything."""
    whole = {"layout": "grants/rehearsed.html", "rehearsal": rehearsal, **values}
    return render(request, template, whole, status=status_of(form) if form is not None else 200)


def _page(request: HttpRequest, rehearsal: Any, end: Form) -> HttpResponse:
    values = {"trials": list(rehearsal.trials.order_by("pk")), "said": said, "end": end}
    return _render(request, rehearsal, "grants/rehearsal.html", values, end)


def _details(request: HttpRequest, rehearsal: Any, form: Form, values: dict[str, Any]) -> HttpResponse:
    more = {"call": rehearsal.call, "form": form, "said": said}
    return _render(request, rehearsal, "grants/details.html", values | more, form)


def _seen(form: Form, number: int) -> Form:
    """The form; where a colleague was quicker, it can be sent again."""
    if form.overtaken:
        seen_now(form, version=_trial(number).revision)
    return form


def _to_score(asking: Any, scored: set[str], given: Mapping[str, Any]) -> list[tuple[Any, int, int]]:
    """The pages with questions that are scored: of how many there is a grade, of how many in all."""
    asked = [(page, scored & {each.key for each in page.questions}) for page in asking.pages]
    return [(page, len(keys & given.keys()), len(keys)) for page, keys in asked if keys]


def _to_rehearsal(rehearsal: Any) -> tuple[str, str]:
    return reverse("grant-rehearsal", args=[rehearsal.pk]), "The rehearsal"


def _to_trial(trial: Any) -> tuple[str, str]:
    return reverse("grant-trial", args=[trial.pk]), trial.title


def _here(trial: Any, key: str) -> Any:
    here = next((one for one in asked_in(trial.call).pages if one.key == key), None)
    if here is None:
        raise Http404("There is no such page.")
    return here


def _found(number: int) -> Any:
    found = queries.rehearsal_numbered(number)
    if found is None:
        raise Http404("There is no such rehearsal.")
    return found


def _trial(number: int) -> Any:
    found = queries.trial_numbered(number)
    if found is None:
        raise Http404("There is no such trial application.")
    return found


def _submitted(number: int) -> Any:
    found = _trial(number)
    if not found.submitted_at:
        raise Http404("This trial application is not submitted yet.")
    return found
