"""Who came to a webinar is told by the report of the meeting, by address first; the rest a host settles, and can take back."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from irhub.accounts.row_security import Acting, acting
from irhub.files.handed_in import HandedIn
from irhub.files.reading.refused import Refused
from irhub.programmes.models import Audience
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.london import LONDON
from irhub.webinars import coming
from irhub.webinars.actions import attendance, bookings, sessions
from irhub.webinars.actions.bookings import Attendee, Employer
from irhub.webinars.models import Attendance, Behind, Came, Connection, Log, Presence, Standing
from tests.factories import BodyFactory, signed_in
from tests.programmes.factories import WALSALL
from tests.webinars.factories import SessionFactory, host_of
from tests.webinars.logs.made import NARROW, TEAMS, ZOOM_MEETING, ZOOM_WEBINAR, teams, zoom

pytestmark = pytest.mark.django_db
COUNCIL = Employer(Audience.COUNCIL, WALSALL)
BEGAN = datetime(2026, 3, 3, 10, tzinfo=LONDON)
EARLIER = datetime(2026, 2, 1, tzinfo=LONDON)


@pytest.fixture
def held():
    """A webinar on 3 March 2026, which Ada, Ben, Cat and Dan booked."""
    session = SessionFactory(starts_at=BEGAN)
    by = host_of(session.body)
    sessions.publish_session(session=session, version=session.version, by=by, now=EARLIER)
    for name in ("ada", "ben", "cat", "dan"):
        person = Attendee(f"{name.title()} Example", f"{name}@example.org")
        made = bookings.book(session=session.pk, people=[person], employer=COUNCIL, by=person.email, now=EARLIER)
        bookings.confirm(lot=made[0].lot, now=EARLIER)
    sessions.hold_session(session=session, version=session.version, by=by)
    return session


def file(data: bytes, name: str = "report.csv") -> HandedIn:
    return HandedIn(name, "text/csv", data, sha256(data).hexdigest())


def hand_in(session, data: bytes) -> Log:
    return attendance.hand_in(session=session, file=file(data), by=host_of(session.body))


def came(session) -> dict[str, tuple[str, int | None]]:
    rows = Attendance.objects.filter(booking__session=session).order_by("booking__name")
    return {row.booking.name.split()[0]: (row.came, row.minutes) for row in rows}


def connection(session, name: str) -> Connection:
    return session.connections.get(name=name)


NOT_KNOWN = (Came.NOT_KNOWN, None)


def test_people_are_matched_by_address_and_a_likeness_of_names_matches_nobody(held):
    hand_in(held, TEAMS)
    assert came(held) == {"Ada": (Came.CAME, 55), "Ben": NOT_KNOWN, "Cat": (Came.CAME, 60), "Dan": NOT_KNOWN}
    assert connection(held, "Ben").standing == Standing.OPEN
    assert connection(held, "Pat Example").standing == Standing.NOBODY
    assert coming.who_it_may_be(connection(held, "Ben"))[0][1].startswith("Ben Example")


def test_a_host_confirms_several_people_behind_one_connection_and_takes_it_back(held):
    hand_in(held, ZOOM_MEETING)
    by, ipad = host_of(held.body), connection(held, "iPad")
    two = [held.bookings.get(name=f"{name} Example").pk for name in ("Ben", "Dan")]
    attendance.settle(connection=ipad, bookings=two, by=by)
    assert (came(held)["Ben"], came(held)["Dan"], came(held)["Cat"]) == ((Came.CAME, 60), (Came.CAME, 60), NOT_KNOWN)
    attendance.unsettle(connection=ipad, by=by)
    assert (came(held)["Ben"], came(held)["Dan"]) == (NOT_KNOWN, NOT_KNOWN)
    attendance.settle(connection=ipad, bookings=[], by=by)
    assert connection(held, "iPad").standing == Standing.NOBODY


def test_unknown_is_not_absent_until_everything_is_settled(held):
    by = host_of(held.body)
    with pytest.raises(ActionRefused, match="Hand in the attendance report"):
        attendance.settle_attendance(session=held, version=held.version, by=by)
    hand_in(held, TEAMS)
    with pytest.raises(ActionRefused, match="unknown is not absent"):
        attendance.settle_attendance(session=held, version=held.version, by=by)
    attendance.settle(connection=connection(held, "Ben"), bookings=[held.bookings.get(name="Ben Example").pk], by=by)
    attendance.settle_attendance(session=held, version=held.version, by=by)
    assert came(held)["Dan"] == (Came.DID_NOT, None)
    assert came(held)["Ben"] == (Came.CAME, 20)
    with pytest.raises(ActionRefused, match="complete"):
        hand_in(held, ZOOM_MEETING)
    attendance.open_attendance(session=held, version=held.version, by=by)
    assert came(held)["Dan"] == NOT_KNOWN


def test_reports_after_a_restart_are_put_together_and_one_is_taken_back_whole(held):
    def part(joined: str, left: str) -> bytes:
        return teams(
            "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole",
            f"Ada\t3/3/26, {joined}{NARROW}AM\t3/3/26, {left}{NARROW}AM\t\tada@example.org\tAttendee",
        )

    hand_in(held, part("10:00:00", "10:20:00"))
    second = hand_in(held, part("10:30:00", "11:00:00"))
    assert came(held)["Ada"] == (Came.CAME, 50)
    with pytest.raises(ActionRefused, match="read already"):
        hand_in(held, part("10:30:00", "11:00:00"))
    attendance.undo_log(log=second, by=host_of(held.body))
    assert came(held)["Ada"] == (Came.CAME, 20)
    attendance.undo_log(log=held.logs.get(), by=host_of(held.body))
    assert came(held)["Ada"] == NOT_KNOWN
    assert not Connection.objects.exists()
    assert not Presence.objects.exists()


def test_whoever_came_without_a_booking_is_added_and_takes_no_place(held):
    hand_in(held, ZOOM_WEBINAR)
    phone, by = connection(held, "441214960000"), host_of(held.body)
    taken = held.__class__.objects.get(pk=held.pk).taken
    with pytest.raises(ActionRefused, match="has booked"):
        attendance.add_who_came(connection=phone, name="Ben", email="BEN@example.org", employer=COUNCIL, by=by)
    attendance.add_who_came(connection=phone, name="Eve Example", email="eve@example.org", employer=COUNCIL, by=by)
    assert came(held)["Eve"] == (Came.CAME, 45)
    assert held.__class__.objects.get(pk=held.pk).taken == taken


def test_a_host_ticks_who_came_where_no_report_has_them(held):
    by, dan = host_of(held.body), held.bookings.get(name="Dan Example")
    attendance.tick(session=held, came=[dan.pk], by=by)
    assert came(held)["Dan"] == (Came.CAME, None)
    hand_in(held, TEAMS)
    assert came(held)["Dan"] == (Came.CAME, None)
    assert came(held)["Ada"] == (Came.CAME, 55)
    attendance.tick(session=held, came=[], by=by)
    assert came(held)["Dan"] == NOT_KNOWN


def test_a_report_of_another_hour_or_of_nothing_changes_nothing(held):
    night = teams(
        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole",
        "Ada\t3/3/26, 8:00:00 PM\t3/3/26, 9:00:00 PM\t1h\tada@example.org\tAttendee",
    )
    for data in (night, b"Provider,Town\nQuillmoor,Walsall\n"):
        with pytest.raises(Refused):
            hand_in(held, data)
    assert not Log.objects.exists()
    assert not Attendance.objects.exists()


def test_nobody_of_oversight_reads_who_came_not_even_who_booked_for_them(held):
    hand_in(held, TEAMS)
    council = BodyFactory(name="Walsall Council", place_code=WALSALL)
    asked = (Log, Connection, Presence, Behind, Attendance)
    for body, side in ((council.pk, "oversight"), (held.body_id, ""), (None, "")):
        with acting(Acting(person=1, body=body, side=side, role="administrator")):
            assert not any(model.objects.exists() for model in asked)
    with acting(Acting(person=1, body=held.body_id, side="advice", role="adviser")):
        assert all(model.objects.exists() for model in asked)


def test_a_host_hands_a_report_in_and_settles_it_in_their_pages(held):
    host = signed_in(host_of(held.body).person)
    page, number = reverse("webinar-attendance", args=[held.pk]), [held.pk]
    wrong = host.post(reverse("webinar-log", args=number), {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})
    assert "is no attendance report" in wrong.content.decode()
    host.post(reverse("webinar-log", args=number), {"file": SimpleUploadedFile("report.tsv", TEAMS)})
    told = host.get(page).content.decode()
    assert "2 came" in told
    assert "To settle" in told
    ben = connection(held, "Ben")
    assert "Ben Example" in host.get(reverse("webinar-connection", args=[ben.pk])).content.decode()
    host.post(
        reverse("webinar-connection", args=[ben.pk]),
        {"bookings": [str(held.bookings.get(name="Ben Example").pk)], "version": ben.version},
    )
    dan = held.bookings.get(name="Dan Example")
    host.post(reverse("webinar-tick", args=number), {"came": [str(dan.pk)], "version": held.version})
    held.refresh_from_db()
    host.post(reverse("webinar-attendance-settle", args=number), {"version": held.version})
    assert "4 came" in host.get(page).content.decode()


def test_whoever_saw_an_older_page_takes_nothing_from_a_colleague(held):
    by, dan, ben = host_of(held.body), *(held.bookings.get(name=f"{name} Example") for name in ("Dan", "Ben"))
    seen = held.version
    attendance.tick(session=held, came=[dan.pk], version=seen, by=by)
    with pytest.raises(StaleVersion):
        attendance.tick(session=held.__class__.objects.get(pk=held.pk), came=[], version=seen, by=by)
    assert came(held)["Dan"] == (Came.CAME, None)
    hand_in(held, TEAMS)
    who = connection(held, "Ben")
    seen = who.version
    attendance.settle(connection=who, bookings=[ben.pk], version=seen, by=by)
    with pytest.raises(StaleVersion):
        attendance.settle(connection=who, bookings=[], version=seen, by=by)
    host = signed_in(by.person)
    for name in ("webinar-unsettle", "webinar-connection"):
        host.post(reverse(name, args=[who.pk]), {"version": seen})
    assert connection(held, "Ben").standing == Standing.SETTLED
    answer = host.post(reverse("webinar-attendance-settle", args=[held.pk]), {"version": "none"})
    assert answer.status_code == 302


@pytest.mark.parametrize("back", ["connection", "report"])
def test_whoever_was_added_without_a_booking_is_taken_back(held, back):
    log, by = hand_in(held, ZOOM_WEBINAR), host_of(held.body)
    phone = connection(held, "441214960000")
    told = {"name": "Eve Example", "email": "eve@example.org", "employer": COUNCIL, "by": by}
    attendance.add_who_came(connection=phone, **told)
    if back == "connection":
        attendance.unsettle(connection=phone, by=by)
        assert "Eve" not in came(held)
        attendance.add_who_came(connection=phone, **told)
        assert came(held)["Eve"] == (Came.CAME, 45)
        attendance.settle(connection=phone, bookings=[], by=by)
    else:
        attendance.undo_log(log=log, by=by)
    assert "Eve" not in came(held)
    assert coming.attended(held).came == (1 if back == "connection" else 0)


def test_of_whom_a_report_says_not_when_they_came_a_host_decides(held):
    head = "Attended,Name (Original Name),User Email,Join Time,Leave Time"
    rows = [f"Yes,A,{name}@example.org,03/03/2026 10:00,03/03/2026 11:00" for name in ("ada", "ben", "cat")]
    hand_in(held, zoom(head, *rows, "Non,Dan Example,dan@example.org,--,--"))
    assert came(held)["Dan"] == NOT_KNOWN
    assert connection(held, "Dan Example").standing == Standing.OPEN
