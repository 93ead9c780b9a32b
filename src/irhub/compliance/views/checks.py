"""The self-check: where it stands, its questions one at a time or as a list, and where the evidence is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.checker.book import current
from irhub.compliance import actions, queries
from irhub.compliance.asking import ask_about
from irhub.compliance.forms import CheckForm, EvidenceForm
from irhub.compliance.how_it_stands import Standing, standing_of
from irhub.compliance.questionnaire import PACK, CheckQuestion, newest, question_of, rules_shown
from irhub.questions.stored import overtaken_at
from irhub.questions.words import said
from irhub.web.forms import posted, refusals_at, refusals_told, status_of


def found(number: int) -> Standing:
    """How a self-check of the visitor's body stands, as the access table says. Raises Http404."""
    sheet = queries.sheet_numbered(number)
    if sheet is None or sheet.questionnaire == PACK:  # the pack for the day of a visit has a page of its own
        raise Http404("There is no such self-check.")
    return standing_of(sheet)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the self-check is, for a provider that has not begun one; else the one that it has."""
    head = queries.head_of(acting_membership(request).body)
    if head is not None:
        return redirect("self-check-sheet", head.pk)
    themes = [theme for theme in newest().pages if len(theme.questions) > 1]
    weighed = sum(question.weight is not None for question in newest().questions)
    return render(request, "compliance/start.html", {"themes": themes, "questions": weighed, "since": newest().since})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin one."""
    sheet = actions.begin_check(by=acting_membership(request))
    return redirect("self-check-sheet", sheet.pk)


@require_safe
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Where a self-check stands: its themes, what must be asked again and why."""
    at = found(number)
    places = queries.places_of(at.sheet) if at.heads is None else []
    return render(
        request,
        "compliance/sheet.html",
        {
            "at": at,
            "places": places,
            "next": at.open[0] if at.open else None,
            "newest": newest(),
            "shown_again": [each for each in at.asked if each.key in at.again],
            "theme_address": lambda key: reverse("self-check-theme", args=[number, key]),
        },
    )


@require_POST
def renew(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the newest version of the questions."""
    at = found(number)
    if at.heads is not None:
        raise Http404("Head office asks the newest questions, for its places too.")
    with refusals_told(request, "The new questions are below. Answers to what did not change still count."):
        actions.renew(at.sheet, by=acting_membership(request))
    return redirect("self-check-sheet", at.sheet.pk)


@require_http_methods(["GET", "POST"])
def theme(request: HttpRequest, number: int, theme: str) -> HttpResponse:
    """The questions of a theme as a list: each may be left open."""
    at = found(number)
    chosen = next((each for each in at.themes if each.page.key == theme), None)
    if chosen is None:
        raise Http404("There is no such theme.")
    questions = at.of_theme(chosen.page)
    form = _form(request, at, questions, partly=True)
    if form.is_valid() and _kept(request, at, questions, form):
        messages.success(request, "Your answers are kept.")
        return redirect("self-check-sheet", number)
    return render(
        request,
        "compliance/theme.html",
        {
            "at": at,
            "theme": chosen.page,
            "questions": questions,
            "form": form,
            "rules": rules_shown(questions, at.on, current()),
            "said": said,
        },
        status=status_of(form),
    )


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """One question, with what stands behind it, and where its evidence is kept."""
    at = found(number)
    if _was_asked(at, key):
        messages.info(
            request,
            "You are not asked this question any more, by what you said about yourselves or since the questions changed.",
        )
        return redirect("self-check-sheet", number)
    asked = _asked(at, key)
    form = _form(request, at, [asked])
    if form.is_valid() and _kept(request, at, [asked], form):
        if request.headers.get(
            "X-Kept-As-Typed"
        ):  # the script of a list keeps one question, and leaves the page as it is
            return HttpResponse(f"Kept: {at.sheet.revision}", content_type="text/plain")
        following = _after(found(number), key)
        if following is None:
            messages.success(request, "That was the last question. Your answers are kept.")
            return redirect("self-check-sheet", number)
        return redirect("self-check-question", number, following.key)
    return _question(request, at, asked, form)


def _question(
    request: HttpRequest, at: Standing, asked: CheckQuestion, form: CheckForm, evidence: EvidenceForm | None = None
) -> HttpResponse:
    of_theme = at.asking.page_of(asked.key)
    here = at.of_theme(of_theme)
    return render(
        request,
        "compliance/question.html",
        {
            "at": at,
            "question": asked,
            "theme": of_theme,
            "place": [each.key for each in here].index(asked.key) + 1,
            "many": len(here),
            "form": form,
            "evidence": evidence or EvidenceForm(),
            "rules": rules_shown([asked], at.on, current())[asked.key],
            "previous": _before(at, asked.key),
            "ask": ask_about(asked, at, acting_membership(request).body),
            "said": said,
        },
        status=status_of(evidence or form),
    )


@require_POST
def evidence_add(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Note where something is kept."""
    at = found(number)
    asked = _asked(at, key)
    form = posted(EvidenceForm, request)
    if form.is_valid():
        with refusals_at(form):
            actions.add_evidence(at.sheet, asked, actions.Note(**form.cleaned_data), by=acting_membership(request))
            messages.success(request, "Noted.", extra_tags="evidence")
            return redirect(reverse("self-check-question", args=[number, key]) + "#evidence")
    return _question(request, at, asked, _unposted(at, [asked]), form)


@require_POST
def evidence_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a line of the index."""
    line = queries.evidence_numbered(number)
    if line is None:
        raise Http404("There is no such evidence.")
    back = reverse("self-check-question", args=[line.sheet_id, line.question]) + "#evidence"
    with refusals_told(request, "Removed."):
        actions.remove_evidence(line, by=acting_membership(request))
    return redirect(back)


def _was_asked(at: Standing, key: str) -> bool:
    """Whether a question is not asked now and was: an action of the plan or a line of evidence leads to it still."""
    return all(each.key != key for each in at.asked) and queries.leads_to(at.sheet, key)


def _asked(at: Standing, key: str) -> CheckQuestion:
    """A question that is asked. Raises Http404."""
    known = question_of(at.asking, key)
    asked = next((each for each in at.asked if each is known), None)
    if asked is None:
        raise Http404("This question is not asked.")
    return asked


def _form(request: HttpRequest, at: Standing, questions: Sequence[CheckQuestion], *, partly: bool = False) -> CheckForm:
    return posted(CheckForm, request, **_options(at, questions, partly))


def _unposted(at: Standing, questions: Sequence[CheckQuestion]) -> CheckForm:
    return CheckForm(**_options(at, questions, False))


def _options(at: Standing, questions: Sequence[CheckQuestion], partly: bool) -> dict[str, Any]:
    """With what the form of a page is made. What is to be given again is not filled in, so that nobody gives it without looking."""
    return {
        "questions": questions, "before": at.answers, "partly": partly, "heading": not partly, "revision": at.sheet.revision,
    }  # fmt: skip


def _kept(request: HttpRequest, at: Standing, questions: Sequence[CheckQuestion], form: CheckForm) -> bool:
    """Whether the answers of a page were kept; why not stands on the form."""
    with refusals_at(form), overtaken_at(form, at.sheet):
        actions.answer(at, questions, form.answers, seen=form.seen, by=acting_membership(request))
        return True
    return False


def _before(at: Standing, key: str) -> CheckQuestion | None:
    keys = [each.key for each in at.asked]
    place = keys.index(key)
    return at.asked[place - 1] if place else None


def _after(at: Standing, key: str) -> CheckQuestion | None:
    """The question after this one; None after the last."""
    keys = [each.key for each in at.asked]
    place = keys.index(key) + 1 if key in keys else 0
    return at.asked[place] if place < len(keys) else None
