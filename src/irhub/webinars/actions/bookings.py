"""Booking a webinar, waiting for a place, taking one that is offered, cancelling.

Whoever books acts for another body than the one that runs the session, or for none: so these work with the rights of the system, and
the database counts the places (the migration's trigger).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from irhub.accounts.audit import Actor, name_of
from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import begin, move
from irhub.accounts.row_security import system_access
from irhub.programmes.eligibility import Eligibility, council_eligibility, provider_eligibility
from irhub.programmes.models import Audience
from irhub.web.errors import ActionRefused
from irhub.webinars import letters
from irhub.webinars.models import OFFER_LASTS, Booking, Session
from irhub.webinars.saying import AUDIENCES, offered_until_words
from irhub.webinars.workflows import OVER, BookingState, SessionState

_REASON = "whoever books a webinar acts for another body than the one that runs it"
_BEFORE = {"tomorrow": timedelta(hours=24), "in an hour": timedelta(minutes=75)}
"""How long before the start each reminder is written, by how it begins."""
VISITOR = "a visitor"
"""Who asks for a place without being signed in, until the owner of the address confirms."""
WAITING_LIST = "the waiting list"
CLOSED = "This webinar cannot be booked any more."


@dataclass(frozen=True)
class Attendee:
    """Somebody who is to have a place."""

    name: str
    email: str


@dataclass(frozen=True)
class Employer:
    """For whom somebody works. `key`: the CQC id of a provider, the ONS code of a council."""

    audience: Audience
    key: str


def book(
    *, session: int, people: Sequence[Attendee], employer: Employer, wants: str = "", by: Membership | str,
    now: datetime | None = None,
) -> list[Booking]:  # fmt: skip
    """Book some colleagues, each with a place, or on the waiting list if there is none. `by`: a role, or an e-mail address of somebody who
    is not signed in: then nothing is booked before the owner of the address confirms (`confirm`), and `people` begins with that person.

    Raises ActionRefused if the session cannot be booked, is not for them, or somebody is booked by them already: of the last, whoever is
    not signed in hears in the mail alone, so that nobody can ask who has booked.
    """
    now = now or timezone.now()
    with system_access(_REASON), transaction.atomic():
        there = _bookable(session, now)
        organisation = _welcome(there, employer, now)
        who = name_of(by).lower() if isinstance(by, Membership) else f"{VISITOR} {uuid4()}"
        wanted = list({person.email.strip().lower(): person for person in people}.values())
        if isinstance(by, Membership):
            for person in wanted:
                if _standing(there, person.email, who, by=by):
                    raise ActionRefused(f"You have booked {person.email} already.", "people")
        made = [_asked(there, person, employer, organisation, wants, by, who) for person in wanted]
        if isinstance(by, Membership):
            for booking in made:
                _place(booking, by=by)
        elif made:
            booked = there.bookings.filter(booked_by__iexact=by).exclude(state__in=(*OVER, BookingState.ASKED))
            already = set(booked.values_list("email", flat=True))
            letters.ask_to_confirm(made[0], [one.name for one in made if one.email in already])
    return made


def _asked(
    session: Session,
    person: Attendee,
    employer: Employer,
    organisation: str,
    wants: str,
    by: Membership | str,
    who: str,
) -> Booking:
    body: Body | None = by.body if isinstance(by, Membership) else None
    of_a_provider = employer.audience == Audience.PROVIDER
    made = Booking(
        body_id=session.body_id, session=session, name=person.name.strip(), email=person.email.strip().lower(),
        audience=employer.audience, provider_id=employer.key if of_a_provider else "",
        council_code="" if of_a_provider else employer.key, organisation=organisation[:200], wants=wants.strip(),
        booked_by=who, booked_for=body,
    )  # fmt: skip
    actor: Actor = by if isinstance(by, Membership) else VISITOR
    return begin(made, by=actor, told="asked for a place at a webinar", about=f"webinar/{session.pk}")


def _standing(session: Session, email: str, who: str, *, by: Actor, but: Booking | None = None) -> Booking | None:
    """What somebody booked for a person already. What they only asked for gives way to what they do now."""
    theirs: QuerySet[Booking] = session.bookings.filter(email__iexact=email, booked_by__iexact=who).exclude(
        state__in=OVER
    )
    for before in theirs.exclude(pk=but.pk) if but else theirs:
        if before.state != BookingState.ASKED:
            return before
        move(before, "cancel", about=_webinar(before), by=by)
    return None


def confirm(*, lot: Any, now: datetime | None = None) -> list[Booking]:
    """Book what somebody asked for who is not signed in, since they opened the link in their mail: from here on it is known who they are.

    Returns their bookings: whoever they had booked before keeps that place. Raises ActionRefused if it was confirmed or cancelled before,
    or the session has begun.
    """
    with system_access(_REASON), transaction.atomic():
        first = Booking.objects.get(lot=lot)
        session = _bookable(first.session_id, now or timezone.now())
        asked = list(
            session.bookings.filter(booked_by__iexact=first.booked_by, state=BookingState.ASKED).order_by("pk")
        )
        if first not in asked:
            raise ActionRefused("This booking was confirmed or cancelled before.")
        theirs = []
        for booking in asked:
            before = _standing(session, booking.email, first.email, by=first.email, but=booking)
            if before is None:
                _place(booking, by=first.email)
            else:
                move(booking, "cancel", about=_webinar(booking), by=first.email)
            theirs.append(before or booking)
    return theirs


def accept(*, lot: Any, by: Actor, now: datetime | None = None) -> Booking:
    """Take a place that is offered. Raises ActionRefused if it is offered no longer."""
    now = now or timezone.now()
    with system_access(_REASON), transaction.atomic():
        booking = _locked(lot)
        if booking.state == BookingState.OFFERED and now >= offered_until(booking):
            raise ActionRefused(
                "The place was kept for you until then, and is not any more. Book again to wait for another."
            )
        move(booking, "accept", about=_webinar(booking), by=by)
        letters.tell_booked(booking)
    return booking


def cancel(*, lot: Any, by: Actor, now: datetime | None = None) -> Booking:
    """Give a booking back. The place goes to whoever waits longest. Raises ActionRefused if it is over, or the session has begun."""
    now = now or timezone.now()
    with system_access(_REASON), transaction.atomic():
        booking = _locked(lot)
        if now >= booking.session.starts_at:
            raise ActionRefused("The webinar has begun: a booking can no longer be cancelled.")
        move(booking, "cancel", about=_webinar(booking), by=by)
        letters.tell_cancelled(booking)
        offer_places(booking.session, now=now)
    return booking


def offer_places(session: Session, *, now: datetime) -> list[Booking]:
    """Offer the places that are free to those who wait longest: never after the start, never to somebody who cancelled."""
    with system_access(_REASON), transaction.atomic():
        there = Session.objects.select_for_update().get(pk=session.pk)
        if there.state != SessionState.PUBLISHED or now >= there.starts_at:
            return []
        waiting = list(there.bookings.filter(state=BookingState.WAITING).order_by("pk")[: max(there.left, 0)])
        for booking in waiting:
            booking.session = there
            move(booking, "offer", about=_webinar(booking), by=WAITING_LIST)
            letters.tell_offer(booking, offered_until_words(offered_until(booking)))
    return waiting


def let_lapse(now: datetime | None = None) -> int:
    """End the offers that nobody took in time, and offer the places to the next who wait. Returns how many lapsed."""
    now = now or timezone.now()
    lapsed = 0
    with system_access(_REASON):
        open_offers = Booking.objects.filter(state=BookingState.OFFERED).select_related("session").order_by("pk")
        for found in open_offers:
            if now < offered_until(found):
                continue
            with transaction.atomic():
                booking = _locked(found.lot)
                if booking.state == BookingState.OFFERED:
                    move(booking, "lapse", about=_webinar(booking), by=WAITING_LIST)
                    letters.tell_lapsed(booking)
                    lapsed += 1
                offer_places(booking.session, now=now)
    return lapsed


def remind(now: datetime | None = None) -> int:
    """Remind those who booked a session that begins within a day, and again within an hour, once of each. Returns how many it wrote to."""
    now = now or timezone.now()
    told = 0
    with system_access("people are reminded of what they booked"):
        soon = Session.objects.filter(
            state=SessionState.PUBLISHED, starts_at__gt=now, starts_at__lte=now + _BEFORE["tomorrow"]
        )
        for session in soon:
            what = "in an hour" if session.starts_at - now <= _BEFORE["in an hour"] else "tomorrow"
            with transaction.atomic():
                for booking in session.bookings.filter(state=BookingState.BOOKED).select_related("session"):
                    letters.remind(booking, what)
                    told += 1
    return told


def offered_until(booking: Booking) -> datetime:
    """Until when a place that was offered is kept: never beyond the start."""
    assert booking.offered_at is not None
    return min(booking.offered_at + OFFER_LASTS, booking.session.starts_at)


def _bookable(session: int, now: datetime) -> Session:
    """A session with its row locked. Raises ActionRefused if it cannot be booked."""
    there: Session | None = Session.objects.select_for_update().filter(pk=session, state=SessionState.PUBLISHED).first()
    if there is None or now >= there.starts_at:
        raise ActionRefused(CLOSED)
    return there


def _webinar(booking: Booking) -> str:
    """What the trail calls a booking: its webinar. A number of its own, which counts up, would tell how many there are."""
    return f"webinar/{booking.session_id}"


def _locked(lot: Any) -> Booking:
    """A booking, with the session's row locked first, as in every way to a place: so nobody waits for the other."""
    found = Booking.objects.get(lot=lot)
    session = Session.objects.select_for_update().get(pk=found.session_id)
    found.refresh_from_db()
    found.session = session
    return found


def _place(booking: Booking, *, by: Actor) -> None:
    """Give a place if one is free and nobody waits for it, else a place on the waiting list."""
    session, who = Session.objects.get(pk=booking.session_id), {"booked_by": name_of(by).lower()}
    if session.left > 0 and not session.bookings.filter(state=BookingState.WAITING).exists():
        letters.tell_booked(move(booking, "book", about=_webinar(booking), by=by, columns=who))
    else:
        letters.tell_waiting(move(booking, "wait", about=_webinar(booking), by=by, columns=who))


def organisation_of(session: Session, employer: Employer) -> str:
    """What the employer of somebody is called, whether or not the session is for such as them."""
    return _eligibility(session, employer, timezone.now()).name or f"Provider {employer.key}"


def _eligibility(session: Session, employer: Employer, now: datetime) -> Eligibility:
    checks = provider_eligibility if employer.audience == Audience.PROVIDER else council_eligibility
    return checks(employer.key, councils=session.programme.councils, on=timezone.localdate(now))


def _welcome(session: Session, employer: Employer, now: datetime) -> str:
    """What the employer is called. Raises ActionRefused if the session is not for such as them.

    Where the hub holds no register that tells, they are welcome.
    """
    if employer.audience not in session.audience:
        audiences = " and ".join(AUDIENCES[each] for each in session.audience)
        raise ActionRefused(f"This webinar is for {audiences}.", "employer")
    found = _eligibility(session, employer, now)
    if found.eligible is False:
        raise ActionRefused(found.why, "provider_id" if employer.audience == Audience.PROVIDER else "employer")
    return found.name or f"Provider {employer.key}"
