"""Pages of a client: its minutes, its appointments; and of an adviser, who books for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.accounts.roles import Role
from irhub.legal_advice import booking, queries
from irhub.legal_advice.asking import Asks, asks_for
from irhub.legal_advice.calendar_file import calendar_of
from irhub.legal_advice.entitlements import balance_told
from irhub.legal_advice.forms import Book, ForWhom, GiveUp, MoveTo, Seen
from irhub.legal_advice.letters import when
from irhub.legal_advice.neutral import refusal
from irhub.legal_advice.outcomes import Stands
from irhub.legal_advice.slots import free_slots
from irhub.legal_advice.standing import why_fallen
from irhub.legal_advice.workflows import COMING, OPERATORS, AppointmentState
from irhub.web.forms import posted, refusals_at, refusals_told


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The minutes that one's provider or council has left, and what it booked."""
    kind, key = queries.client_of(acting_membership(request))
    found = queries.appointments_of_client(key)
    page = {
        "minutes": queries.minutes_of_client(kind, key, localdate()),
        "coming": list(queries.coming(found).order_by("starts_at")),
        "before": list(found.exclude(state__in=sorted(COMING))[:50]),
        "when": when,
        "shown_to_client": True,
    }
    return render(request, "legal_advice/mine.html", page)


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """Book a time: a client for itself, an adviser for a client."""
    by = acting_membership(request)
    advises = by.body.kind in OPERATORS
    schemes = list(
        queries.schemes_of_hub(by) if advises else queries.schemes_for_client(*queries.client_of(by))
    )  # fmt: skip
    whom = ForWhom(request.GET if request.GET else None, schemes=schemes)
    if not advises:
        del whom.fields["kind"], whom.fields["key"]
    if not whom.is_valid():
        return render(request, "legal_advice/for_whom.html", {"form": whom, "schemes": schemes, "advises": advises})
    asks = asks_for(whom.cleaned_data, schemes, by)
    slots = free_slots(asks.scheme)
    form = posted(Book, request, slots=slots, advises=advises)
    if form.is_valid():
        with refusals_at(form):
            return redirect(_booked(request, form, slots, asks, by))
    page = {"form": form, "asks": asks, "slots": slots, "advises": advises}
    return render(request, "legal_advice/book.html", page, status=400 if form.errors else 200)


def _booked(request: HttpRequest, form: Book, slots: list[Any], asks: Asks, by: Any) -> str:
    told = form.cleaned_data
    made = booking.book_slot(
        slot=next(slot for slot in slots if slot.reference == told["slot"]), kind=asks.kind, key=asks.key,
        rung=booking.Rung(told["name"], told["phone"], told["email"]), level=int(told.get("level") or 1),
        parties=[booking.Named(name, Stands(stands)) for name, stands in form.named()], by=by,
    )  # fmt: skip
    messages.success(request, f"Booked for {when(made)}. The law firm looks first whether it can act.")
    return reverse("legal-appointment", args=[made.reference])


@require_safe
def appointment(request: HttpRequest, reference: str) -> HttpResponse:
    """An appointment, as the client and the hub see it."""
    found = _found(reference)
    advises = acting_membership(request).body.kind in OPERATORS
    page = {
        "appointment": found,
        "when": when(found),
        "comes": found.state in COMING,
        "advises": advises,
        "caller": getattr(found, "caller", None),
        "parties": list(found.parties.order_by("pk")) if advises else [],
        "checks": list(found.checks.order_by("answered_at", "pk")) if advises else [],
        "events": list(found.events.order_by("at", "pk")) if advises else [],
        "refusal": refusal(found.scheme.instead),
        "other_firm": _other_firm(found),
        "fallen": why_fallen(found) if found.state == AppointmentState.CANCELLED else "",
        "told": balance_told(found.client_key, found.scheme, localdate()),
        "form": Seen(initial={"version": found.version}),
        "give_up": GiveUp(initial={"version": found.version}) if _gives_up(request, found) else None,
    }
    return render(request, "legal_advice/appointment.html", page)


def _gives_up(request: HttpRequest, found: Any) -> bool:
    by = acting_membership(request)
    return bool(
        found.state == AppointmentState.CALLING and by.role == Role.HELPLINE_LEAD and by.body_id == found.body_id
    )


@require_POST
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Cancel it."""
    found, form = _found(reference), posted(Seen, request)
    if form.is_valid():
        with refusals_told(request, "Cancelled. The minutes are free to use again."):
            booking.cancel_appointment(appointment=found, **form.cleaned_data, by=acting_membership(request))
    return redirect("legal-appointment", found.reference)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Move it to another time."""
    found = _found(reference)
    other_firm = _other_firm(found)
    slots = [] if other_firm else free_slots(found.scheme)
    form = posted(MoveTo, request, slots=slots, initial={"version": found.version})
    if form.is_valid():
        chosen = next(slot for slot in slots if slot.reference == form.cleaned_data["slot"])
        version = form.cleaned_data["version"]
        with refusals_at(form):
            booking.move_appointment(
                appointment=found, slot=chosen, version=version, by=acting_membership(request)
            )  # fmt: skip
            messages.success(request, f"Moved to {when(found)}.")
            return redirect("legal-appointment", found.reference)
    page = {"form": form, "appointment": found, "when": when(found), "slots": slots, "other_firm": other_firm}
    return render(request, "legal_advice/move.html", page, status=400 if form.errors else 200)


def _other_firm(found: Any) -> str:
    """Why an appointment cannot be moved whose scheme has another law firm now, and what to do; blank if it has not."""
    return "" if found.firm_id == found.scheme.law_firm_id else booking.OTHER_FIRM


@require_safe
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The appointment for a calendar."""
    found = _found(reference)
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.ics"'}
    return HttpResponse(calendar_of(found), content_type="text/calendar; charset=utf-8", headers=headers)


def _found(reference: str) -> Any:
    found = queries.appointment_named(reference)
    if found is None:
        raise Http404("There is no such appointment.")
    return found
