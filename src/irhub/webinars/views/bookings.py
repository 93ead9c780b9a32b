"""The pages on which somebody books, and of one's booking, which whoever has its link may open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership, sends_as
from irhub.accounts.allauth_internals import within_limit
from irhub.accounts.sent_once import once
from irhub.web.errors import ActionRefused
from irhub.web.forms import posted, refusals_at, refusals_told
from irhub.web.listing import ask, show
from irhub.webinars import queries
from irhub.webinars.actions import bookings as actions
from irhub.webinars.actions.bookings import Attendee
from irhub.webinars.calendar import calendar_of
from irhub.webinars.forms import BookForm
from irhub.webinars.letters import address_of
from irhub.webinars.lists import BOOKED
from irhub.webinars.saying import offered_until_words, when_words

OFTEN = {"webinar-book": "10/h/ip,3/h/key"}
"""How often one may book without an account: from one network, and with one e-mail address."""
CONFIRMED = "Thank you for confirming."
"""Whether there is a place, the page of the booking says."""


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, number: int) -> HttpResponse:
    """Book a webinar for oneself and colleagues."""
    found = queries.public_session(number)
    if found is None:
        raise Http404("There is no such webinar.")
    membership = sends_as(request)
    employer = queries.employer_of(membership) if membership else None
    person = Attendee(membership.person.name, membership.person.email) if membership else None
    form = posted(BookForm, request, person=person, employer=employer)
    if form.is_valid():
        people = form.people()
        with refusals_at(form):
            booked = once(request, lambda: _booked(request, number, people, form))
            values = {"session": found, "made": booked.splitlines(), "confirmed": bool(membership)}
            return render(request, "webinars/booked.html", values)
    closed = found.state != "published" or found.starts_at <= timezone.now()
    values = {
        "form": form,
        "session": found,
        "when": when_words(found),
        "employer": membership.body.name if membership and employer else "",
        "closed": closed,
    }
    return render(request, "webinars/book.html", values)  # fmt: skip


def _booked(request: HttpRequest, number: int, people: list[Attendee], form: BookForm) -> str:
    """Book, and tell of each on a line of its own where they stand."""
    by: Any = sends_as(request) or people[0].email
    if by == people[0].email and not within_limit(request, "webinar-book", OFTEN, key=by.lower()):
        raise ActionRefused("Too many bookings came from where you are, or with this address. Try again in an hour.")
    made = actions.book(session=number, people=people, employer=form.whose(), wants=form.cleaned_data["wants"], by=by)
    return "\n".join(f"{one.name}: {one.get_state_display()}" for one in made)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What was booked for one's body, of webinars to come."""
    rows = queries.booked_for(acting_membership(request))
    return render(request, "webinars/bookings.html", {"list": show(ask(request, BOOKED), rows)})


@require_safe
def booking(request: HttpRequest, lot: UUID) -> HttpResponse:
    """A booking: where the webinar is joined, and what one can do. Looking at it changes nothing."""
    found, join = _found(lot)
    values: dict[str, Any] = {
        "booking": found, "session": found.session, "when": when_words(found.session), "join": join,
        "certificate": queries.certificate_of(found), "begun": found.session.starts_at <= timezone.now(),
    }  # fmt: skip
    if found.state == "asked":
        values["together"] = queries.asked_with(found)
    if found.state == "offered":
        until = actions.offered_until(found)
        values |= {"until": offered_until_words(until), "late": until <= timezone.now()}
    return render(request, "webinars/booking.html", values)


@require_POST
def confirm(request: HttpRequest, lot: UUID) -> HttpResponse:
    """Say that the address is one's own: now the places are booked."""
    return _done(request, lot, lambda: actions.confirm(lot=lot)[0].lot, CONFIRMED)


@require_POST
def accept(request: HttpRequest, lot: UUID) -> HttpResponse:
    """Take a place that was offered."""
    found, _ = _found(lot)
    return _done(request, lot, lambda: actions.accept(lot=lot, by=found.email), "The place is yours.")


@require_POST
def cancel(request: HttpRequest, lot: UUID) -> HttpResponse:
    """Give a place back."""
    found, _ = _found(lot)
    return _done(request, lot, lambda: actions.cancel(lot=lot, by=found.email), "Your booking is cancelled.")


@require_safe
def calendar(request: HttpRequest, lot: UUID) -> HttpResponse:
    """The webinar for a calendar; a cancelled one takes itself out of it."""
    found, join = _found(lot)
    file = HttpResponse(
        calendar_of(found, address=address_of(found), join=join), content_type="text/calendar; charset=utf-8"
    )
    file.headers["Content-Disposition"] = 'attachment; filename="webinar.ics"'
    return file


def _found(lot: UUID) -> tuple[Any, str]:
    found = queries.booking_by_lot(lot)
    if found is None:
        raise Http404("There is no such booking.")
    return found


def _done(request: HttpRequest, lot: UUID, does: Any, said: str) -> HttpResponse:
    """Do something with a booking, and show it; or another, if `does` tells the lot of that."""
    _found(lot)
    shown = lot
    with refusals_told(request, said):
        told = does()
        shown = told if isinstance(told, UUID) else lot
    return redirect("webinar-booking", shown)
