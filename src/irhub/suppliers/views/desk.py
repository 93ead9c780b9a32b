"""The desk of those who run a framework: applications, their checks, assessors, moderation, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.casework.assessing import people_who_assess, scores_of
from irhub.questions.showing import answer_rows
from irhub.registers import queries as register_queries
from irhub.suppliers import assessing, checking, deciding, queries
from irhub.suppliers.forms import AgreeForm, AssessorForm, CheckForm, DecideForm, MoveForm, ReasonForm
from irhub.suppliers.lists import APPLICATIONS
from irhub.suppliers.method import Weight, gate_of, method, version_of
from irhub.suppliers.scoring import GRADES
from irhub.web.forms import posted, refusals_at, refusals_told, status_of
from irhub.web.listing import ask, download, show


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The frameworks of one's body, and the applications to them; as a page or a file."""
    asked = ask(request, APPLICATIONS)
    body = acting_membership(request).body
    rows = queries.waiting_applications(body, **asked.filters)
    if asked.format:
        return download(asked, rows)
    return render(
        request, "suppliers/desk.html", {"list": show(asked, rows), "frameworks": list(queries.frameworks_of(body))}
    )


@require_safe
def application(request: HttpRequest, number: int) -> HttpResponse:
    """An application: its answers and gates, its checks, who assesses it, what the scores come to, what was decided."""
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
        many = checking.run_checks(found, by=acting_membership(request))
        messages.success(request, f"The registers were asked: {many} checks are told otherwise than before.")
    return redirect("supplier-assess", number)


@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Record a check that a person made."""
    found, form = _found(number), posted(CheckForm, request, auto_id="check-%s")
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            checking.record_check(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Recorded.")
            return redirect("supplier-assess", number)
    return _page(request, _found(number), checked=form)


@require_POST
def assessor(request: HttpRequest, number: int) -> HttpResponse:
    """Ask somebody to assess an application."""
    found, by = _found(number), acting_membership(request)
    form = posted(AssessorForm, request, auto_id="assessor-%s", people=people_who_assess(by))
    if form.is_valid():
        with refusals_at(form, "person", now=lambda: _found(number)):
            assessing.name_assessor(
                found, int(form.cleaned_data["person"]), version=form.cleaned_data["version"], by=by
            )
            messages.success(request, "Asked. The assessor declares interests before the application opens.")
            return redirect("supplier-assess", number)
    return _page(request, _found(number), assessor=form)


@require_POST
def begin_assessment(request: HttpRequest, number: int) -> HttpResponse:
    """Let the assessors begin."""
    return _moved(request, number, assessing.begin_assessment, "The assessors can hand in their scores now.")


@require_POST
def gate(request: HttpRequest, number: int) -> HttpResponse:
    """Send an application that does not pass a gate to be decided."""
    found, form = _found(number), posted(ReasonForm, request, auto_id="gate-%s", label="Which gate does it not pass?")
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: _found(number)):
            assessing.stop_at_gate(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "It waits to be decided, without scores.")
            return redirect("supplier-assess", number)
    return _page(request, _found(number), gate=form)


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Say which grade stands where the assessors differ."""
    found = _found(number)
    question = next((each for each in version_of(found).questions if each.key == key), None)
    given = [each[key] for each in scores_of(found) if key in each]
    if question is None:
        raise Http404("There is no such question.")
    if not given:
        messages.error(request, "There is nothing to explain: the scores are not in.")
        return redirect("supplier-assess", number)
    form = posted(AgreeForm, request, initial={"version": found.version})
    if form.is_valid():
        with refusals_at(form, "why", now=lambda: _found(number)):
            data = form.cleaned_data
            assessing.agree(
                found,
                key,
                grade=int(data["grade"]),
                why=data["why"],
                version=data["version"],
                by=acting_membership(request),
            )
            messages.success(request, "Kept.")
            return redirect("supplier-assess", number)
    values = {
        "application": found,
        "form": form,
        "question": question,
        "scores": given,
        "grades": GRADES,
        "heading": question.title,
        "button": "Keep this grade",
    }
    return render(request, "suppliers/agree.html", values, status=status_of(form))


@require_POST
def end_moderation(request: HttpRequest, number: int) -> HttpResponse:
    """Send an application to be decided."""
    return _moved(request, number, assessing.end_moderation, "It waits to be decided.")


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Decide on a deferred application after all."""
    return _moved(request, number, deciding.take_up_again, "It waits to be decided.")


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Decide on an application, or on an appeal; its letter can be looked at before it is sent."""
    found, by = _found(number), acting_membership(request)
    if found.state not in ("decision", "appeal"):
        messages.error(request, "Nothing is to be decided on this application now.")
        return redirect("supplier-assess", number)
    pages = [(page.key, page.called) for page in version_of(found).pages]
    panel = deciding.people_of_a_panel(found, by) if found.state == "appeal" else None
    form = posted(DecideForm, request, pages=pages, appeal=panel, initial={"version": found.version})
    letter = ""
    if form.is_valid():
        data = form.cleaned_data
        if data["go"] == "look":
            letter = deciding.letter_of(found, on_appeal=panel is not None, **form.told)
        else:
            with refusals_at(form, now=lambda: _found(number)):
                told: dict[str, Any] = form.told | {
                    "version": data["version"],
                    "no_interest": data["no_interest"],
                    "by": by,
                }
                if panel is None:
                    deciding.decide(found, **told)
                else:
                    deciding.decide_appeal(found, panel=data["panel"], **told)
                messages.success(request, "Decided. The letter is sent, and kept as it is.")
                return redirect("supplier-assess", number)
    values = {
        "application": found,
        "form": form,
        "letter": letter,
        "result": assessing.result_of(found),
        "appeal": panel is not None,
    }
    return render(request, "suppliers/decide.html", values, status=status_of(form))


def _page(request: HttpRequest, found: Any, **forms: Any) -> HttpResponse:
    by = acting_membership(request)
    asked, answers = assessing.questions_of(found)
    version = {"version": found.version}
    standing = checking.standing_of(found)
    labels = {each.key: each.label for each in version_of(found).questions}
    values = {
        "application": found, "area": queries.area_words(found.councils), "clock": queries.clock_of(found), "fictional": register_queries.is_fictional(),
        "rows": answer_rows(asked, answers, lambda _: ""), "files": queries.evidence_of(found), "agents": queries.agents_of(found), "method": method(),
        "gates": [(each, str(gate_of(each, answers.get(each.key)))) for each in asked if each.weight is Weight.GATE], "standing": standing,
        "check_forms": [CheckForm(initial=version, check=each.check, auto_id=f"check-{each.check.key}-%s") for each in standing],
        "assessors": queries.assessors_of(found), "differences": [(key, labels.get(key, key)) for key in assessing.to_explain(found)],
        "result": assessing.result_of(found), "labels": labels, "decisions": queries.decisions_of(found),
        "moving": MoveForm(initial=version, auto_id="move-%s"), "assessor": AssessorForm(initial=version, people=people_who_assess(by), auto_id="assessor-%s"),
        "gate": ReasonForm(initial=version, auto_id="gate-%s", label="Which gate does it not pass?", hint="It is decided without scores."), "checked": None,
        "events": list(found.events.order_by("-at", "-pk")[:30]),
    }  # fmt: skip
    bound = [form for form in forms.values() if form.is_bound]
    return render(request, "suppliers/assess.html", values | forms, status=status_of(bound[0]) if bound else 200)


def _moved(request: HttpRequest, number: int, does: Callable[..., Any], said: str) -> HttpResponse:
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, said):
        does(_found(number), version=version, by=acting_membership(request))
    return redirect("supplier-assess", number)


def _found(number: int) -> Any:
    found = queries.application_numbered(number)
    if found is None:
        raise Http404("There is no such application.")
    return found
