"""The desk of those who run grants: applications, their checks, assessors, and the decision sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.casework.assessing import people_who_assess, scores_of
from irhub.casework.ledger import free
from irhub.grants import assessing, checking, deciding, money, queries
from irhub.grants.asking import asked_in
from irhub.grants.forms import AssessorForm, CheckForm, DecideForm, InterestForm, MoveForm, ReasonForm, ViewForm
from irhub.grants.lists import APPLICATIONS
from irhub.grants.method import GRADES, criteria, method
from irhub.grants.rehearsal.queries import rehearsals_of
from irhub.grants.sheet import line_of
from irhub.grants.workflows import ON_APPEAL, OUTCOMES
from irhub.questions.showing import answer_rows
from irhub.registers import queries as register_queries
from irhub.web.forms import posted, refusals_at, refusals_told, status_of
from irhub.web.listing import ask, download, in_order, page_by_page, show
from irhub.web.saying import counted


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The pots and calls of one's body, and the applications to them; as a page or a file."""
    asked = ask(request, APPLICATIONS)
    body = acting_membership(request).body
    found = queries.waiting_applications(body, **asked.filters)
    if asked.format:
        return download(asked, found.select_related("call").defer("call__questions").prefetch_related("events"))
    numbers = in_order(asked, found).values_list("pk", flat=True)  # of thousands; the rest is read of one page
    searched: Any = (
        list(numbers) if asked.filters["q"] else numbers
    )  # words are looked for once, not to count and to show
    values = {
        "list": show(asked, page_by_page(searched, queries.applications_of)), "calls": list(queries.calls_of(body)), "pots": list(queries.pots_of(body)), "said": money.said,
        "rehearsals": {each.call_id: each.pk for each in rehearsals_of(body)},
    }  # fmt: skip
    return render(request, "grants/desk.html", values)


@require_safe
def application(request: HttpRequest, number: int) -> HttpResponse:
    """An application: its answers, its checks, who assesses it, what the scores come to, the panel's views, what was decided."""
    return _page(request, _found(number))


@require_POST
def begin_checks(request: HttpRequest, number: int) -> HttpResponse:
    """Begin the checks."""
    return _moved(request, number, assessing.begin_checks, "The checks have begun: the registers have been asked.")


@require_POST
def registers(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the registers again."""
    found = _found(number)
    with refusals_told(request):
        many = checking.run_checks(found, by=acting_membership(request), today=localdate())
        messages.success(request, f"The registers were asked. Told otherwise than before: {counted(many, 'checks')}.")
    return redirect("grant-assess", number)


@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Record a check that a person made."""
    found, form = _found(number), posted(CheckForm, request, auto_id="check-%s")
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            checking.record_check(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Recorded.")
            return redirect("grant-assess", number)
    return _page(request, _found(number), checked=form)


@require_POST
def assessor(request: HttpRequest, number: int) -> HttpResponse:
    """Ask somebody to assess an application."""
    found, by = _found(number), acting_membership(request)
    form = posted(AssessorForm, request, auto_id="assessor-%s", people=people_who_assess(by))
    if form.is_valid():
        with refusals_at(form, "person", now=lambda: _found(number)):
            data = form.cleaned_data
            assessing.name_assessor(found, int(data["person"]), version=data["version"], by=by)
            messages.success(request, "Asked. The assessor declares interests before the application opens.")
            return redirect("grant-assess", number)
    return _page(request, _found(number), assessor=form)


@require_POST
def begin_assessment(request: HttpRequest, number: int) -> HttpResponse:
    """Let the assessors begin."""
    return _moved(request, number, assessing.begin_assessment, "The assessors can hand in their scores now.")


@require_POST
def skip_assessment(request: HttpRequest, number: int) -> HttpResponse:
    """Send a claim, or what does not pass a check, to be decided."""
    found, form = (
        _found(number),
        posted(ReasonForm, request, auto_id="skip-%s", label="Why no scores are needed"),
    )
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: _found(number)):
            assessing.skip_assessment(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "It waits to be decided.")
            return redirect("grant-assess", number)
    return _page(request, _found(number), skip=form)


@require_POST
def view(request: HttpRequest, number: int) -> HttpResponse:
    """Give one's view as a member of the panel."""
    found, form = _found(number), posted(ViewForm, request, auto_id="view-%s")
    if form.is_valid():
        with refusals_at(form, "note", now=lambda: _found(number)):
            data = form.cleaned_data
            told: dict[str, Any] = {each: data[each] for each in ("note", "no_interest", "version")}
            deciding.give_view(found, award=data["award"] == "yes", by=acting_membership(request), **told)
            messages.success(request, "Your view is kept.")
            return redirect("grant-decide", number)
    return _sheet(request, _found(number), viewing=form)


@require_POST
def interest(request: HttpRequest, number: int) -> HttpResponse:
    """Declare an interest, and take no part."""
    found, form = _found(number), posted(InterestForm, request, auto_id="interest-%s")
    if form.is_valid():
        with refusals_at(form, "note", now=lambda: _found(number)):
            deciding.declare_interest(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Your interest is recorded: you take no part in this application.")
            return redirect("grant-assess", number)
    return _page(request, _found(number), interest=form)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """The decision sheet of one page: the ask, the checks, the scores, the views; and the decision, whose letter can be looked at first."""
    found, by = _found(number), acting_membership(request)
    if found.state not in ("decision", "reserve", "appeal"):
        messages.error(request, "Nothing is to be decided on this application now.")
        return redirect("grant-assess", number)
    form = posted(
        DecideForm, request, outcomes=_outcomes(found), initial={"version": found.version, "amount": found.asked}
    )
    letter = ""
    if form.is_valid():
        data = form.cleaned_data
        told = {each: data[each] for each in ("outcome", "amount", "feedback")}
        if data["go"] == "look":
            letter = deciding.letter_of(found, **told)
        else:
            with refusals_at(form, now=lambda: _found(number)):
                more = {each: data[each] for each in ("version", "no_interest", "against")}
                deciding.decide(found, by=by, **told, **more)
                messages.success(request, "Decided. The letter is sent, and kept as it is.")
                return redirect("grant-assess", number)
    return _sheet(request, found, deciding=form, letter=letter)


def _outcomes(found: Any) -> list[tuple[str, str]]:
    kinds = ON_APPEAL if found.state == "appeal" else [each for each in OUTCOMES if each != found.state]
    return [(str(each), str(each.label)) for each in kinds]


def _sheet(request: HttpRequest, found: Any, letter: str = "", **forms: Any) -> HttpResponse:
    version, line, by = {"version": found.version}, line_of(found), acting_membership(request)
    values = {
        "application": found, "letter": letter, "said": money.said, "left": free(found.call.pot), "panel": line.panel,
        "appeal": queries.why_appealed(found), "refused": line.panel.refusal(by), "limit": money.limit_of(found.call.pot, by), "method": method(),
        "line": line, "standing": line.standing, "viewing": ViewForm(initial=version, auto_id="view-%s"),
        "deciding": DecideForm(initial=version | {"amount": found.asked}, outcomes=_outcomes(found)), **_scores(found),
    }  # fmt: skip
    bound = [form for form in forms.values() if form.is_bound]
    return render(request, "grants/decide.html", values | forms, status=status_of(bound[0]) if bound else 200)


def _scores(found: Any) -> dict[str, Any]:
    both = scores_of(found)
    result = assessing.result_of(found, both)
    asked = asked_in(found.call).questions
    labels = {each.key: each.label for each in asked}
    rows = [
        (each, [scores[each.key] for scores in both if each.key in scores])
        for each in criteria(asked)
    ] if result else []  # fmt: skip
    return {"result": result, "score_rows": rows, "labels": labels, "grades": GRADES}


def _page(request: HttpRequest, found: Any, **forms: Any) -> HttpResponse:
    by = acting_membership(request)
    asked, answers = assessing.questions_of(found)
    version = {"version": found.version}
    standing = checking.standing_of(found)
    values = {
        "application": found, "said": money.said, "clock": queries.clock_of(found), "fictional": register_queries.is_fictional(),
        "rows": answer_rows(asked, answers, lambda _: ""), "files": queries.evidence_of(found), "method": method(), "standing": standing,
        "check_forms": [CheckForm(initial=version, check=each.check, auto_id=f"check-{each.check.key}-%s") for each in standing],
        "assessors": list(found.assessments.select_related("assessor").order_by("pk")), "decisions": queries.decisions_of(found),
        "award": queries.award_of(found), "moving": MoveForm(initial=version, auto_id="move-%s"),
        "assessor": AssessorForm(initial=version, people=people_who_assess(by), auto_id="assessor-%s"),
        "skip": ReasonForm(initial=version, auto_id="skip-%s", label="Why no scores are needed", hint="It is a claim, or it does not pass a check."),
        "checked": None, "interest": InterestForm(initial=version, auto_id="interest-%s"), "interests": list(found.interests.order_by("pk")), "views": list(found.views.select_related("person").order_by("pk")), "events": list(found.events.order_by("-at", "-pk")[:30]), **_scores(found),
    }  # fmt: skip
    bound = [form for form in forms.values() if form.is_bound]
    return render(request, "grants/assess.html", values | forms, status=status_of(bound[0]) if bound else 200)


def _moved(request: HttpRequest, number: int, does: Callable[..., Any], said: str) -> HttpResponse:
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, said):
        does(_found(number), version=version, by=acting_membership(request))
    return redirect("grant-assess", number)


def _found(number: int) -> Any:
    found = queries.application_numbered(number)
    if found is None:
        raise Http404("There is no such application.")
    return found
