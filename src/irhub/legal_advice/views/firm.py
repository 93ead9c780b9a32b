"""Pages of a law firm: its day, its times, and a call. Names of parties, times, minutes and codes; nothing of a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.legal_advice import calls, queries, slots
from irhub.legal_advice.desk import desk_of
from irhub.legal_advice.forms import Check, Confirm, Offer, Refuse, Seen, Typed, slot_words
from irhub.legal_advice.keeping import now
from irhub.legal_advice.letters import when
from irhub.legal_advice.outcomes import Answer, Outcome
from irhub.legal_advice.workflows import AppointmentState
from irhub.web.errors import ActionRefused
from irhub.web.forms import Form, posted, refusals_at, refusals_told, status_of
from irhub.web.london import moment

_SHOWN = {
    AppointmentState.ASKED: ("check",),
    AppointmentState.CLEAR: ("seen", "typed"),
    AppointmentState.CALLING: ("seen", "confirm"),
}
"""The forms that the page of a call shows, by where its appointment stands."""


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Today's calls, what waits for the firm's check, and the next days."""
    by = acting_membership(request)
    page = {"day": queries.day_of(by), "when": when, "desk": desk_of(by.body, localdate())}
    return render(request, "legal_advice/day.html", page)


@require_http_methods(["GET", "POST"])
def times(request: HttpRequest) -> HttpResponse:
    """The times that the firm offers, and the form to offer more."""
    by = acting_membership(request)
    schemes = list(queries.schemes_to_offer(by))
    form = posted(Offer, request, schemes=schemes)
    if form.is_valid():
        told = form.cleaned_data
        scheme = next(each for each in schemes if str(each.pk) == told["scheme"])
        usual = {"scheme": scheme, "at": told["at"], "minutes": told["minutes"], "by": by}
        with refusals_at(form, called={"day": "first"}):
            if told["often"] == "weekly":
                slots.offer_weekly(first=told["first"], last=told["last"], **usual)
            else:
                slots.offer(day=told["first"], **usual)
            messages.success(request, "Offered. Advisers and clients can book it now.")
            return redirect("legal-times")
    page = {
        "form": form, "schemes": schemes, "slots": queries.slots_of_firm(by), "series": queries.series_of_firm(by),
        "words": slot_words, "desk": desk_of(by.body, localdate()),
    }  # fmt: skip
    return render(request, "legal_advice/times.html", page, status=400 if form.errors else 200)


@require_POST
def time_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer a time no longer."""
    found = queries.slot_named(reference)
    if found is None:
        raise Http404("There is no such time.")
    with refusals_told(request, "The time is no longer offered."):
        slots.take_slot_back(slot=found, by=acting_membership(request))
    return redirect("legal-times")


@require_POST
def series_end(request: HttpRequest, number: int) -> HttpResponse:
    """Offer a weekly time no longer."""
    found = queries.series_numbered(number)
    if found is None:
        raise Http404("There is no such weekly time.")
    with refusals_told(request):
        many = slots.end_series(series=found, by=acting_membership(request))
        messages.success(request, f"Ended: {many} free times are no longer offered. Booked ones stay.")
    return redirect("legal-times")


@require_safe
def call(request: HttpRequest, reference: str) -> HttpResponse:
    """An appointment on the firm's side: the check, the timer, what came of it."""
    return _page(request, _found(reference))


def _page(request: HttpRequest, found: Any, **sent: Form) -> HttpResponse:
    running = queries.call_of(found)
    seen = {"version": found.version}
    at = now()
    left = calls.available(found)
    page: dict[str, Any] = {
        "appointment": found,
        "when": when(found),
        "parties": list(found.parties.order_by("pk")),
        "refused": queries.refusal_of(found),
        "caller": getattr(found, "caller", None),
        "call": running,
        "lasted": calls.lasted(running, at) if running else 0,
        "seconds": int(((running.stopped_at or at) - running.started_at).total_seconds()) if running else 0,
        "left": left,
        "over": max(0, calls.lasted(running, at) - left) if running else 0,
        "goodwill_waits": bool(running and running.goodwill and calls.goodwill_waits(running)),
        "warns": calls.WARNS_AT,
        "say_first": calls.SAY_FIRST.format(minutes=left),
        "desk": desk_of(found.firm, localdate(), found.level),
        "begun": found.starts_at <= at,
        "seen": Seen(initial=seen),
        "check": Check(initial=seen),
        "refuse": Refuse(initial=seen),
        "confirm": Confirm(initial=seen),
        "typed": Typed(initial=seen | {"day": localdate()}),
    }
    page |= sent
    shown = () if page["refused"] else _SHOWN.get(found.state, ())
    page["unkept"] = next((form for name, form in sent.items() if name not in shown), None)
    status = max((status_of(form) for form in sent.values()), default=200)
    return render(request, "legal_advice/call.html", page, status=status)


@require_POST
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer the check of parties."""

    def does(found: Any, told: dict[str, Any]) -> str:
        answer = Answer(told["answer"])
        calls.answer_check(
            appointment=found, answer=answer, version=told["version"], by=acting_membership(request)
        )  # fmt: skip
        return "Confirmed." if answer is Answer.CLEAR else "Kept. The client is told with the next release."

    return _done(request, reference, "check", Check, does)


@require_POST
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """Start the timer."""

    def does(found: Any, told: dict[str, Any]) -> str:
        calls.start_call(appointment=found, **told, by=acting_membership(request))
        return "The timer is running. It keeps running if you close this page."

    return _done(request, reference, "seen", Seen, does)


@require_POST
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Stop the timer."""

    def does(found: Any, _: dict[str, Any]) -> str:
        calls.stop_call(call=_call(found), by=acting_membership(request))
        return "Stopped. Say what came of the call."

    return _done(request, reference, "seen", Seen, does)


@require_POST
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirm the call."""

    def does(found: Any, told: dict[str, Any]) -> str:
        told["outcome"] = Outcome(told["outcome"])
        done = calls.confirm_call(call=_call(found), **told, by=acting_membership(request))
        return f"Confirmed: {done.minutes} minutes."

    return _done(request, reference, "confirm", Confirm, does)


@require_POST
def typed(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a call that was held without the timer."""

    def does(found: Any, told: dict[str, Any]) -> str:
        done = calls.type_call(
            appointment=found, version=told["version"], started_at=moment(told["day"], told["at"]),
            minutes=told["minutes"], outcome=Outcome(told["outcome"]), goodwill_why=told["goodwill_why"],
            by=acting_membership(request),
        )  # fmt: skip
        return f"Kept as typed: {done.minutes} minutes."

    return _done(request, reference, "typed", Typed, does)


@require_POST
def missed(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that nobody attended."""

    def does(found: Any, told: dict[str, Any]) -> str:
        calls.nobody_attended(appointment=found, **told, by=acting_membership(request))
        return "Kept. No minutes were used."

    return _done(request, reference, "seen", Seen, does)


def _done(
    request: HttpRequest,
    reference: str,
    name: str,
    kind: type[Form],
    does: Callable[[Any, dict[str, Any]], str],
) -> HttpResponse:
    """Do what a form of the page asks for; what is wrong stands in the form, with what was typed."""
    found, form = _found(reference), posted(kind, request)
    if form.is_valid():
        with refusals_at(form, called={"started_at": "at"}, now=lambda: _found(reference)):
            messages.success(request, does(found, form.cleaned_data))
            return redirect("legal-call", found.reference)
        found = _found(reference)
    return _page(request, found, **{name: form})


def _call(found: Any) -> Any:
    held = queries.call_of(found)
    if held is None:
        raise ActionRefused("No call of this appointment has begun.")
    return held


def _found(reference: str) -> Any:
    found = queries.appointment_named(reference)
    if found is None:
        raise Http404("There is no such appointment.")
    return found
