"""The pages on which hosts say who came: reports handed in, connections settled, people ticked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.files.handed_in import handed_in
from irhub.web.forms import posted, refusals_at, refusals_told
from irhub.web.listing import ask, show
from irhub.webinars import coming, queries
from irhub.webinars.actions import attendance as actions
from irhub.webinars.actions.certificates import complete_attendance
from irhub.webinars.forms import BehindForm, LogForm, MoveForm, TickForm, UnbookedForm
from irhub.webinars.lists import CONNECTIONS
from irhub.webinars.saying import when_words
from irhub.webinars.workflows import SessionState


@require_safe
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Who came, as far as it is known, and what is to be settled."""
    return _page(request, _session(number))


@require_POST
def hand_in(request: HttpRequest, number: int) -> HttpResponse:
    """Read an attendance report."""
    found = _session(number)
    form = posted(LogForm, request)
    if form.is_valid():
        with refusals_at(form, "file"):
            file = handed_in(form.cleaned_data["file"], accepts=(".csv", ".tsv", ".txt"))
            log = actions.hand_in(session=found, file=file, by=acting_membership(request))
            messages.success(request, f"{log.name} was read as a report of {log.shape}.")
            return redirect("webinar-attendance", number)
    return _page(request, found, form)


@require_http_methods(["GET", "POST"])
def connection(request: HttpRequest, number: int) -> HttpResponse:
    """Say who was behind a connection."""
    found = _connection(number)
    stands = [str(each.booking_id) for each in found.behind.all()]
    form = posted(
        BehindForm, request, offered=coming.who_it_may_be(found), initial={"bookings": stands, "version": found.version}
    )
    if form.is_valid():
        with refusals_at(form):
            chosen = [int(each) for each in form.cleaned_data["bookings"]]
            actions.settle(
                connection=found, bookings=chosen, version=form.cleaned_data["version"], by=acting_membership(request)
            )
            return redirect("webinar-attendance", found.session_id)
    return _settling(request, found, form, UnbookedForm(initial={"version": found.version}, auto_id="unbooked-%s"))


@require_POST
def unbooked(request: HttpRequest, number: int) -> HttpResponse:
    """Add somebody who came without a booking."""
    found = _connection(number)
    form = posted(UnbookedForm, request, auto_id="unbooked-%s")
    if form.is_valid():
        with refusals_at(form):
            actions.add_who_came(connection=found, by=acting_membership(request), **form.told())
            return redirect("webinar-attendance", found.session_id)
    return _settling(
        request, found, BehindForm(offered=coming.who_it_may_be(found), initial={"version": found.version}), form
    )


@require_POST
def unsettle(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what was said of a connection."""
    found = _connection(number)
    seen = _seen(request)
    return _done(
        request,
        found.session_id,
        lambda: actions.unsettle(connection=found, version=seen, by=acting_membership(request)),
    )


@require_POST
def undo_log(request: HttpRequest, number: int) -> HttpResponse:
    """Take a report back."""
    found = coming.log_numbered(number)
    if found is None:
        raise Http404("There is no such report.")
    return _done(request, found.session_id, lambda: actions.undo_log(log=found, by=acting_membership(request)))


@require_http_methods(["GET", "POST"])
def tick(request: HttpRequest, number: int) -> HttpResponse:
    """Tick who came, of those whom no report has."""
    found = _session(number)
    people = coming.not_in_a_log(found)
    offered = [(str(one.pk), f"{one.name}, {one.organisation}") for one in people]
    ticked = [str(one.pk) for one in people if hasattr(one, "attendance") and one.attendance.ticked_by]
    form = posted(TickForm, request, offered=offered, initial={"came": ticked, "version": found.version})
    if form.is_valid():
        with refusals_at(form):
            came = [int(each) for each in form.cleaned_data["came"]]
            actions.tick(session=found, came=came, version=form.cleaned_data["version"], by=acting_membership(request))
            return redirect("webinar-attendance", number)
    return render(request, "webinars/tick.html", {"session": found, "form": form, "people": people})


@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Say that it is known who came."""
    return _moved(request, number, complete_attendance)


@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Go on working on who came."""
    return _moved(request, number, actions.open_attendance)


def _moved(request: HttpRequest, number: int, does: Callable[..., Any]) -> HttpResponse:
    version = _seen(request)
    return _done(
        request, number, lambda: does(session=_session(number), version=version, by=acting_membership(request))
    )


def _seen(request: HttpRequest) -> int:
    """The version that the page showed; -1, which nothing has, if the form is not in order."""
    form = posted(MoveForm, request)
    return int(form.cleaned_data["version"]) if form.is_valid() else -1


def _done(request: HttpRequest, number: int, does: Callable[[], Any]) -> HttpResponse:
    with refusals_told(request):
        does()
    return redirect("webinar-attendance", number)


def _page(request: HttpRequest, found: Any, form: LogForm | None = None) -> HttpResponse:
    asked = ask(request, CONNECTIONS, at=reverse("webinar-attendance", args=[found.pk]))
    connected = show(asked, coming.connections_of(found)) if found.state == SessionState.HELD else None
    values = {
        "session": found, "when": when_words(found), "logs": coming.logs_of(found), "list": connected,
        "attended": coming.attended(found), "form": form or LogForm(),
        "settling": MoveForm(initial={"version": found.version}, auto_id="settle-%s"),
    }  # fmt: skip
    return render(request, "webinars/attendance.html", values)


def _settling(request: HttpRequest, found: Any, form: BehindForm, unbooked: UnbookedForm) -> HttpResponse:
    values = {
        "connection": found, "session": found.session, "form": form, "unbooked": unbooked,
        "undoing": MoveForm(initial={"version": found.version}, auto_id="undo-%s"),
    }  # fmt: skip
    return render(request, "webinars/connection.html", values)


def _session(number: int) -> Any:
    found = queries.session_numbered(number)
    if found is None:
        raise Http404("There is no such webinar.")
    return found


def _connection(number: int) -> Any:
    found = coming.connection_numbered(number)
    if found is None:
        raise Http404("There is no such connection.")
    return found
