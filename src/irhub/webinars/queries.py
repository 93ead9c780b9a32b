"""What is asked of webinars. The database gives those that are public, of one's own body the drafts too, and bookings to few."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from irhub.accounts.models import Body, Membership
from irhub.accounts.policy import Whose
from irhub.accounts.roles import Kind
from irhub.accounts.row_security import system_access
from irhub.accounts.trail_names import name_in
from irhub.programmes.models import AUDIENCE_OF, Theme
from irhub.webinars.actions.bookings import Employer
from irhub.webinars.models import Booking, Certificate, JoinLink, Question, Session, Slides
from irhub.webinars.workflows import OVER, BookingState, SessionState

_SHOWN = (SessionState.PUBLISHED, SessionState.HELD, SessionState.CANCELLED)


def to_come(now: datetime | None = None) -> QuerySet[Session]:
    """The webinars that can be booked, or run now, the next first."""
    return (
        _public()
        .filter(state=SessionState.PUBLISHED, starts_at__gt=(now or timezone.now()) - _RUNS)
        .order_by("starts_at", "pk")
    )


_RUNS = timedelta(hours=2)
"""How long after its start a session that nobody called held is still listed as one to come."""


def past(q: str = "") -> QuerySet[Session]:
    """The webinars that were held, the newest first; those whose title or summary has these words."""
    found = _public().filter(state=SessionState.HELD).order_by("-starts_at", "-pk")
    return found.filter(Q(title__icontains=q) | Q(summary__icontains=q)) if q else found


def _public() -> QuerySet[Session]:
    return Session.objects.filter(state__in=_SHOWN).select_related("body", "programme")


def session_numbered(number: int) -> Session | None:
    """A webinar that one may see."""
    return Session.objects.select_related("body", "programme").filter(pk=number).first()


def public_session(number: int) -> Session | None:
    """A webinar that everybody may see."""
    return _public().filter(pk=number).first()


def whose_session(number: int) -> Whose | None:
    """Whose a webinar is: the body's that runs it."""
    found = Session.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=found) if found else None


def whose_slides(number: int) -> Whose | None:
    """Whose a file is: the body's that runs the webinar."""
    found = Slides.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=found) if found else None


def whose_question(number: int) -> Whose | None:
    """Whose a question is: the body's that runs the webinar."""
    found = Question.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=found) if found else None


def slides_numbered(number: int) -> Slides | None:
    """A file that one may take away."""
    return Slides.objects.select_related("session").filter(pk=number).first()


def question_numbered(number: int) -> Question | None:
    """A question that one may see."""
    return Question.objects.select_related("session").filter(pk=number).first()


def slides_of(session: Session) -> QuerySet[Slides]:
    """The files of a webinar, without their bytes."""
    return session.slides.defer("data").order_by("pk")


def themes_taught(session: Session) -> list[str]:
    """What a webinar is about, in words."""
    return list(
        Theme.objects.filter(programme_id=session.programme_id, code__in=session.topics)
        .order_by("pk")
        .values_list("name", flat=True)
    )


def sessions_of(body: Body, state: str = "", q: str = "") -> QuerySet[Session]:
    """The webinars that a body runs, the latest first, with how many wait for a place (`waiting`)."""
    found: Any = Session.objects.filter(body=body).annotate(
        waiting=Count("bookings", filter=Q(bookings__state=BookingState.WAITING))
    )
    found = found.filter(state=state) if state else found
    found = found.filter(title__icontains=q) if q else found
    listed: QuerySet[Session] = found.order_by("-starts_at", "-pk")
    return listed


def join_link(session: Session) -> str:
    """Where a webinar is joined, for those who run it; blank for everybody else."""
    return JoinLink.objects.filter(session=session).values_list("link", flat=True).first() or ""


def booking_by_lot(lot: UUID) -> tuple[Booking, str] | None:
    """A booking, for whoever has its link, and where the webinar is joined: blank unless it has a place and takes place."""
    with system_access("a booking is shown to whoever has its link"):
        found = Booking.objects.select_related("session", "session__body").filter(lot=lot).first()
        if found is None:
            return None
        has_a_place = found.state == BookingState.BOOKED and found.session.state == SessionState.PUBLISHED
        return found, join_link(found.session) if has_a_place else ""


def certificate_of(booking: Booking) -> Certificate | None:
    """The newest certificate of a booking, also if it was withdrawn, for whoever has the link of the booking."""
    with system_access("a certificate is given to whoever has the link of the booking"):
        return (
            booking.certificates.filter(replaced_by=None)
            .select_related("replaces", "withdrawal")
            .order_by("-pk")
            .first()
        )


def certificate_numbered(number: str) -> Certificate | None:
    """The certificate with a number, for anybody who has it."""
    with system_access("a certificate is checked by its number"):
        return Certificate.objects.select_related("replaced_by", "withdrawal").filter(number=number).first()


def certificates_of(session: Session) -> QuerySet[Certificate]:
    """The certificates of a webinar by name; for those who run it."""
    found: QuerySet[Certificate] = Certificate.objects.filter(session=session).select_related(
        "replaced_by", "withdrawal"
    )
    return found.annotate(withdrew=name_in("withdrawal__who")).order_by("name", "pk")


def certificate_with(number: int) -> Certificate | None:
    """A certificate by its place in the table; for those who run the webinar."""
    return Certificate.objects.select_related("session__body", "booking").filter(pk=number).first()


def whose_certificate(number: int) -> Whose | None:
    """Whose a certificate is: the body's that issued it."""
    found = Certificate.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=found) if found else None


def asked_with(booking: Booking) -> list[Booking]:
    """Those who are booked at once when somebody confirms: of one session, by the same address, all unconfirmed."""
    with system_access("a booking is shown to whoever has its link"):
        return list(
            Booking.objects.filter(
                session_id=booking.session_id, booked_by__iexact=booking.booked_by, state=BookingState.ASKED
            ).order_by("pk")
        )


def employer_of(membership: Membership) -> Employer | None:
    """For whom somebody books, if their role tells: the provider or council for which they act."""
    kind = AUDIENCE_OF.get(Kind(membership.body.kind))
    return Employer(kind, membership.body.place_code) if kind and membership.body.place_code else None


def booked_for(membership: Membership) -> QuerySet[Booking]:
    """What was booked for one's body, of webinars that are not over, the next first."""
    found = Booking.objects.filter(booked_for=membership.body_id).exclude(state__in=OVER)
    return (
        found.filter(session__starts_at__gt=timezone.now())
        .select_related("session")
        .order_by("session__starts_at", "pk")
    )


def bookings_of(session: Session, state: str = "", q: str = "") -> QuerySet[Booking]:
    """Who booked a webinar, by name; for those who run it."""
    found: QuerySet[Any] = session.bookings.order_by("name", "pk")
    found = found.filter(state=state) if state else found
    return found.filter(Q(name__icontains=q) | Q(email__icontains=q) | Q(organisation__icontains=q)) if q else found


def counts_of(session: Session) -> dict[str, int]:
    """How many bookings stand where, by state; for those who run the webinar."""
    rows = session.bookings.order_by().values_list("state").annotate(Count("pk"))
    return {str(BookingState(state).label): many for state, many in rows}
