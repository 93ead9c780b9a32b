"""The demo's webinars: two that were held, with the reports of Teams and Zoom, two to come, and one that is full and has a waiting list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from hashlib import sha256

from django.utils import timezone

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Membership
from irhub.files.handed_in import HandedIn
from irhub.programmes.demo import adviser, council, provider, providers
from irhub.programmes.models import Audience
from irhub.programmes.queries import closed_days, programmes_of
from irhub.programmes.reach import keep_editions
from irhub.web.london import LONDON
from irhub.web.working_days import working_days_from
from irhub.webinars.actions import attendance, bookings, certificates, sessions
from irhub.webinars.actions.bookings import Attendee, Employer
from irhub.webinars.models import Booking, Session
from irhub.webinars.workflows import BookingState

_JOIN = "https://meet.example.org/j/81234567890"
_NAMES = ("Ada", "Ben", "Cat", "Dan", "Eve", "Fay", "Gil", "Hal")


def webinars() -> None:
    """Webinars of the hub: two past ones with certificates, two to come, of which one is full and has a waiting list"""
    host = adviser()
    with acting_in(host):
        _held(host, "Duties of a sponsor", 40, ("SAL-04",), _teams)
        _held(host, "Recruiting from workers who lost their sponsor", 19, (), _zoom)
        for title, days, places in (
            ("When the Home Office visits", 12, 40),
            ("Pay, hours and absences of sponsored workers", 26, 4),
        ):
            session = _published(host, title, timezone.now() + timedelta(days=days), places, ())
            _booked(session, 6)
    own = provider()
    with acting_in(own):
        mine = Employer(Audience.PROVIDER, own.body.place_code)
        first = Session.objects.filter(state="published").order_by("starts_at").first()
        if first and own.body.place_code:
            bookings.book(session=first.pk, people=[Attendee(own.person.name, own.person.email)], employer=mine, by=own)
    keep_editions()  # of all that was played before: this room is the last in which a provider is in touch


def _published(
    host: Membership, title: str, day: datetime, places: int, rules: tuple[str, ...], now: datetime | None = None
) -> Session:
    programme = programmes_of(host.body).earliest("pk")
    closed = closed_days(programme)
    on = next(one for one in working_days_from(day.astimezone(LONDON).date(), 30) if one not in closed)
    begins = datetime.combine(on, time(10), LONDON)
    made = sessions.draft_session(
        programme=programme, by=host, title=title, starts_at=begins, minutes=60, capacity=places,
        summary="An hour for care providers and councils, with time for questions. The recording is put on this page.",
        audience=[Audience.PROVIDER, Audience.COUNCIL], host=host.person.name, speaker="Lawrence Example", join_link=_JOIN,
        topics=[], teaches=", ".join(rules), law_as_at=min(begins.date(), timezone.localdate()),
    )  # fmt: skip
    return sessions.publish_session(session=made, version=made.version, by=host, now=now)


def _booked(session: Session, many: int, now: datetime | None = None) -> list[Booking]:
    """People of the providers of the demo's council, who booked without an account; the first is of the council."""
    here = providers(many)
    made = []
    for at, name in enumerate(_NAMES[:many]):
        whose = (
            Employer(Audience.PROVIDER, here[at][0])
            if at and at < len(here)
            else Employer(Audience.COUNCIL, council().code)
        )
        person = Attendee(f"{name} Example", f"{name.lower()}@care.example")
        asked = bookings.book(session=session.pk, people=[person], employer=whose, by=person.email, now=now)
        made += bookings.confirm(lot=asked[0].lot, now=now)
    return made


def _held(
    host: Membership,
    title: str,
    days_ago: int,
    rules: tuple[str, ...],
    report: Callable[[Session, list[Booking]], bytes],
) -> None:
    then = timezone.now() - timedelta(days=days_ago)
    session = _published(host, title, then, 60, rules, now=then - timedelta(days=14))
    people = _booked(session, len(_NAMES), now=then - timedelta(days=7))
    session = sessions.hold_session(session=Session.objects.get(pk=session.pk), version=session.version, by=host)
    session = sessions.edit_session(
        session=session, version=session.version, by=host, recording_url="https://video.example.org/w"
    )
    sessions.add_question(
        session=session,
        question="Who pays the immigration skills charge?",
        answer="The sponsor: it may not be passed on.",
        by=host,
    )
    data = report(session, people[:6])
    attendance.hand_in(
        session=session, file=HandedIn("attendance.csv", "text/csv", data, sha256(data).hexdigest()), by=host
    )
    tablet = session.connections.get(name="Meeting room")
    behind = session.bookings.filter(state=BookingState.BOOKED, behind=None).order_by("pk")[:1]
    attendance.settle(connection=tablet, bookings=[one.pk for one in behind], by=host)
    session.refresh_from_db()
    certificates.complete_attendance(session=session, version=session.version, by=host)


def _teams(session: Session, people: list[Booking]) -> bytes:
    """A report as Teams makes it."""

    def at(minutes: int) -> str:
        there = (session.starts_at + timedelta(minutes=minutes)).astimezone(LONDON)
        return f"{there.month}/{there.day}/{there:%y, %-I:%M:%S}\u202f{there:%p}"

    rows = [
        f"{one.name} (External)\t{at(0)}\t{at(60 - 6 * n)}\t{60 - 6 * n}m 0s\t{one.email}\t{one.email}\tPresenter"
        for n, one in enumerate(people)
    ]
    lines = [
        "1. Summary", f"Meeting title\t{session.title}", "", "2. Participants",
        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole", *rows,
        f"Meeting room (Unverified)\t{at(2)}\t{at(58)}\t56m 0s\t\t\tAttendee",
    ]  # fmt: skip
    return ("\ufeff" + "\r\n".join(lines)).encode("utf-16-le")


def _zoom(session: Session, people: list[Booking]) -> bytes:
    """A report as Zoom makes it."""

    def at(minutes: int) -> str:
        return f"{(session.starts_at + timedelta(minutes=minutes)).astimezone(LONDON):%m/%d/%Y %I:%M:%S %p}"

    lines = [
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent",
        *(f"{one.name},{one.email},{at(0)},{at(60)},60,Yes,Yes" for one in people), f"Meeting room,,{at(0)},{at(60)},60,Yes,",
    ]  # fmt: skip
    return ("\ufeff" + "\n".join(lines)).encode()


SCENES = (webinars,)
