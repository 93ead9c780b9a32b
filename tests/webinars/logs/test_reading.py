"""Attendance reports of every known shape tell who was there, when; what is none is refused, and nothing breaks."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.files.reading.refused import Refused
from irhub.web.london import LONDON
from irhub.webinars.logs.lasting import Stay, minutes_of
from irhub.webinars.logs.reading import LogRead
from irhub.webinars.logs.times import Order, moment, order_for, seconds
from tests.examples import tried
from tests.webinars.logs.made import (
    DAY,
    EVERY,
    NARROW,
    TEAMS,
    ZOOM_MEETING,
    ZOOM_UNIQUE,
    ZOOM_WEBINAR,
    read,
    teams,
    zoom,
)

STARTS, ENDS = (datetime(2026, 3, 3, hour, tzinfo=LONDON) for hour in (10, 11))


def minutes(log: LogRead, name: str) -> int | None:
    seen = next(each for each in log.people if each.name == name)
    stays = [
        Stay(each.joined, each.left, seen.seconds and seen.seconds // len(seen.intervals)) for each in seen.intervals
    ]
    return minutes_of(stays or [Stay(None, None, seen.seconds)], STARTS, ENDS)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [("Teams", 55), ("Teams, German", 50), ("Zoom meeting", 60), ("Zoom, newer", 60), ("Zoom, unique users", 48), ("Zoom webinar", 60)],
)  # fmt: skip
def test_every_shape_tells_how_long_somebody_was_there(shape, expected):
    log = read(EVERY[shape])
    assert minutes(log, "Ada Example") == expected
    assert next(each for each in log.people if each.name == "Ada Example").email == "ada@example.org"


def test_teams_names_without_its_notes_guests_by_their_own_address_and_who_runs_the_meeting():
    people = {seen.name: seen for seen in read(TEAMS).people}
    assert set(people) == {"Pat Example", "Ada Example", "Ben", "Cat Example"}
    assert people["Pat Example"].runs_it
    assert not people["Ada Example"].runs_it, "a presenter is anybody, in Teams"
    assert people["Cat Example"].email == "cat@example.org"
    assert people["Ben"].email == ""


def test_a_webinar_of_zoom_has_its_parts_and_lists_who_did_not_come():
    log = read(ZOOM_WEBINAR)
    assert (log.shape, log.absent) == ("Zoom webinar", 1)
    assert {seen.name: seen.runs_it for seen in log.people} == {
        "Pat Example": True, "Sam Speaker": True, "Ada Example": False, "441214960000": False,
    }  # fmt: skip


def test_the_name_behind_a_name_is_that_of_the_account():
    ipad = next(seen for seen in read(ZOOM_MEETING).people if not seen.email)
    assert (ipad.name, ipad.also) == ("iPad", "Ben Example")


def test_who_came_and_is_not_said_to_have_left_is_not_known_to_have_stayed():
    log = read(EVERY["Teams, older"])
    assert minutes(log, "Ada Example") is None
    assert minutes(log, "Ben Example") is None
    assert len(next(seen for seen in log.people if seen.name == "Ada Example").intervals) == 2


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (zoom("Name,Email,Approval Status", "Ada Example,ada@example.org,approved"), "not when they were there"),
        (zoom("Provider,Town", "Quillmoor Care Ltd,Walsall"), "no attendance report of Teams or Zoom"),
        (zoom("Nom\tPremière participation\tDernier départ", "Ada\t03/03/2026 10:00\t03/03/2026 11:00"), "again in English"),
        (zoom("Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)"), "nobody below them"),
        (
            zoom(
                "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)",
                "No,Ada Example,ada@example.org,--,--,--",
            ),
            "says of none when they came",
        ),
        (zoom("Name (Original Name),User Email,Join Time,Leave Time", "Ada,,yesterday,today"), "no time that can be read"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_and_never_read_as_if_nobody_came(file, says):
    with pytest.raises(Refused, match=says):
        read(file)


def test_a_report_of_another_day_is_refused_whichever_number_is_the_month():
    for file in (TEAMS, ZOOM_MEETING):
        with pytest.raises(Refused, match="of another day"):
            read(file, date(2026, 3, 10))


@pytest.mark.parametrize(
    ("day", "text", "order"),
    [
        (date(2026, 12, 1), "01/12/2026 10:00", Order.DAY_FIRST),
        (date(2026, 12, 1), "12/01/2026 10:00 AM", Order.MONTH_FIRST),
        (date(2026, 1, 12), "12/01/2026 10:00", Order.DAY_FIRST),
        (date(2026, 1, 12), f"1/12/26, 9:00:00{NARROW}PM", Order.MONTH_FIRST),
        (date(2026, 5, 5), "5/5/2026 10:00", Order.DAY_FIRST),
    ],
)
def test_the_day_of_the_session_tells_which_number_is_the_month(day, text, order):
    assert order_for([text], day, "x.csv") == order
    at = moment(text, order)
    assert at is not None
    assert at.date() == day


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("3/3/26, 12:05:00 AM", 0), ("3/3/26, 12:05:00 PM", 12), ("2026-03-03T10:05:00Z", 10), ("2026-03-03 05:05:00-05:00", 10),
        ("Mar 3, 2026 10:05:00 AM", 10), ("3 March 2026, 10:05", 10), ("03.03.26, 10:05:00", 10),
    ],
)  # fmt: skip
def test_moments_are_read_however_they_are_written(text, hour):
    at = moment(text, Order.DAY_FIRST)
    assert at is not None
    assert (at.day, at.hour, at.minute) == (3, hour, 5)


@pytest.mark.parametrize(
    "text", ["", "--", "30/02/2026 10:00", "3/3/26", "25:00", "3/3/26, 13:00 PM", "3/3/26, 99:00", "9999999/1/1 1:00"]
)
def test_what_is_no_moment_is_none(text):
    assert moment(text, Order.DAY_FIRST) is None


def test_lengths_are_read_however_they_are_written():
    for text, told in (
        ("1h 27m 51s", 5271),
        ("51s", 51),
        ("1:27:51", 5271),
        ("1 Std. 2 Min. 3 Sek.", 3723),
        ("a while", None),
        ("", None),
    ):
        assert seconds(text) == told, text
    assert seconds("57", minutes=True) == 3420


def test_who_keeps_their_name_out_of_the_report_is_told_of():
    log = read(teams(
        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole",
        "Ada\t3/3/26, 10:00\t3/3/26, 11:00\t1h\t\tAttendee", "\t3/3/26, 10:00\t3/3/26, 11:00\t1h\t\tAttendee",
    ))  # fmt: skip
    assert [seen.name for seen in log.people] == ["Ada"]
    assert "kept their names out" in log.odd[0]


def test_stretches_that_overlap_count_once_and_what_lies_outside_the_session_not_at_all():
    def at(hour: int, minute: int) -> datetime:
        return datetime(2026, 3, 3, hour, minute, tzinfo=LONDON)

    assert minutes_of([Stay(at(9, 0), at(10, 20), None), Stay(at(10, 10), at(10, 30), None)], STARTS, ENDS) == 30
    assert minutes_of([Stay(at(11, 0), at(12, 0), None)], STARTS, ENDS) == 0
    assert minutes_of([Stay(None, None, 9000)], STARTS, ENDS) == 60
    assert minutes_of([Stay(at(10, 0), None, None)], STARTS, ENDS) is None
    assert minutes_of([Stay(at(10, 0), at(10, 50), None), Stay(at(10, 55), None, None)], STARTS, ENDS) == 50


def outcome(file: bytes) -> tuple[LogRead | None, str]:
    """What is read of a file, or why it is refused."""
    try:
        return read(file), ""
    except Refused as refused:
        return None, str(refused)


CELLS = st.one_of(
    st.sampled_from(["Name", "Email", "Join Time", "Leave Time", "Duration (Minutes)", "User Action", "Timestamp", "Left", "Joined", "Ada",
                     "ada@example.org", "03/03/2026 10:00", "3/3/26, 11:00 AM", "--", "Attendee Details", "2. Participants", "First Join", "Last Leave",
                     "In-Meeting Duration", "1h 2m", "No", "Yes", "Attended", "User Name (Original Name)", "iPad (Ben)"]),
    st.text(max_size=12),
)  # fmt: skip


@tried(150)
@given(rows=st.lists(st.lists(CELLS, max_size=8), max_size=14), tabs=st.booleans())
def test_whatever_somebody_hands_in_is_read_or_refused_in_a_sentence(rows, tabs):
    file = "\n".join(("\t" if tabs else ",").join(cells) for cells in rows).encode("utf-8", "replace")
    found, refusal = outcome(file)
    if found is None:
        assert refusal.endswith(".")
    else:
        assert found.people
        assert all(minutes(found, seen.name) is None or minutes(found, seen.name) >= 0 for seen in found.people)


@tried(60)
@given(shape=st.sampled_from(sorted(EVERY)), at=st.integers(0, 2000), byte=st.binary(min_size=1, max_size=3))
def test_a_report_with_damage_anywhere_is_read_or_refused_in_a_sentence(shape, at, byte):
    file = EVERY[shape]
    damaged = file[: at % len(file)] + byte + file[at % len(file) :]
    found, refusal = outcome(damaged)
    assert refusal.endswith(".") if found is None else found.people


def test_two_reports_of_one_meeting_of_lengths_alone_are_never_more_than_the_session():
    seen = read(ZOOM_UNIQUE).people[0]
    assert minutes_of([Stay(None, None, seen.seconds)] * 2, STARTS, ENDS) == 60
    assert read(ZOOM_UNIQUE, DAY) == read(ZOOM_UNIQUE, date(2026, 1, 1)), (
        "it has no times, so that its day is not known"
    )
