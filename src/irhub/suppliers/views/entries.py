"""The pages on which a body watches over the suppliers of its frameworks: tasks, conditions, concerns, suspension, removal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.registers import queries as register_queries
from irhub.suppliers import concerns, naming, queries, watching
from irhub.suppliers import entries as actions
from irhub.suppliers.forms import GradeForm, MoveForm, NameForm, ReasonForm
from irhub.suppliers.lists import ENTRIES
from irhub.web.forms import posted, refusals_at, refusals_told, status_of
from irhub.web.listing import ask, show

_WORDS = {
    "suspend": ("What it is about, with its source", "The supplier reads this and can answer. Those who work with it are told neutrally that it is suspended."),
    "lift": ("Why the suspension ends", "The supplier reads this."),
    "propose": ("Report of the investigation", "What was found, from what, and what the supplier answered. A colleague decides."),
    "remove": ("Reasons for the removal", "The supplier reads this."),
    "review": ("What the review found", "Only your body reads this."),
}  # fmt: skip


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The suppliers of one's body's frameworks."""
    asked = ask(request, ENTRIES)
    return render(
        request, "suppliers/entries.html", {"list": show(asked, queries.entries_of(acting_membership(request).body))}
    )


@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """A supplier, and all that is known and to be done about it."""
    return _page(request, _found(number))


@require_POST
def suspend(request: HttpRequest, number: int) -> HttpResponse:
    """Suspend it."""
    return _with_reason(
        request,
        number,
        "suspend",
        actions.suspend,
        "Suspended. The supplier is told, and those who noted that they work with it.",
    )


@require_POST
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """End the suspension."""
    return _with_reason(request, number, "lift", actions.end_suspension, "The suspension has ended.")


@require_POST
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Propose its removal."""
    return _with_reason(request, number, "propose", actions.propose_removal, "A colleague decides on it.")


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove it, as a second person."""
    return _with_reason(request, number, "remove", actions.remove, "Removed. The supplier is told.")


@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a review."""
    return _with_reason(request, number, "review", actions.review, "Kept.")


@require_POST
def name(request: HttpRequest, number: int) -> HttpResponse:
    """Put the name on the list that Companies House’s list has for it."""
    found, form = _found(number), posted(NameForm, request)
    told = form.cleaned_data if form.is_valid() else {"version": -1, "name": ""}
    with refusals_told(
        request, "The new name is on the list. The supplier is told, and those who noted that they work with it."
    ):
        naming.take_name(found, by=acting_membership(request), **told)
    return redirect("supplier-entry", number)


@require_POST
def condition(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a condition is met."""
    found = queries.condition_numbered(number)
    if found is None:
        raise Http404("There is no such condition.")
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, "Kept: the condition is met."):
        actions.meet_condition(found, version=version, by=acting_membership(request))
    return redirect("supplier-entry", found.entry_id)


@require_POST
def task(request: HttpRequest, number: int) -> HttpResponse:
    """Close a task."""
    found = queries.task_numbered(number)
    if found is None:
        raise Http404("There is no such task.")
    form = posted(ReasonForm, request, auto_id=f"task-{number}-%s", label="What was done")
    if form.is_valid():
        with refusals_at(form, "reason"):
            watching.close_task(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Closed.")
            return redirect("supplier-entry", found.entry_id)
    return _page(request, _found(found.entry_id), task=(number, form))


@require_POST
def grade(request: HttpRequest, number: int) -> HttpResponse:
    """Grade a concern."""
    found = _concern(number)
    form = posted(GradeForm, request, auto_id=f"grade-{number}-%s", label="Why")
    if form.is_valid():
        with refusals_at(form, "reason"):
            data = form.cleaned_data
            concerns.grade(
                found, version=data["version"], to=data["grade"], reason=data["reason"], by=acting_membership(request)
            )
            messages.success(request, "Graded.")
            return redirect("supplier-entry", found.entry_id)
    return _page(request, _found(found.entry_id), grade=(number, form))


@require_POST
def close_concern(request: HttpRequest, number: int) -> HttpResponse:
    """Close a concern."""
    found = _concern(number)
    form = posted(ReasonForm, request, auto_id=f"close-{number}-%s", label="What was done, and to whom it was passed")
    if form.is_valid():
        with refusals_at(form, "reason"):
            concerns.close(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Closed.")
            return redirect("supplier-entry", found.entry_id)
    return _page(request, _found(found.entry_id), close=(number, form))


def _page(request: HttpRequest, found: Any, **sent: Any) -> HttpResponse:
    """The page of a supplier. `sent`: a form that was not in order, by its name; of a thing of the supplier's with the thing's number."""
    version = {"version": found.version}
    tasks, told = list(found.tasks.order_by("state", "-pk")), queries.concerns_of(found)
    forms: dict[str, Any] = {
        name: ReasonForm(initial=version, auto_id=f"{name}-%s", label=words, hint=hint)
        for name, (words, hint) in _WORDS.items()
    }
    renamed = naming.new_name(found)
    forms["name"] = NameForm(initial=version | {"name": renamed.says if renamed else ""}, auto_id="name-%s")
    many: dict[str, dict[int, Any]] = {
        "task": {one.pk: ReasonForm(initial={"version": one.version}, auto_id=f"task-{one.pk}-%s", label="What was done") for one in tasks},
        "grade": {one.pk: GradeForm(initial={"version": one.version, "grade": one.grade}, auto_id=f"grade-{one.pk}-%s", label="Why") for one in told},
        "close": {one.pk: ReasonForm(initial={"version": one.version}, auto_id=f"close-{one.pk}-%s", label="What was done, and to whom it was passed") for one in told},
    }  # fmt: skip
    bound: list[Any] = []
    for name, form in sent.items():
        if isinstance(form, tuple):
            many[name][form[0]] = form[1]
            bound.append(form[1])
        else:
            forms[name] = form
            bound.append(form)
    values = {
        "entry": found, "area": queries.area_words(found.councils), "tasks": tasks, "concerns": told, "suspension": queries.suspension_of(found),
        "conditions": list(found.conditions.order_by("due", "pk")), "history": queries.history_of(found), "forms": forms, "many": many,
        "moving": MoveForm(initial=version, auto_id="move-%s"), "events": list(found.events.order_by("-at", "-pk")[:30]), "bound": bound,
        "former": list(found.former_names.order_by("-until", "-pk")), "renamed": renamed, "fictional": register_queries.is_fictional(),
    }  # fmt: skip
    return render(request, "suppliers/entry.html", values, status=status_of(bound[0]) if bound else 200)


def _with_reason(request: HttpRequest, number: int, name: str, does: Callable[..., Any], said: str) -> HttpResponse:
    label, hint = _WORDS[name]
    form = posted(ReasonForm, request, auto_id=f"{name}-%s", label=label, hint=hint)
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: _found(number)):
            does(_found(number), by=acting_membership(request), **form.cleaned_data)
            messages.success(request, said)
            return redirect("supplier-entry", number)
    return _page(request, _found(number), **{name: form})


def _concern(number: int) -> Any:
    found = queries.concern_numbered(number)
    if found is None:
        raise Http404("There is no such concern.")
    return found


def _found(number: int) -> Any:
    found = queries.entry_numbered(number)
    if found is None:
        raise Http404("There is no such supplier.")
    return found
