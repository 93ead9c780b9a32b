"""The page of one signal with what one's body does about it, and the list of one's own work."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts import purposes
from irhub.accounts.absences import told_of
from irhub.accounts.acting import acting_membership, asker_of, membership_of
from irhub.accounts.menu import may_open
from irhub.attention import actions, queries
from irhub.attention.forms import WorkOn
from irhub.attention.lists import TaskFilters, task_rows, tasks_list
from irhub.attention.workflows import WORKS, TaskState
from irhub.casework.colleagues import colleagues
from irhub.casework.work import places_of_work
from irhub.indicators import past
from irhub.indicators.queries import audiences_of, definition, signals_of_organisation
from irhub.indicators.rows import SignalRow
from irhub.places import england, place_of_code
from irhub.registers import lagging
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES
from irhub.web.forms import posted, refusals_at, seen_now, status_of
from irhub.web.jinja import day
from irhub.web.listing import ask, page_by_page, show


def signal_or_404(request: HttpRequest, organisation_id: str, code: str, as_at: date | None = None) -> SignalRow | None:
    """The signal, None if the indicator does not hold of the organisation. Raises Http404 if there is no such indicator."""
    if definition(code) is None:
        raise Http404("No indicator has this address.")
    audiences = audiences_of(asker_of(request))
    found = signals_of_organisation(organisation_id, as_at, audiences=audiences)
    return next((row for row in found if row.code == code), None)


@require_safe
def signal(request: HttpRequest, organisation_id: str, code: str) -> HttpResponse:
    """Why something deserves attention, how we know, what was said about it and what is done."""
    return shown(request, organisation_id, code)


def shown(
    request: HttpRequest, organisation_id: str, code: str, form: WorkOn | None = None, status: int = 200
) -> HttpResponse:
    """The page of a signal. `form`: what somebody wanted to do about it, with what went wrong."""
    request.tells_past_days = True  # type: ignore[attr-defined]
    try:
        as_at = past.asked_for(request.GET.get("as_at", ""), register_queries.newest_date())
    except ValueError as wrong:
        raise Http404(str(wrong)) from wrong
    if as_at:
        past.look(as_at)
    found = signal_or_404(request, organisation_id, code, as_at)
    if found and found.named and request.method != "POST":  # what was posted is shown again, without names
        if not purposes.look(request):
            return redirect(purposes.asked_at(request))
        found = found.with_names()
    membership, asker = membership_of(request), asker_of(request)
    works = may_open(request, "signal-task")
    task = queries.tasks_of(membership, [organisation_id]).get((organisation_id, code))
    said = queries.statements_on(asker, [organisation_id]).get((organisation_id, code))
    withheld = as_at is None and lagging.decisions_wait()
    if found is None and withheld and task is None and said is None:
        return redirect("organisation", organisation_id)  # which says that it is worked out anew
    if found is None and (as_at or (task is None and said is None)):
        raise Http404("There was no such alert for this organisation on that day.")
    indicator = definition(code)
    return render(
        request,
        "attention/signal.html",
        {
            "fictional": register_queries.is_fictional(),
            "sources": SOURCES,
            "organisation_id": organisation_id,
            "indicator": indicator,
            "signal": found,
            "withheld": withheld,
            "as_at": as_at,
            "name": found.name if found else task.name if task else said.name if said else "",
            "task": task,
            "overdue": bool(task and queries.overdue(task)),
            "events": queries.task_events(membership, task) if task else [],
            "works": as_at is None and works,
            "work": _work(membership, task, form) if membership and works else None,
            "statement": said,
            "known": queries.known_to_all([organisation_id]).get((organisation_id, code)),
            "challenges": [made for made in queries.challenges_on(asker, [organisation_id]) if made.code == code],
            "speaks": as_at is None and may_open(request, "signal-reply", organisation_id=organisation_id, code=code),
            "contests": as_at is None
            and may_open(request, "signal-challenge", organisation_id=organisation_id, code=code),
            "form": form,
        },
        status=status,
    )


@require_POST
def task(request: HttpRequest, organisation_id: str, code: str) -> HttpResponse:
    """Assign a signal, write a note, or say that it is done, dismissed or open again."""
    membership = acting_membership(request)
    form = posted(WorkOn, request, owners=colleagues(membership, WORKS), body=membership.body.name)
    if form.is_valid():
        with refusals_at(form):
            done = _do(request, organisation_id, code, form.cleaned_data)
            messages.success(request, done, extra_tags="task")
            return redirect(reverse("signal", args=[organisation_id, code]) + "#task")
    return shown(request, organisation_id, code, form, status_of(form))


def _do(request: HttpRequest, organisation_id: str, code: str, given: dict[str, Any]) -> str:
    """Do what was asked. Returns what was done, in a sentence."""
    membership = acting_membership(request)
    version, why = given["version"], given["note"]
    if given["action"] == "reopen":
        actions.reopen(organisation_id, code, version=version, why=why, by=membership)
        return "Opened again."
    if given["action"] in ("done", "dismissed"):
        state = TaskState(given["action"])
        actions.close(organisation_id, code, version=version, state=state, why=why, by=membership)
        return f"Marked as {str(state.label).lower()}. If that was wrong, open it again below."
    found = signal_or_404(request, organisation_id, code)
    held = queries.tasks_of(membership, [organisation_id]).get((organisation_id, code))
    if found is None and held is None:
        raise Http404("There is no such alert for this organisation now.")
    made = actions.assign(organisation_id, code, name=found.name if found else "", says=found.says if found else "", version=version,
        owner=int(given["owner"]) if given["owner"].isdigit() else None, due=given["due"], note=why, by=membership,
    )  # fmt: skip
    return f"Saved. {f'{made.owner.name} has it' if made.owner else 'Nobody has it yet'}{f', due {day(made.due)}' if made.due else ''}."


def _owners(membership: Any, task: Any) -> list[tuple[str, str]]:
    """Whom a task can be given, and whose it is."""
    offered = colleagues(membership, WORKS)
    stays = task and task.owner and str(task.owner_id) not in dict(offered)
    return [*offered, (str(task.owner_id), task.owner.name)] if stays else offered


def _work(membership: Any, task: Any, form: WorkOn | None) -> WorkOn:
    """The form for a task as it stands now; with what somebody typed, if they did."""
    closed = bool(task and task.state != "open")
    version = task.version if task else 0
    if form is None:
        stands = {"owner": task.owner_id or "", "due": task.due} if task else {"owner": membership.person_id}
        form = WorkOn(
            owners=_owners(membership, task),
            body=membership.body.name,
            closed=closed,
            initial={**stands, "version": version},
        )
    else:
        seen_now(form, version=version)
        form.asks(closed)
    return form


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What is assigned to the person, or to anybody in the body: overdue first."""
    membership = acting_membership(request)
    form = TaskFilters(request.GET)
    asked = form.asked
    tasks = queries.my_tasks(membership, everybodys=asked["whose"] == "body", closed=asked["state"] == "closed")
    shown = show(ask(request, tasks_list(**asked), form=form), page_by_page(tasks, task_rows))
    return render(
        request,
        "attention/my_work.html",
        {
            "fictional": register_queries.is_fictional(),
            "asked": asked,
            "body": membership.body,
            "list": shown,
            "away": told_of(membership),
            "waits": places_of_work(membership, lambda route: route != "my-work" and may_open(request, route)),
            "place": (membership.body.place_code and place_of_code(membership.body.place_code)) or england(),
        },
    )
