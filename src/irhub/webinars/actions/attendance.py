"""Who came: from the logs of the meeting, or ticked by a host. People are matched by their address; all else a host settles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.files.handed_in import HandedIn
from irhub.files.turns import turn
from irhub.programmes.models import Audience
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.london import LONDON
from irhub.web.saying import counted
from irhub.webinars.actions.bookings import Employer, organisation_of
from irhub.webinars.logs.file import rows_of
from irhub.webinars.logs.hours import check_hours
from irhub.webinars.logs.lasting import Stay, minutes_of
from irhub.webinars.logs.reading import LogRead, Seen, read_log
from irhub.webinars.models import (
    Attendance,
    Behind,
    Booking,
    Came,
    Connection,
    Log,
    Presence,
    Session,
    Standing,
)
from irhub.webinars.workflows import OVER, BookingState, SessionState

BY_ADDRESS = "the same e-mail address"
_MAY = "edit"


def read_file(session: Session, file: HandedIn) -> LogRead:
    """What an attendance report says of a session. Raises Refused, in a sentence, for what is none, or is of another."""
    with turn():
        rows = rows_of(file.name, file.data)
    found = read_log(rows, session.starts_at.astimezone(LONDON).date(), file.name)
    check_hours(found, session.starts_at, session.ends_at, file.name)
    return found


@transaction.atomic
def hand_in(*, session: Session, file: HandedIn, by: Membership) -> Log:
    """Read an attendance report; several of one session are put together. Raises Refused as `read_file` does, and ActionRefused if it was
    read before, or the session cannot be changed."""
    _check(session, by)
    if session.logs.filter(sha256=file.sha256).exists():
        raise ActionRefused(f"{file.name} has been read already.", "file")
    found = read_file(session, file)
    log = Log.objects.create(
        session=session, body_id=session.body_id, name=file.name[:120], shape=found.shape, sha256=file.sha256, absent=found.absent,
        odd=found.odd, read_by=by.person.email,
    )  # fmt: skip
    by_address = _bookings_by_address(session)
    for seen in found.people:
        connection = _connection(log, seen)
        Presence.objects.bulk_create(_presences(log, connection, seen))
        if connection.standing == Standing.OPEN and seen.told:
            _match(connection, by_address.get(seen.email, ()))
    record(
        "read an attendance report", by=by, about=f"webinar/{session.pk}", people=len(found.people), shape=found.shape
    )
    work_out(session)
    return log


def _bookings_by_address(session: Session) -> dict[str, list[Booking]]:
    found: dict[str, list[Booking]] = defaultdict(list)
    for booking in session.bookings.exclude(state__in=(*OVER, BookingState.ASKED)):
        found[booking.email.lower()].append(booking)
    return found


def _connection(log: Log, seen: Seen) -> Connection:
    """Theirs in all reports of the session; that of a name that may be anybody's is of one report alone."""
    session = log.session
    told = {
        "name": seen.name,
        "also": seen.also,
        "email": seen.email,
        "runs_it": seen.runs_it,
        "body_id": session.body_id,
    }
    if seen.runs_it:
        told["standing"] = Standing.NOBODY
    key = seen.key[:450] if seen.known else f"{seen.key[:450]} of report {log.pk}"
    return Connection.objects.get_or_create(session=session, key=key, defaults=told)[0]


def _presences(log: Log, connection: Connection, seen: Seen) -> Iterable[Presence]:
    same = {"log": log, "connection": connection, "body_id": log.body_id}
    spans = seen.intervals or ((None, None),)
    share = seen.seconds // len(spans) if seen.seconds is not None else None
    for joined, left in spans:
        yield Presence(joined_at=joined, left_at=left, seconds=share, **same)


def _match(connection: Connection, bookings: Iterable[Booking]) -> None:
    found = list(bookings)
    if found:
        _keep_behind(connection, found, BY_ADDRESS)


def _keep_behind(connection: Connection, bookings: Iterable[Booking], by: str) -> None:
    Behind.objects.bulk_create(
        Behind(connection=connection, booking=booking, body_id=connection.body_id, said_by=by) for booking in bookings
    )
    _stand(connection, Standing.SETTLED, by)


def _stand(connection: Connection, standing: Standing, by: str) -> None:
    connection.standing, connection.settled_by = standing, by
    connection.version += 1
    connection.save(update_fields=["standing", "settled_by", "version"])


def _as_seen(connection: Connection, version: int | None) -> None:
    """Raises StaleVersion if a connection was settled otherwise since somebody saw it; its session is locked."""
    connection.refresh_from_db(fields=["version", "standing", "settled_by"])
    if version is not None and version != connection.version:
        raise StaleVersion("A colleague said in the meantime who this was: look at it again before you change it.")


def _no_longer_behind(connection: Connection) -> list[int]:
    """Take everybody from behind a connection. Returns their bookings."""
    before = list(connection.behind.values_list("booking", flat=True))
    connection.behind.all().delete()
    return before


def _take_back(bookings: Collection[int], by: Membership) -> None:
    """Of these, take back who was added as having come unbooked and stands behind no connection any more."""
    for booking in Booking.objects.filter(pk__in=bookings, state=BookingState.WALKED_IN, behind=None):
        Attendance.objects.filter(booking=booking).delete()
        move(booking, "undo who came", by=by, about=f"webinar/{booking.session_id}")


@transaction.atomic
def settle(*, connection: Connection, bookings: Collection[int], by: Membership, version: int | None = None) -> None:
    """Say who was behind a connection: one person or several. Nobody of those who booked, if there is none.

    `version`: of the connection as the person saw it. Raises StaleVersion if a colleague settled it since, and ActionRefused if the session
    cannot be changed.
    """
    session = connection.session
    _check(session, by)
    _as_seen(connection, version)
    before = _no_longer_behind(connection)
    found = list(session.bookings.filter(pk__in=bookings).exclude(state__in=OVER))
    if found:
        _keep_behind(connection, found, by.person.email)
    else:
        _stand(connection, Standing.NOBODY, by.person.email)
    _take_back(before, by)
    record(
        "settled who was at a webinar",
        by=by,
        about=f"webinar/{session.pk}",
        connection=connection.pk,
        people=len(found),
    )
    work_out(session)


@transaction.atomic
def unsettle(*, connection: Connection, by: Membership, version: int | None = None) -> None:
    """Take back what was said of a connection, with whoever was added to it. Raises as `settle` does."""
    _check(connection.session, by)
    _as_seen(connection, version)
    before = _no_longer_behind(connection)
    _stand(connection, Standing.OPEN, "")
    _take_back(before, by)
    record("took back who was at a webinar", by=by, about=f"webinar/{connection.session_id}", connection=connection.pk)
    work_out(connection.session)


@transaction.atomic
def add_who_came(
    *, connection: Connection, name: str, email: str, employer: Employer, by: Membership, version: int | None = None
) -> Booking:
    """Add somebody who came without a booking. Raises as `settle` does, and ActionRefused if they have booked."""
    session = connection.session
    _check(session, by)
    _as_seen(connection, version)
    if session.bookings.filter(email__iexact=email).exclude(state__in=OVER).exists():
        raise ActionRefused("Somebody with this address has booked: choose them from the list.", "email")
    of_a_provider = employer.audience == Audience.PROVIDER
    made = Booking(
        body_id=session.body_id, session=session, name=name.strip(), email=email.strip().lower(), audience=employer.audience,
        provider_id=employer.key if of_a_provider else "", council_code="" if of_a_provider else employer.key,
        organisation=organisation_of(session, employer)[:200], booked_by=by.person.email,
    )  # fmt: skip
    begin(made, by=by, told="wrote down who came to a webinar", about=f"webinar/{session.pk}")
    move(made, "came unbooked", by=by)
    behind = [*(each.booking for each in connection.behind.select_related("booking")), made]
    connection.behind.all().delete()
    _keep_behind(connection, behind, by.person.email)
    work_out(session)
    return made


@transaction.atomic
def undo_log(*, log: Log, by: Membership) -> None:
    """Take a report back, with all that was read of it. Raises ActionRefused if the session cannot be changed."""
    session = log.session
    _check(session, by)
    record("took back an attendance report", by=by, about=f"webinar/{session.pk}", name=log.name)
    log.delete()
    gone = session.connections.filter(presences=None)
    before = list(Behind.objects.filter(connection__in=gone).values_list("booking", flat=True))
    gone.delete()
    _take_back(before, by)
    work_out(session)


@transaction.atomic
def tick(*, session: Session, came: Collection[int], by: Membership, version: int | None = None) -> None:
    """Say who took part, without a log or beside it: of those whom no log has. `version`: of the session as the person saw it.

    Raises StaleVersion if somebody ticked or changed it since, and ActionRefused if the session cannot be changed.
    """
    _check(session, by)
    move(session, "tick who came", by=by, version=version, detail={"people": len(came)})
    for booking in session.bookings.exclude(state__in=(*OVER, BookingState.ASKED)).filter(behind=None):
        ticked = booking.pk in came
        defaults = {
            "body_id": session.body_id, "came": Came.CAME if ticked else Came.NOT_KNOWN, "minutes": None,
            "ticked_by": by.person.email if ticked else "",
        }  # fmt: skip
        Attendance.objects.update_or_create(booking=booking, defaults=defaults)


@transaction.atomic
def settle_attendance(*, session: Session, version: int, by: Membership) -> Session:
    """Say that it is known who came: whoever booked and was not there did not come. Raises StaleVersion and ActionRefused as `move` does,
    and while somebody is not settled, or nothing tells who came."""
    Session.objects.select_for_update().get(pk=session.pk)
    left = session.connections.filter(standing=Standing.OPEN).count()
    if left:
        raise ActionRefused(f"Settle first who {counted(left, 'connections are')}: unknown is not absent.")
    if not session.logs.exists() and not Attendance.objects.filter(booking__session=session, came=Came.CAME).exists():
        raise ActionRefused("Hand in the attendance report, or tick who came, first.")
    move(session, "settle the attendance", by=by, version=version)
    work_out(session)
    return session


@transaction.atomic
def open_attendance(*, session: Session, version: int, by: Membership) -> Session:
    """Go on working on who came. Raises StaleVersion and ActionRefused as `move` does."""
    move(session, "open the attendance again", by=by, version=version)
    work_out(session)
    return session


def work_out(session: Session) -> None:
    """Who came and for how long, from all connections; what a host ticked stands where no log has the person."""
    stays: dict[int, list[Stay]] = defaultdict(list)
    rows = Presence.objects.filter(connection__session=session, connection__behind__isnull=False)
    for booking, joined, left, seconds in rows.values_list(
        "connection__behind__booking", "joined_at", "left_at", "seconds"
    ):
        stays[booking].append(Stay(joined, left, seconds))
    absent = Came.DID_NOT if session.settled_at else Came.NOT_KNOWN
    known = {one.booking_id: one for one in Attendance.objects.filter(booking__session=session)}
    for booking in session.bookings.filter(
        state__in=(BookingState.BOOKED, BookingState.WALKED_IN)
    ) | session.bookings.filter(pk__in=stays):
        had = known.get(booking.pk)
        if booking.pk in stays:
            told = {
                "came": Came.CAME,
                "minutes": minutes_of(stays[booking.pk], session.starts_at, session.ends_at),
                "ticked_by": "",
            }
        elif had and had.ticked_by:
            continue
        else:
            told = {"came": absent, "minutes": None, "ticked_by": ""}
        Attendance.objects.update_or_create(booking=booking, defaults=told | {"body_id": session.body_id})


def _check(session: Session, by: Membership) -> None:
    """Lock the session. Raises ActionRefused unless whoever acts may work on who came to a session that was held."""
    there = Session.objects.select_for_update().get(pk=session.pk)
    if there.state != SessionState.HELD:
        raise ActionRefused("Say first that the webinar was held.")
    if there.settled_at:
        raise ActionRefused("The attendance of this webinar is complete. Open it again to change it.")
    check_move(there, _MAY, by=by)
