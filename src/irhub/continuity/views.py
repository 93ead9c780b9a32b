"""What hangs on a licence, and the plan for the day it goes: for councils, partnerships and the department."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from irhub.accounts.wearing import worn
from irhub.continuity import queries, services
from irhub.continuity.exposure import MILES, exposure, near
from irhub.registers import holdings
from irhub.web.context import page_links

AT_ONCE = 10
"""Locations on a page, each with who is near it."""
USUAL_MILES = 5


@require_GET
def what_if(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """What would be touched if the sponsor licence of an organisation went, who else is near, and what to do."""
    hat = worn(request)
    found = exposure(organisation_id)
    if found is None:
        raise Http404("No organisation has this address.")
    asked = request.GET.get("miles", "")
    miles = int(asked) if asked in {str(choice) for choice in MILES} else USUAL_MILES
    page = Paginator(found.locations, AT_ONCE).get_page(request.GET.get("page"))
    return render(
        request,
        "continuity/what_if.html",
        {
            "fictional": holdings.is_fictional(),
            "found": found,
            "miles": miles,
            "choices": [(str(choice), f"{choice} mile{'s' if choice > 1 else ''}") for choice in MILES],
            "page": page,
            "links": page_links(page),
            "near": near(organisation_id, list(page), miles),
            "plans": queries.plans_of(hat.body, organisation_id),
        },
    )


@require_POST
def plan_open(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Begin a plan for an organisation."""
    hat = worn(request)
    why = request.POST.get("why", "").strip()
    if exposure(organisation_id) is None:
        raise Http404("No organisation has this address.")
    if not why:
        messages.error(request, "Write down what you have learned before you open a plan.")
        return redirect(reverse("what-if", args=[organisation_id]) + "#plan")
    try:
        made = services.open_plan(organisation_id, why, hat=hat)
    except services.NotPossible as reason:
        messages.error(request, str(reason))
        return redirect("what-if", organisation_id)
    return redirect("plan", made.pk)


@require_GET
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """A plan: its steps, who did which, and when."""
    found = queries.plan_in(worn(request).body, number)
    if found is None:
        raise Http404("Your body has no such plan.")
    about = exposure(found.organisation_id)
    steps = queries.steps_of(found)
    return render(
        request,
        "continuity/plan.html",
        {
            "fictional": holdings.is_fictional(),
            "plan": found,
            "about": about,
            "steps": steps,
            "done": sum(step.done_at is not None for step in steps),
        },
    )


@require_POST
def plan_step(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what somebody did about a step."""
    hat = worn(request)
    step = queries.step_in(hat.body, number)
    version = request.POST.get("version", "")
    if step is None:
        raise Http404("Your body has no such step.")
    return _tried(
        request,
        step.plan_id,
        lambda: services.work_step(
            step,
            done="done" in request.POST,
            note=request.POST.get("note", ""),
            version=int(version) if version.isdigit() else 0,
            hat=hat,
        ),
        f"#step-{number}",
    )


@require_POST
def plan_add(request: HttpRequest, number: int) -> HttpResponse:
    """Add a step."""
    hat = worn(request)
    found = queries.plan_in(hat.body, number)
    title = request.POST.get("title", "").strip()
    if found is None:
        raise Http404("Your body has no such plan.")
    if not title:
        messages.error(request, "Write what the step is before you add it.")
        return redirect(reverse("plan", args=[number]) + "#add")
    return _tried(request, number, lambda: services.add_step(found, title, hat=hat), "#add")


@require_POST
def plan_close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a plan."""
    hat = worn(request)
    found = queries.plan_in(hat.body, number)
    learned = request.POST.get("learned", "").strip()
    if found is None:
        raise Http404("Your body has no such plan.")
    if not learned:
        messages.error(request, "Write how it ended before you close the plan.")
        return redirect(reverse("plan", args=[number]) + "#close")
    return _tried(request, number, lambda: services.close_plan(found, learned, hat=hat))


@require_POST
def plan_reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Take the closing of a plan back."""
    hat = worn(request)
    found = queries.plan_in(hat.body, number)
    if found is None:
        raise Http404("Your body has no such plan.")
    return _tried(request, number, lambda: services.reopen_plan(found, hat=hat))


def _tried(request: HttpRequest, number: int, change: Callable[[], object], part: str = "") -> HttpResponse:
    """Make a change and go back to the plan, with the reason if it was not possible."""
    try:
        change()
    except services.NotPossible as reason:
        messages.error(request, str(reason))
    return redirect(reverse("plan", args=[number]) + part)
