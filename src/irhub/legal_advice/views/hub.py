"""Pages of the hub: appointments, a client's minutes with corrections, and the months of the law firm."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.access import shows
from irhub.accounts.acting import acting_membership, asker_of
from irhub.accounts.policy import Whose
from irhub.legal_advice import calls, entitlements, invoices, queries
from irhub.legal_advice.forms import Correct, Decide, GiveUp, Seen
from irhub.legal_advice.letters import when
from irhub.legal_advice.lists import APPOINTMENTS, LINES, MONTHS
from irhub.web.forms import posted, refusals_at, refusals_told
from irhub.web.listing import ask, download, show


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The appointments of the hub."""
    asked = ask(request, APPOINTMENTS)
    rows = queries.appointments_listed(acting_membership(request).body, **asked.filters)
    if asked.format:
        return download(asked, rows)
    return render(request, "legal_advice/desk.html", {"list": show(asked, rows)})


@require_http_methods(["GET", "POST"])
def client(request: HttpRequest, reference: str) -> HttpResponse:
    """A client's minutes: how it came to what is left, and a form to have that corrected."""
    found = queries.entitlement_named(reference)
    if found is None:
        raise Http404("There are no such minutes.")
    held = {call.reference: call for call in queries.confirmed_calls(found)}
    form = posted(Correct, request, calls=[(each, f"{each}, {call.minutes} minutes") for each, call in held.items()])
    if form.is_valid():
        told = form.cleaned_data
        with refusals_at(form):
            entitlements.ask_correction(
                entitlement=found, amount=told["amount"], why=told["why"], call=held.get(told["call"]),
                goodwill=told["goodwill"] == "yes", by=acting_membership(request),
            )  # fmt: skip
            messages.success(request, "Asked for. Somebody else who leads the helpline agrees to it first.")
            return redirect("legal-client", found.reference)
    page = {
        "held": found,
        "told": entitlements.balance_told(found.client_key, found.scheme, localdate()),
        "entries": list(found.entries.order_by("at", "pk")),
        "holds": list(found.holds.filter(settled_at=None)),
        "appointments": list(queries.appointments().filter(entitlement=found)),
        "corrections": list(found.corrections.order_by("-asked_at", "-pk")),
        "goodwill": sum(call.goodwill for call in held.values()),
        "when": when,
        "form": form,
    }
    return render(request, "legal_advice/client.html", page, status=400 if form.errors else 200)


@require_POST
def abandon(request: HttpRequest, reference: str) -> HttpResponse:
    """Give up a call of which its lawyer does not say what came."""
    found = queries.appointment_named(reference)
    if found is None:
        raise Http404("There is no such appointment.")
    form = posted(GiveUp, request)
    if form.is_valid():
        with refusals_told(request, "Given up. No minutes were used."):
            calls.abandon_call(appointment=found, **form.cleaned_data, by=acting_membership(request))
    return redirect("legal-appointment", found.reference)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Corrections that wait for a second person."""
    return render(request, "legal_advice/corrections.html", {"corrections": list(queries.corrections_waiting())})


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree to a correction, or refuse it."""
    found = _correction(reference)
    form = posted(Decide, request, initial={"version": found.version})
    if form.is_valid():
        told, by = form.cleaned_data, acting_membership(request)
        with refusals_at(form):
            if told["decision"] == "agree":
                entitlements.agree_to_correction(correction=found, version=told["version"], by=by)
            else:
                entitlements.refuse_correction(
                    correction=found, version=told["version"], reason=told["reason"], by=by
                )  # fmt: skip
            messages.success(request, "Booked." if told["decision"] == "agree" else "Refused.")
            return redirect("legal-corrections")
    page = {"form": form, "correction": found}
    return render(request, "legal_advice/decide.html", page, status=400 if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Take one's own correction back."""
    found, form = _correction(reference), posted(Seen, request)
    if form.is_valid():
        with refusals_told(request, "Withdrawn."):
            entitlements.take_correction_back(correction=found, **form.cleaned_data, by=acting_membership(request))
    return redirect("legal-client", found.entitlement.reference)


def _correction(reference: str) -> Any:
    found = queries.correction_named(reference)
    if found is None:
        raise Http404("There is no such correction.")
    return found


@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """The months of one's hub, or of one's firm; for whoever leads the helpline, whether they add up to the ledger."""
    by = acting_membership(request)
    asked, found = ask(request, MONTHS), invoices.months_of(by.body, localdate())
    if asked.format:
        return download(asked, found)
    reckons = shows("legal-reckoning", asker_of(request), Whose(body=by.body_id))
    page = {"list": show(asked, found), "reckonings": invoices.reckonings(by.body, found) if reckons else []}
    return render(request, "legal_advice/months.html", page)


@require_safe
def month(request: HttpRequest, number: int, firm: int, month: str) -> HttpResponse:
    """A month of a scheme: minutes by client, as a page or a file."""
    scheme, body, first = _of(number, firm, month)
    found = invoices.month_of(scheme, body, first)
    asked = ask(request, LINES)
    if asked.format:
        state = f"Closed, {found.invoice.reference}." if found.invoice else "Not closed: it may still grow."
        about = [f"{scheme.name}, {body.name}, {first:%B %Y}. {state}"]
        return download(asked, found.lines, about=about, name=f"minutes-{month}")
    page = {
        "month": found, "list": show(asked, found.lines), "over": invoices.is_over(first),
        "address": (number, firm, month), "late": any(line.month != first for line in found.lines),
    }  # fmt: skip
    return render(request, "legal_advice/month.html", page)


@require_POST
def close(request: HttpRequest, number: int, firm: int, month: str) -> HttpResponse:
    """Close a month."""
    scheme, body, first = _of(number, firm, month)
    with refusals_told(request):
        made = invoices.close_month(scheme=scheme, firm=body, first=first, by=acting_membership(request))
        messages.success(request, f"Closed as {made.reference}. Anything that comes later counts in the next month.")
    return redirect("legal-invoice", number, firm, month)


def _of(number: int, firm: int, month: str) -> tuple[Any, Any, date]:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as problem:
        raise Http404("There is no such month.") from problem
    found = queries.scheme_and_firm(number, firm)
    if found is None or not invoices.is_a_month(*found, first):
        raise Http404("There is no such month.")
    return *found, first
