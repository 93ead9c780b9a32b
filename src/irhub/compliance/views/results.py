"""What a self-check says, and what a provider does about it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.casework.colleagues import colleagues
from irhub.compliance import actions, queries
from irhub.compliance.forms import AddItem, EndForm, PlanForm
from irhub.compliance.how_it_stands import Standing
from irhub.compliance.questionnaire import NAME, Theme, Weight
from irhub.compliance.views.checks import found
from irhub.compliance.weighing import Weighing, by_theme, words_of
from irhub.compliance.workflows import OWN, ItemState
from irhub.web.forms import posted, refusals_at, refusals_told, status_of


def _head(number: int) -> Standing:
    """The self-check of a provider, not of one of its places. Raises Http404."""
    at = found(number)
    if at.heads is not None:
        raise Http404("The result of a place is that of its head office.")
    return at


def _weighed(at: Standing) -> tuple[list[Standing], Weighing]:
    places = queries.standings_of_places(at)
    return places, queries.weighing_of(at, places)


@require_safe
def result(request: HttpRequest, number: int) -> HttpResponse:
    """What would matter first at a visit, theme by theme."""
    at = _head(number)
    if at.sheet.questionnaire != NAME:
        raise Http404("This has a level, and no result.")
    places, weighing = _weighed(at)
    theme_of = {each.key: theme.key for theme in at.asking.pages for each in theme.questions}
    themes = by_theme(weighing, theme_of)
    return render(
        request,
        "compliance/result.html",
        {
            "at": at,
            "weighing": weighing,
            "themes": [(page, themes[page.key], _oldest(at, page)) for page in at.asking.pages if page.key in themes],
            "foremost": [one for one in weighing.found if one.weight is Weight.CRITICAL][:10],
            "weights": list(Weight),
            "kept": [
                (one, words_of(one.index, sum(theme.major for theme in one.themes.all()))) for one in queries.results_of(at.sheet)
            ],
            "sheets": {one.sheet.place: one.sheet.pk for one in places},
            "unconfirmed": [
                one.sheet for one in places if one.sheet.confirmed_revision != at.sheet.revision
            ],
        },
    )  # fmt: skip


def _oldest(at: Standing, page: Theme) -> date | None:
    """The day of the oldest check of a theme: of what was seen last for each question; None if nothing was."""
    lines = [at.evidence[each.key] for each in at.of_theme(page) if at.evidence.get(each.key)]
    return min((max(line.seen_on for line in those) for those in lines), default=None)


@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the result of today."""
    at = _head(number)
    if at.sheet.questionnaire != NAME:
        raise Http404("This has a level, and no result.")
    with refusals_told(request, "Today’s result is kept below."):
        actions.keep_result(at, _weighed(at)[1], by=acting_membership(request))
    return redirect(reverse("self-check-result", args=[number]) + "#kept")


@require_safe
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """The action plan."""
    return _plan(request, _head(number), AddItem())


def _plan(request: HttpRequest, at: Standing, add: AddItem) -> HttpResponse:
    items = queries.items_of(at.sheet)
    return render(
        request,
        "compliance/plan.html",
        {
            "at": at,
            "items": items,
            "done": sum(one.state == ItemState.DONE for one in items),
            "needed": sum(one.state != ItemState.DROPPED for one in items),
            "add": add,
        },
        status=status_of(add),
    )


@require_POST
def plan_make(request: HttpRequest, number: int) -> HttpResponse:
    """Put every gap into the action plan."""
    at = _head(number)
    made = actions.make_plan(at.sheet, _weighed(at)[1].found, by=acting_membership(request))
    messages.success(request, f"{made} added." if made else "Every gap is in the plan already.")
    return redirect("self-check-plan", number)


@require_POST
def plan_add(request: HttpRequest, number: int) -> HttpResponse:
    """Add an action of one's own."""
    at, form = _head(number), posted(AddItem, request)
    if form.is_valid():
        with refusals_at(form):
            made = actions.add_item(at.sheet, form.cleaned_data["title"], by=acting_membership(request))
            return redirect("self-check-action", made.pk)
    return _plan(request, at, form)


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, number: int) -> HttpResponse:
    """One action: who does it, by when, and what came of it."""
    one = queries.item_numbered(number)
    if one is None:
        raise Http404("There is no such action.")
    by = acting_membership(request)
    form = posted(PlanForm, request, item=one, people=colleagues(by, OWN))
    if form.is_valid():
        with refusals_at(form, now=lambda: queries.item_numbered(number)):
            actions.plan_item(one, **form.cleaned_data, by=by)
            messages.success(request, "Saved.")
            return redirect("self-check-plan", one.sheet_id)
    return _item(request, number, form, EndForm(initial={"version": one.version}))


def _item(request: HttpRequest, number: int, form: PlanForm, end: EndForm) -> HttpResponse:
    one = queries.item_numbered(number)
    return render(
        request,
        "compliance/action.html",
        {"item": one, "form": form, "end": end, "open": one is not None and one.state == ItemState.TO_DO},
        status=max(status_of(form), status_of(end)),
    )


@require_POST
def item_end(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """Mark an action as done, drop it or reopen it."""
    one = queries.item_numbered(number)
    if one is None or what not in ("do", "drop", "reopen"):
        raise Http404("There is no such action.")
    by, form = acting_membership(request), posted(EndForm, request)
    if form.is_valid():
        with refusals_at(form, now=lambda: queries.item_numbered(number)):
            actions.end_item(one, what, **form.cleaned_data, by=by)
            messages.success(request, "Saved.")
            return redirect("self-check-plan", one.sheet_id)
    return _item(request, number, PlanForm(item=one, people=colleagues(by, OWN)), form)
