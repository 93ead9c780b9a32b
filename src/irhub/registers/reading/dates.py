"""The publisher's date of an edition: from the file's name, else its content, else as given."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date, datetime

from irhub.registers.sources.base import Refused

_MONTHS = {month.casefold() for month in month_name[1:]}
_ISO = "%Y-%m-%d"
_IN_NAME = (
    (re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)"), _ISO),
    (re.compile(r"(?<!\d)(\d{1,2}_[A-Za-z]+_\d{4})(?!\d)"), "%d_%B_%Y"),
)
_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%d/%m/%Y")


def date_in_name(file_name: str) -> date | None:
    """The date that a file's name states, as publishers write it; None if it states none, or two that differ."""
    stated = {_day(found, form) for found, form in _written(file_name)} - {None}
    return stated.pop() if len(stated) == 1 else None


def _written(file_name: str) -> list[tuple[str, str]]:
    """What is written as a date in a file's name, and how."""
    return [(found, form) for pattern, form in _IN_NAME for found in pattern.findall(file_name)]


def _day(text: str, form: str) -> date | None:
    try:
        return _parsed(text, form)
    except ValueError:
        return None


def dated(file_name: str, stated: str | None, given: date | None) -> date | None:
    """The date of an edition, or None where nothing states it."""
    try:
        return edition_date(file_name, stated, given)[0]
    except Refused:
        return None


def edition_date(file_name: str, stated: str | None, given: date | None) -> tuple[date, str]:
    """The date of an edition and its origin: "file name", "content" or "given". Raises Refused if none states it, or if the name
    states a day that does not exist."""
    for found, form in _written(file_name):
        meant = form == _ISO or found.split("_")[1].casefold() in _MONTHS
        if meant and _day(found, form) is None:
            raise Refused(
                f"{file_name} is dated {found} in its name, a day that does not exist: give it its right date in its name."
            )
    if named := date_in_name(file_name):
        return named, "file name"
    for form in _FORMATS if stated else ():
        try:
            return _parsed(stated or "", form), "content"
        except ValueError:
            continue
    if given:
        return given, "given"
    raise Refused(f"Neither the name of {file_name} nor its content says one date: give it with --date YYYY-MM-DD.")


def _parsed(text: str, form: str) -> date:
    return datetime.strptime(text, form).date()  # noqa: DTZ007 - a publisher's date has no time zone
