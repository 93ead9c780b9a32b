"""What is asked of who came to a webinar; for those who run it. The database gives it to nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet
from rapidfuzz import fuzz

from irhub.accounts.policy import Whose
from irhub.accounts.trail_names import name_in
from irhub.webinars.logs.lasting import enough
from irhub.webinars.models import Attendance, Behind, Booking, Came, Connection, Log, Session, Standing
from irhub.webinars.workflows import OVER, BookingState

MOST_OFFERED = 60
"""People from whom a host chooses who was behind a connection, the likeliest first."""


@dataclass(frozen=True)
class Attended:
    """How many came, did not, or are not known to have."""

    came: int
    did_not: int
    not_known: int


def logs_of(session: Session) -> QuerySet[Log]:
    """The attendance reports that were handed in, with how many people each names."""
    return session.logs.annotate(people=Count("presences__connection", distinct=True)).order_by("pk")


def connections_of(session: Session) -> QuerySet[Connection]:
    """Who was connected, first those that are to be settled."""
    behind = Prefetch("behind", Behind.objects.select_related("booking").order_by("booking__name"))
    found: QuerySet[Connection] = session.connections.prefetch_related(behind).annotate(settled=name_in("settled_by"))
    return found.order_by("-standing", "name", "pk")


def connection_numbered(number: int) -> Connection | None:
    """A connection that one may see."""
    return Connection.objects.select_related("session", "session__programme").filter(pk=number).first()


def log_numbered(number: int) -> Log | None:
    """A report that one may see."""
    return Log.objects.select_related("session").filter(pk=number).first()


def whose_connection(number: int) -> Whose | None:
    """Whose a connection is: the body's that runs the webinar."""
    found = connection_numbered(number)
    return Whose(body=found.body_id) if found else None


def whose_log(number: int) -> Whose | None:
    """Whose a report is: the body's that runs the webinar."""
    found = log_numbered(number)
    return Whose(body=found.body_id) if found else None


def who_it_may_be(connection: Connection) -> list[tuple[str, str]]:
    """Those who booked, as value and words: whose names are most alike first. A likeness decides nothing: a host does."""
    there = connection.session.bookings.exclude(state__in=(*OVER, BookingState.ASKED))
    names = f"{connection.name} {connection.also}".casefold()
    found = sorted(there, key=lambda one: (-fuzz.token_set_ratio(names, one.name.casefold()), one.name, one.pk))
    return [(str(one.pk), f"{one.name}, {one.organisation}") for one in found[:MOST_OFFERED]]


def not_in_a_log(session: Session) -> list[Booking]:
    """Those who booked and are in no log, by name: a host may tick who of them came."""
    there = session.bookings.exclude(state__in=(*OVER, BookingState.ASKED)).filter(behind=None)
    return list(there.select_related("attendance").order_by("name", "pk"))


def attended(session: Session) -> Attended:
    """How many came of those who had a place, or came without one."""
    rows = dict(
        Attendance.objects.filter(booking__session=session).order_by().values_list("came").annotate(Count("pk"))
    )
    places = session.bookings.filter(state__in=(BookingState.BOOKED, BookingState.WALKED_IN)).count()
    came, did_not = rows.get(Came.CAME, 0), rows.get(Came.DID_NOT, 0)
    return Attended(came, did_not, max(places - came - did_not, 0))


def to_settle(body: int) -> int:
    """How many connections wait to be settled in a body's webinars."""
    return Connection.objects.filter(session__body=body, session__settled_at=None, standing=Standing.OPEN).count()


def earned(attendance: Attendance, session: Session) -> bool:
    """Whether somebody has earned a certificate: there for three quarters of the time, or ticked by a host."""
    if attendance.came != Came.CAME:
        return False
    return bool(attendance.ticked_by) or enough(attendance.minutes, session.minutes)
