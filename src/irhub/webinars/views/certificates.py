"""Certificates: one's own as a file, the page that checks one, and the pages on which hosts correct them and write afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.web.addresses import whole_address
from irhub.web.forms import posted, refusals_at, refusals_told
from irhub.web.jinja import query
from irhub.web.listing import ask, show
from irhub.webinars import queries
from irhub.webinars.actions import certificates as actions
from irhub.webinars.certificate_file import pdf_of
from irhub.webinars.forms import CorrectForm, NumberForm, WithdrawForm, WriteForm
from irhub.webinars.lists import CERTIFICATES
from irhub.webinars.saying import when_words


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Whether a certificate holds, for whoever has its number."""
    form = NumberForm(request.GET or None)
    asked = form.is_valid()
    found = queries.certificate_numbered(form.cleaned_data["number"]) if asked else None
    return render(request, "webinars/check.html", {"form": form, "asked": asked, "certificate": found})


@require_safe
def own(request: HttpRequest, lot: UUID) -> HttpResponse:
    """One's certificate, as PDF."""
    booking = queries.booking_by_lot(lot)
    found = queries.certificate_of(booking[0]) if booking else None
    if found is None or not found.holds:
        raise Http404("There is no certificate that holds.")
    address = f"{whole_address('webinar-certificate-check')}{query({}, number=found.number)}"
    file = HttpResponse(pdf_of(found, address), content_type="application/pdf")
    file.headers["Content-Disposition"] = f'attachment; filename="certificate-{found.number}.pdf"'
    return file


@require_safe
def certificates(request: HttpRequest, number: int) -> HttpResponse:
    """The certificates of a webinar, and writing to those who came or did not."""
    found = _session(number)
    values = {
        "session": found, "when": when_words(found), "list": show(ask(request, CERTIFICATES), queries.certificates_of(found)),
        "came": WriteForm(initial={"to": "came"}, auto_id="came-%s"),
        "missed": WriteForm(initial={"to": "did not come"}, auto_id="missed-%s"),
    }  # fmt: skip
    return render(request, "webinars/certificates.html", values)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Issue a certificate anew with the right name."""
    found, session = _certificate(number)
    form = posted(CorrectForm, request, initial={"name": found.name})
    if form.is_valid():
        with refusals_at(form):
            made = actions.correct_certificate(
                certificate=found, name=form.cleaned_data["name"], by=acting_membership(request)
            )
            messages.success(request, f"{made.number} takes the place of {found.number}.")
            return redirect("webinar-certificates", session.pk)
    return render(request, "webinars/correct.html", {"form": form, "certificate": found, "session": session})


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a certificate no longer holds, and why."""
    found, session = _certificate(number)
    form = posted(WithdrawForm, request)
    if form.is_valid():
        with refusals_at(form):
            actions.withdraw_certificate(certificate=found, why=form.cleaned_data["why"], by=acting_membership(request))
            messages.success(request, f"{found.number} is no longer valid, and {found.name} is told why.")
            return redirect("webinar-certificates", session.pk)
    return render(request, "webinars/withdraw.html", {"form": form, "certificate": found, "session": session})


@require_POST
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Write to those who came, or to those who did not."""
    form = posted(WriteForm, request)
    if form.is_valid():
        with refusals_told(request):
            told = actions.write_afterwards(
                session=_session(number), to=form.cleaned_data["to"], by=acting_membership(request)
            )
            messages.success(request, f"{told} messages are on their way, once to each person.")
    return redirect("webinar-certificates", number)


def _certificate(number: int) -> tuple[Any, Any]:
    found = queries.certificate_with(number)
    if found is None or found.session is None:
        raise Http404("There is no such certificate.")
    return found, found.session


def _session(number: int) -> Any:
    found = queries.session_numbered(number)
    if found is None:
        raise Http404("There is no such webinar.")
    return found
