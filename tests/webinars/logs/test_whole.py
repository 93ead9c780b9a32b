"""Nobody is lost of an attendance report, nobody has what they did not earn, and nobody came of whom it does not say when."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from irhub.files.reading.refused import Refused
from irhub.web.london import LONDON
from irhub.webinars.logs.hours import check_hours, shift_that_fits
from irhub.webinars.logs.lasting import Stay, minutes_of
from irhub.webinars.logs.reading import LogRead, Seen
from tests.webinars.logs.made import DAY, ZOOM_UNIQUE, read, teams, zoom

HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)"
TEAMS_HEAD = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole"
ACTIVITIES = "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole"
STARTS, ENDS = (datetime(2026, 3, 3, hour, tzinfo=LONDON) for hour in (10, 11))


def person(number: int, came: str = "03/03/2026 10:00", left: str = "03/03/2026 11:00") -> str:
    return f"Ada Example,p{number}@example.org,{came},{left},60"


def people(log: LogRead) -> list[str]:
    return [seen.email or seen.name for seen in log.people if seen.told]


def lasted(seen: Seen) -> int | None:
    stays = [Stay(each.joined, each.left, seen.seconds) for each in seen.intervals]
    return minutes_of(stays or [Stay(None, None, seen.seconds)], STARTS, ENDS)


@pytest.mark.parametrize("between", ["", ",,,,", "1. Floor ward,,,,"])
def test_whoever_stands_below_a_gap_is_of_the_table(between):
    log = read(zoom(HEAD, person(1), between, person(2), person(3)))
    assert people(log) == ["p1@example.org", "p2@example.org", "p3@example.org"]
    assert [seen.name for seen in log.people if not seen.told] == (["1. Floor ward"] if "ward" in between else [])


@pytest.mark.parametrize(
    ("rows", "says"),
    [(["", "Ada Example,ada@example.org"], "1 row that belongs to no table, the first of them row 4"), (["1. Floor ward,,,,"], "row 3")],
)  # fmt: skip
def test_rows_that_belong_to_no_table_refuse_the_file(rows, says):
    with pytest.raises(Refused, match=says):
        read(zoom(HEAD, person(1), *rows))


def test_whoever_has_no_time_of_coming_is_to_be_settled_and_did_not_come_by_the_report():
    log = read(zoom(f"Attended,{HEAD}", f"Yes,{person(1)}", f"Yes,{person(2)}", f"Non,{person(3, '--', '--')}"))
    assert people(log) == ["p1@example.org", "p2@example.org"]
    assert [seen.email for seen in log.people if not seen.told] == ["p3@example.org"]
    assert log.odd[0].startswith("Row 4")
    with pytest.raises(Refused, match="2 rows of 4 that say not when"):
        read(zoom(f"Attended,{HEAD}", *(f"Yes,{person(n)}" for n in (1, 2)), *(f",{person(n, '--', '--')}" for n in (3, 4))))  # fmt: skip


def test_a_stay_of_which_neither_end_nor_length_is_told_is_not_known():
    assert minutes_of([], STARTS, ENDS) is None
    assert minutes_of([Stay(None, None, None)], STARTS, ENDS) is None
    assert minutes_of([Stay(STARTS, ENDS, None), Stay(None, None, None)], STARTS, ENDS) == 60


def test_a_report_of_teams_that_was_cut_is_held_against_its_own_sums():
    row = "Ada Example\t3/3/26, 10:00:00 AM\t3/3/26, 11:02:00 AM\t1h 2m\tada@example.org\tAttendee"
    with pytest.raises(Refused, match="25 people attended and lists 1"):
        read(teams("1. Summary", "Attended participants\t25", "", "2. Participants", TEAMS_HEAD, row))
    cut = "Ada Example\t3/3/26, 10:00:00 AM\t3/3/26, 10:10:00 AM\t10m\tada@example.org\tAttendee"
    log = read(teams("2. Participants", TEAMS_HEAD, row, "", "3. In-Meeting Activities", ACTIVITIES, cut))
    assert lasted(log.people[0]) == 60
    assert "less of this person" in log.odd[0]


def test_the_day_of_a_report_without_times_is_that_of_its_head():
    rows = (
        "Meeting ID,Topic,Start Time,End Time", "1,Duties,03/04/2026 09:55:00 AM,03/04/2026 11:00:00 AM", "",
        "Name (Original Name),User Email,Total Duration (Minutes)", "Ada Example,ada@example.org,48",
    )  # fmt: skip
    assert read(zoom(*rows), date(2026, 3, 4)).began == datetime(2026, 3, 4, 9, 55, tzinfo=LONDON)
    with pytest.raises(Refused, match="of another day"):
        read(zoom(*rows), date(2026, 3, 10))
    assert read(ZOOM_UNIQUE).began is None
    log = read(zoom(*rows), date(2026, 3, 4))
    with pytest.raises(Refused, match="of another time"):
        check_hours(log, datetime(2026, 3, 4, 16, tzinfo=LONDON), datetime(2026, 3, 4, 17, tzinfo=LONDON), "x.csv")


def test_a_stray_date_is_odd_and_whoever_comes_before_midnight_is_there():
    log = read(zoom(HEAD, person(1), person(2), person(3, "02/01/2026 10:00", "02/01/2026 11:00")))
    assert people(log) == ["p1@example.org", "p2@example.org"]
    assert "Row 4" in log.odd[0]
    assert "another day" in log.odd[0]
    night = zoom(HEAD, person(1, "02/03/2026 23:55", "03/03/2026 00:50"), person(2, "03/03/2026 00:05", "03/03/2026 01:00"))  # fmt: skip
    assert len(people(read(night))) == 2


def test_two_of_a_name_that_may_be_anybodys_are_two():
    device = "iPhone,,03/03/2026 {},03/03/2026 {},30"
    log = read(zoom(HEAD, device.format("10:00", "10:30"), device.format("10:30", "11:00")))
    assert [lasted(seen) for seen in log.people] == [30, 30]
    again = "Ada Example,,03/03/2026 {},03/03/2026 {},30"
    log = read(zoom(HEAD, again.format("10:00", "10:30"), again.format("10:30", "11:00")))
    assert [sum(1 for _ in seen.intervals) for seen in log.people] == [2]


def test_two_of_one_name_are_told_apart_by_what_teams_sums_up():
    rows = [
        f"Ben\t3/3/26, 10:{a}:00 AM\t3/3/26, 10:{b}:00 AM\t20m\t\tAttendee" for a, b in (("00", "20"), ("30", "50"))
    ]
    both = read(teams("2. Participants", TEAMS_HEAD, *rows, "", "3. In-Meeting Activities", ACTIVITIES, *rows))
    assert [lasted(seen) for seen in both.people] == [20, 20]
    one = "Ben\t3/3/26, 10:00:00 AM\t3/3/26, 10:50:00 AM\t40m\t\tAttendee"
    assert len(read(teams(TEAMS_HEAD, one, "", "3. In-Meeting Activities", ACTIVITIES, *rows)).people) == 1


def test_who_leaves_in_the_older_form_of_teams_is_whoever_alone_is_there_of_the_name():
    rows = ("Joined\t3/3/2026, 10:00", "Left\t3/3/2026, 10:30", "Joined\t3/3/2026, 10:40", "Joined\t3/3/2026, 10:41")
    log = read(teams("Full Name\tUser Action\tTimestamp", *(f"iPhone\t{row}" for row in rows)))
    assert [lasted(seen) for seen in log.people] == [30, None, None]


@pytest.mark.parametrize(
    ("came", "left", "zone"), [("09:00", "10:02", "UTC-1"), ("11:00", "12:00", r"UTC\+1"), ("05:00", "06:00", "UTC-5")]
)
def test_a_report_in_another_time_zone_is_refused_and_the_zone_named(came, left, zone):
    log = read(zoom(HEAD, person(1, f"03/03/2026 {came}", f"03/03/2026 {left}")))
    with pytest.raises(Refused, match=f"time zone {zone}:"):
        check_hours(log, STARTS, ENDS, "report.csv")


def test_a_report_in_utc_is_one_hour_behind_in_summer():
    summer = date(2026, 7, 3)
    log = read(zoom(HEAD, person(1, "2026-07-03 09:00", "2026-07-03 10:00")), summer)
    with pytest.raises(Refused, match="time zone UTC:"):
        check_hours(log, *(datetime(2026, 7, 3, hour, tzinfo=LONDON) for hour in (10, 11)), "report.csv")


@pytest.mark.parametrize(("came", "left"), [("09:50", "11:10"), ("10:20", "11:20"), ("10:00", "10:10"), ("09:45", "10:45")])  # fmt: skip
def test_people_who_come_early_or_late_are_in_uk_time(came, left):
    log = read(zoom(HEAD, person(1, f"03/03/2026 {came}", f"03/03/2026 {left}")), DAY)
    assert shift_that_fits(log.people, STARTS, ENDS) == 0
    check_hours(log, STARTS, ENDS, "report.csv")


@pytest.mark.parametrize(("zone", "hour"), [("UTC", 9), ("GMT+1", 10), ("gmt +01:00", 10), ("UTC-5:00", 4)])
def test_a_zone_in_the_heads_is_that_of_the_times_below_them(zone, hour):
    summer = date(2026, 7, 3)
    head = f"Name (Original Name),User Email,Join Time ({zone}),Leave Time ({zone}),Duration (Minutes)"
    log = read(zoom(head, person(1, f"07/03/2026 {hour:02}:00:00 AM", f"07/03/2026 {hour + 1:02}:00:00 AM")), summer)
    assert [each.joined.astimezone(LONDON).hour for seen in log.people for each in seen.intervals] == [10]
    check_hours(log, *(datetime(2026, 7, 3, at, tzinfo=LONDON) for at in (10, 11)), "report.csv")


def test_a_zone_in_a_time_is_its_own_whatever_the_head_says():
    head = "Name (Original Name),User Email,Join Time (UTC),Leave Time (UTC),Duration (Minutes)"
    summer = date(2026, 7, 3)
    log = read(zoom(head, person(1, "2026-07-03T09:00:00Z", "2026-07-03T11:00:00+01:00")), summer)
    stays = [each for seen in log.people for each in seen.intervals]
    assert [(each.joined.astimezone(LONDON).hour, each.left.astimezone(LONDON).hour) for each in stays] == [(10, 11)]


def test_a_report_of_teams_that_lost_its_mark_is_read_and_a_row_that_broke_is_told():
    line = "Example, Ada\t03/03/2026, 10:00:00\t03/03/2026, 11:00:00\t1h\tada@example.org\tAttendee"
    assert people(read(teams(TEAMS_HEAD, line).removeprefix(b"\xff\xfe"))) == ["ada@example.org"]
    with pytest.raises(Refused, match=r"Row 2: “p1@example\.org” is no time at which somebody came"):
        read(zoom(HEAD, person(1).replace("Ada Example", "Example, Ada")))


def test_whoever_was_there_for_a_moment_at_the_start_is_of_this_meeting():
    log = read(zoom(HEAD, person(1, "03/03/2026 10:00:00", "03/03/2026 10:00:00")))
    check_hours(log, STARTS, ENDS, "report.csv")
    assert [lasted(seen) for seen in log.people] == [0]
