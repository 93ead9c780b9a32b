"""What the columns of attendance logs are called, in the shapes and languages that are known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

NAME, EMAIL, REGISTERED, UPN = "name", "email", "registered", "upn"
JOINED, LEFT, FIRST, LAST = "joined", "left", "first", "last"
MINUTES, DURATION, ATTENDED, ACTION, AT, ROLE = "minutes", "duration", "attended", "action", "at", "role"

HEADS: Mapping[str, tuple[str, ...]] = {
    NAME: (
        "name", "full name", "name (original name)", "user name (original name)", "user name", "vollständiger name",
    ),
    EMAIL: ("email", "user email", "e-mail", "email address", "e-mail-adresse"),
    REGISTERED: ("registration email", "registrierungs-e-mail"),
    UPN: ("participant id (upn)", "teilnehmer-id (upn)"),
    JOINED: ("join time", "beitrittszeit"),
    LEFT: ("leave time", "verlassenszeit"),
    FIRST: ("first join", "first join time", "erster beitritt"),
    LAST: ("last leave", "last leave time", "letztes verlassen"),
    MINUTES: ("duration (minutes)", "total duration (minutes)", "time in session (minutes)"),
    DURATION: ("in-meeting duration", "duration", "dauer der besprechung", "dauer"),
    ATTENDED: ("attended",),
    ACTION: ("user action", "benutzeraktion"),
    AT: ("timestamp", "zeitstempel"),
    ROLE: ("role", "rolle"),
}  # fmt: skip
"""By what is read of a column, its heads: of Teams in English and German, of Zoom in English, older and newer."""
_FIELD = {head: field for field, heads in HEADS.items() for head in heads}
ORIGINAL = "(original name)"
"""In the head of names as Zoom writes them: what the person calls themself now, and behind it the name of their account."""

_ZONED = re.compile(r"\s*\(\s*(?:utc|gmt)\s*(?:(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?\s*\)$")
_STAFF_PARTS = frozenset({"host details", "panelist details"})
_STAFF_ROLES = frozenset({"organizer", "organiser", "co-organizer", "co-organiser", "organisator", "mitorganisator"})
"""Who runs a meeting. A presenter of Teams does not: there everybody is one, unless the host said otherwise."""
_NOTES = re.compile(
    r"\s*\((?:unverified|external|guest|extern|gast|nicht überprüft|nicht verifiziert|host|co-host|me)\b[^()]*\)\s*$",
    re.IGNORECASE,
)
_EXTERNAL = re.compile(r"^(.+)_([^_@]+\.[^_@]+)#ext#@", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_THINGS = frozenset(
    [
        "android",
        "desktop",
        "galaxy",
        "gast",
        "guest",
        "huawei",
        "ipad",
        "iphone",
        "laptop",
        "macbook",
        "meeting",
        "participant",
        "pc",
        "phone",
        "pixel",
        "room",
        "samsung",
        "tablet",
        "teams",
        "teilnehmer",
        "user",
        "zoom",
    ]
)
"""Words that name a device or nobody, of which a report may have several."""
_ABSENT = frozenset({"", "--", "-", "n/a"})


def plain(cell: str) -> str:
    """A cell with its kinds of blank as one, in normal form; what stands for nothing is blank."""
    known = unicodedata.normalize("NFKC", cell).replace("\ufeff", "")
    text = " ".join("".join(each if each.isprintable() else " " for each in known).split())
    return "" if text in _ABSENT else text


def fields_of(cells: Sequence[str]) -> dict[str, int]:
    """By what is known to be read of it, the column of a head, with or without its zone; of two that say the same the first."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        head = plain(cell).casefold()
        field = _FIELD.get(head) or _FIELD.get(_ZONED.sub("", head))
        if field:
            found.setdefault(field, at)
    return found


def zone_of(head: str) -> str:
    """The zone in which a head says that its times are, as it can stand behind a time; blank if it says none."""
    found = _ZONED.search(plain(head).casefold())
    if not found:
        return ""
    return f"{found['sign']}{int(found['hours']):02}:{found['minutes'] or '00'}" if found["sign"] else "utc"


def tells_attendance(fields: Mapping[str, int]) -> bool:
    """Whether columns say who was there: names with times, with lengths, or with what each did when."""
    if NAME not in fields:
        return False
    return (
        {JOINED, LEFT} <= fields.keys()
        or {FIRST, LAST} <= fields.keys()
        or {ACTION, AT} <= fields.keys()
        or (MINUTES in fields and not {JOINED, LEFT, FIRST, LAST} & fields.keys())
    )


def name_of(cell: str, *, original: bool) -> tuple[str, str]:
    """A name without what the program notes behind it, and the name of the account where the head says that it stands behind it."""
    name = plain(cell)
    while (shorter := _NOTES.sub("", name)) != name:
        name = shorter
    found = re.fullmatch(r"(.*\S)\s*\(([^()]+)\)", name) if original else None
    return (found[1], found[2]) if found else (name, "")


def full_name(name: str) -> bool:
    """Whether a name is that of one person: two words or more, of letters, and none that names a device."""
    words = re.findall(r"[^\W\d_][^\W\d_'’.-]*[^\W\d_]", name)
    return len(words) > 1 and not any(each.isdigit() for each in name) and not _THINGS & {w.casefold() for w in words}


def address_of(*cells: str) -> str:
    """The first cell that holds an e-mail address, in small letters; that of a guest as their own, and not as the host's domain writes it."""
    for cell in map(plain, cells):
        guest = _EXTERNAL.match(cell)
        text = f"{guest[1]}@{guest[2]}" if guest else cell
        if _ADDRESS.fullmatch(text) and len(text) <= 254:
            return text.lower()
    return ""


def runs_it(part: str, role: str) -> bool:
    """Whether somebody runs the meeting: by the part of the file in which they stand, or by their role."""
    return plain(part).casefold() in _STAFF_PARTS or plain(role).casefold() in _STAFF_ROLES
