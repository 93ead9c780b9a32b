"""The pages on which a body makes the questions of a call its own, as long as the call is a draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.grants import own_questions as own
from irhub.grants import queries
from irhub.grants.asking import asked_in
from irhub.grants.calls import ask_otherwise
from irhub.grants.forms import MoveForm
from irhub.grants.forms_questions import AddQuestionForm, QuestionForm, WeightsForm
from irhub.grants.method import CallQuestions, criteria
from irhub.questions.questionnaire import Kind
from irhub.web.forms import posted, refusals_at, refusals_told, status_of


@require_safe
def questions(request: HttpRequest, number: int) -> HttpResponse:
    """What a call asks, with its weights and what is its own; what of the ready set it leaves out."""
    found = _found(number)
    asked, version = asked_in(found), {"version": found.version}
    values = {
        "call": found, "asked": asked, "own": own.own(asked), "changed": own.changed(asked), "is_ready": own.as_ready(asked), "scored": bool(criteria(asked.questions)),
        "left_out": [(each, MoveForm(initial=version, auto_id=f"again-{each.key}-%s")) for each in own.left_out(asked)],
        "ready": MoveForm(initial=version, auto_id="ready-%s"),
    }  # fmt: skip
    return render(request, "grants/questions.html", values)


def _of_a_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A form of questions is shown as long as they can be changed."""

    @wraps(view)
    def shown(request: HttpRequest, number: int, *args: Any, **more: Any) -> HttpResponse:
        if request.method != "POST" and _found(number).state != "draft":
            return redirect("grant-questions", number)
        return view(request, number, *args, **more)

    return shown


@require_http_methods(["GET", "POST"])
@_of_a_draft
def weights(request: HttpRequest, number: int) -> HttpResponse:
    """Give the questions of a call their weights."""
    found = _found(number)
    can = own.weighable(asked_in(found))
    if not can:
        messages.error(request, "A claim is not scored: its questions have no weights.")
        return redirect("grant-questions", number)
    form = posted(WeightsForm, request, questions=can, initial={"version": found.version})
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            _ask(request, found, form.cleaned_data["version"], partial(own.weigh, weights=form.weights))
            messages.success(request, "Saved. The weights come to 100.")
            return redirect("grant-questions", number)
    values = {"call": found, "form": form, "whole": own.WHOLE}
    return render(request, "grants/question_weights.html", values, status=status_of(form))


@require_http_methods(["GET", "POST"])
@_of_a_draft
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a question of one’s own."""
    found = _found(number)
    form = posted(AddQuestionForm, request, asked=asked_in(found), initial={"version": found.version})
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            adding = partial(own.add, kind=Kind(form.cleaned_data["kind"]), told=form.told)
            _ask(request, found, form.cleaned_data["version"], adding)
            messages.success(request, f"Added: {form.told.label}.")
            return redirect("grant-questions", number)
    return render(
        request, "grants/question.html", {"call": found, "form": form, "question": None}, status=status_of(form)
    )


@require_http_methods(["GET", "POST"])
@_of_a_draft
def change(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Ask a question otherwise, or elsewhere; from here it is left out."""
    found = _found(number)
    asked = asked_in(found)
    question = own.question_of(asked, key)
    if question is None:
        raise Http404("There is no such question.")
    version = {"version": found.version}
    form = posted(QuestionForm, request, asked=asked, question=question, initial=version)
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            _ask(request, found, form.cleaned_data["version"], partial(own.change, key=key, told=form.told))
            messages.success(request, f"Changed: {form.told.label}.")
            return redirect("grant-questions", number)
    values = {
        "call": found, "form": form, "question": question, "out": MoveForm(initial=version, auto_id="out-%s"), "is_own": key in own.own(asked), "whole": own.WHOLE,
    }  # fmt: skip
    return render(request, "grants/question.html", values, status=status_of(form))


@require_POST
def leave_out(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Ask a question no more."""
    return _pressed(request, number, partial(own.leave_out, key=key), "It is not asked any more.")


@require_POST
def ask_again(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Ask a question of the ready set again."""
    return _pressed(request, number, partial(own.ask_again, key=key), "It is asked again.")


@require_POST
def ready(request: HttpRequest, number: int) -> HttpResponse:
    """Put the ready set back."""
    return _pressed(request, number, own.as_they_were, "The call asks what the ready set asks.")


def _pressed(
    request: HttpRequest, number: int, how: Callable[[CallQuestions], CallQuestions], said: str
) -> HttpResponse:
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, said):
        _ask(request, _found(number), version, how)
    return redirect("grant-questions", number)


def _ask(request: HttpRequest, found: Any, version: int, how: Callable[[CallQuestions], CallQuestions]) -> None:
    ask_otherwise(found, how, version=version, by=acting_membership(request))


def _found(number: int) -> Any:
    found = queries.call_numbered(number)
    if found is None:
        raise Http404("There is no such call.")
    return found
