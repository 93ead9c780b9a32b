"""The plans of a body: what there is to do if a licence goes, who did what, and when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.continuity import actions, queries
from irhub.continuity.exposure import exposure
from irhub.continuity.forms import AddStep, ClosePlan, ReopenPlan, WorkStep
from irhub.continuity.plan_list import PLANS
from irhub.registers import queries as register_queries
from irhub.web.forms import posted, refusals_at, seen_now
from irhub.web.listing import ask, page_by_page, show


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of one's body, and how far each has come."""
    rows = page_by_page(queries.all_plans(acting_membership(request).body), queries.listed)
    return render(
        request,
        "continuity/plans.html",
        {
            "fictional": register_queries.is_fictional(),
            "list": show(ask(request, PLANS), rows),
        },
    )


@require_safe
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """A plan: its steps, who did which, and when."""
    return _plan(request, _found(number))


def _plan(
    request: HttpRequest,
    found: Any,
    worked: WorkStep | None = None,
    add: AddStep | None = None,
    close: ClosePlan | None = None,
    reopen: ReopenPlan | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a plan; of the forms, the one that was sent has what went wrong and what was typed, so that nothing is lost."""
    steps = queries.steps_of(found)
    return render(
        request,
        "continuity/plan.html",
        {
            "fictional": register_queries.is_fictional(),
            "plan": found,
            "about": exposure(found.organisation_id),
            "steps": steps,
            "done": sum(step.done_at is not None for step in steps),
            "forms": {
                step.pk: worked if worked and worked.step.pk == step.pk else WorkStep(step=step) for step in steps
            },
            "add": add or AddStep(),
            "close": close or ClosePlan(initial={"version": found.version}),
            "reopen": reopen or ReopenPlan(initial={"version": found.version}),
        },
        status=status,
    )


@require_POST
def plan_step(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what somebody did about a step."""
    step = queries.step_numbered(number)
    if step is None:
        raise Http404("There is no such step.")
    form = posted(WorkStep, request, step=step)
    if form.is_valid():
        with refusals_at(form, "note"):
            actions.work_step(step, **form.cleaned_data, by=acting_membership(request))
            return _done(request, step.plan_id, "Saved.", f"step-{number}")
        step.refresh_from_db()
    form.stands()
    return _plan(request, step.plan, worked=form, status=409)


@require_POST
def plan_add(request: HttpRequest, number: int) -> HttpResponse:
    """Add a step."""
    found, form = _found(number), posted(AddStep, request)
    if not form.is_valid():
        return _plan(request, found, add=form, status=400)
    with refusals_at(form):
        made = actions.add_step(found, form.cleaned_data["title"], by=acting_membership(request))
        return _done(request, number, "The step was added.", f"step-{made.pk}")
    return _plan(request, _found(number), add=form, status=409)


@require_POST
def plan_close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a plan."""
    found, form = _found(number), posted(ClosePlan, request)
    if not form.is_valid():
        return _plan(request, found, close=form, status=400)
    with refusals_at(form):
        actions.close_plan(found, **form.cleaned_data, by=acting_membership(request))
        return _done(request, number, "The plan is closed. It stays here to be read, and can be reopened.")
    found = _found(number)
    seen_now(form, version=found.version)
    return _plan(request, found, close=form, status=409)


@require_POST
def plan_reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Take the closing of a plan back."""
    found, form = _found(number), posted(ReopenPlan, request)
    if form.is_valid():
        with refusals_at(form):
            actions.reopen_plan(found, **form.cleaned_data, by=acting_membership(request))
            return _done(request, number, "The plan is open again.")
    found = _found(number)
    seen_now(form, version=found.version)
    return _plan(request, found, reopen=form, status=409)


def _found(number: int) -> Any:
    """A plan, of the visitor's body as the access table says. Raises Http404."""
    found = queries.plan_numbered(number)
    if found is None:
        raise Http404("There is no such plan.")
    return found


def _done(request: HttpRequest, number: int, sentence: str, part: str = "") -> HttpResponse:
    """Go back to the plan, to the part of it that was changed, and say what was done there."""
    messages.success(request, sentence, extra_tags=part)
    return redirect(reverse("plan", args=[number]) + (f"#{part}" if part else ""))
