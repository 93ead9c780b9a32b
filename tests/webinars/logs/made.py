"""Attendance reports in the shapes of Teams and Zoom, about invented people, of a session on 3 March 2026 from ten to eleven."""

from __future__ import annotations

from datetime import date

from irhub.webinars.logs.file import rows_of
from irhub.webinars.logs.reading import LogRead, read_log

DAY = date(2026, 3, 3)
NARROW = "\u202f"


def teams(*lines: str) -> bytes:
    """As Teams writes it: UTF-16 with a mark, tabs, CR LF."""
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-16-le")


def zoom(*lines: str) -> bytes:
    """As Zoom writes it: UTF-8 with a mark."""
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


TEAMS = teams(
    "1. Summary",
    "Meeting title\tDuties of a sponsor",
    "Attended participants\t4",
    f"Start time\t3/3/26, 9:58:11{NARROW}AM",
    "",
    "2. Participants",
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole",
    f"Pat Example\t3/3/26, 9:55:00{NARROW}AM\t3/3/26, 11:02:00{NARROW}AM\t1h 7m\thost@example.org\thost@example.org\tOrganizer",
    f"Ada Example (External)\t3/3/26, 10:00:00{NARROW}AM\t3/3/26, 11:00:00{NARROW}AM\t55m\tada@example.org\tada@example.org\tPresenter",
    f"Ben (Unverified)\t3/3/26, 10:10:00{NARROW}AM\t3/3/26, 10:30:00{NARROW}AM\t20m 0s\t\t\tAttendee",
    f"Cat Example\t3/3/26, 10:00:00{NARROW}AM\t3/3/26, 11:00:00{NARROW}AM\t1h 0m 0s\t\tcat_example.org#EXT#@host.example.com\tAttendee",
    "",
    "3. In-Meeting Activities",
    "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole",
    f"Ada Example (External)\t3/3/26, 10:00:00{NARROW}AM\t3/3/26, 10:20:00{NARROW}AM\t20m\tada@example.org\tPresenter",
    f"Ada Example (External)\t3/3/26, 10:25:00{NARROW}AM\t3/3/26, 11:00:00{NARROW}AM\t35m\tada@example.org\tPresenter",
)
GERMAN = teams(
    "1. Zusammenfassung",
    "Besprechungstitel\tDuties of a sponsor",
    "",
    "2. Teilnehmer",
    "Name\tErster Beitritt\tLetztes Verlassen\tDauer der Besprechung\tE-Mail\tTeilnehmer-ID (UPN)\tRolle",
    "Ada Example (Extern)\t03.03.26, 10:00:00\t03.03.26, 10:50:00\t50 Min. 0 Sek.\tada@example.org\tada@example.org\tReferent",
)
OLDER_TEAMS = teams(
    "Full Name\tUser Action\tTimestamp",
    "Ada Example\tJoined\t3/3/2026, 10:00:00 AM",
    "Ben Example\tJoined before\t3/3/2026, 9:59:00 AM",
    "Ada Example\tLeft\t3/3/2026, 10:30:00 AM",
    "Ada Example\tJoined\t3/3/2026, 10:40:00 AM",
)
ZOOM_MEETING = zoom(
    "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants",
    "812 3456 7890,Duties,03/03/2026 09:55:00 AM,03/03/2026 11:01:00 AM,host@example.org,66,3",
    "",
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent",
    "Ada Example,ada@example.org,03/03/2026 10:00:00 AM,03/03/2026 10:20:00 AM,20,No,Yes",
    "Ada Example,ada@example.org,03/03/2026 10:15:00 AM,03/03/2026 11:00:00 AM,45,No,Yes",
    "iPad (Ben Example),,03/03/2026 10:00:00 AM,03/03/2026 11:00:00 AM,60,Yes,",
)
ZOOM_NEWER = zoom(
    "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording disclaimer response,In waiting room",
    "Ada Example,ada@example.org,2026-03-03 10:00:00,2026-03-03 11:00:00,60,No,OK,No",
)
ZOOM_UNIQUE = zoom(
    "Name (Original Name),User Email,Total Duration (Minutes),Guest",
    "Ada Example,ada@example.org,48,No",
)
ZOOM_WEBINAR = zoom(
    "Attendee Report",
    "Report Generated:,03/04/2026 09:00:00 AM",
    "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered",
    "Duties,812 3456 7890,03/03/2026 09:55:00 AM,66,3",
    "Host Details",
    "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name",
    "Yes,Pat Example,host@example.org,03/03/2026 09:55:00 AM,03/03/2026 11:01:00 AM,66,No,United Kingdom",
    "Panelist Details",
    "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name",
    "Yes,Sam Speaker,sam@example.org,03/03/2026 09:55:00 AM,03/03/2026 11:01:00 AM,66,Yes,United Kingdom",
    "Attendee Details",
    "Attended,User Name (Original Name),First Name,Last Name,Email,Phone,Registration Time,Approval Status,Join Time,Leave Time,"
    "Time in Session (minutes),Is Guest,Country/Region Name,Source Name",
    "Yes,Ada Example,Ada,Example,ada@example.org,,02/01/2026 09:00:00 AM,approved,03/03/2026 10:00:00 AM,03/03/2026 11:00:00 AM,60,Yes,United Kingdom,",
    "No,Cat Example,Cat,Example,cat@example.org,,02/01/2026 09:00:00 AM,approved,--,--,--,--,--,",
    "Other Attended",
    "User Name,Join Time,Leave Time,Time in Session (minutes),Country/Region Name",
    "441214960000,03/03/2026 10:05:00 AM,03/03/2026 10:50:00 AM,45,United Kingdom",
)
EVERY = {
    "Teams": TEAMS, "Teams, German": GERMAN, "Teams, older": OLDER_TEAMS, "Zoom meeting": ZOOM_MEETING, "Zoom, newer": ZOOM_NEWER,
    "Zoom, unique users": ZOOM_UNIQUE, "Zoom webinar": ZOOM_WEBINAR,
}  # fmt: skip


def read(data: bytes, day: date = DAY) -> LogRead:
    """A file as the page reads it."""
    return read_log(rows_of("report.csv", data), day, "report.csv")
