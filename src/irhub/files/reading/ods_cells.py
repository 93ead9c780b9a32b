"""The text of a cell of an OpenDocument sheet: from its value where that says more than what is shown, else as shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

OFFICE, TABLE, TEXT = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text"))
_NUMBERS = ("float", "percentage", "currency")
_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")
MOST_DIGITS = 40


def text_of(value: Mapping[str, str], paragraphs: Sequence[str]) -> str:
    """The text of a cell, "" if it is blank.

    `value`: the office attributes of the cell without their prefix. A date is ISO text, with its time unless that is
    midnight; a number is written out, without an exponent or a needless ".0"; several paragraphs are several lines.
    """
    kind = value.get("value-type")
    if kind == "date" and (day := value.get("date-value")):
        return _MIDNIGHT.sub("", day)
    if kind in _NUMBERS and (number := value.get("value")):
        return plain_number(number)
    if kind == "boolean" and (truth := value.get("boolean-value")):
        return truth
    shown = "\n".join(paragraphs) if any(paragraphs) else ""
    return shown or value.get("string-value") or value.get("time-value") or ""


def plain_number(number: str) -> str:
    """A number as a person writes it: 4 for 4.0, 0.0000001 for 1E-7. What is no number stands as it is."""
    if number.isdigit():
        return number
    if "e" not in number.lower():
        return number.rstrip("0").rstrip(".") if re.fullmatch(r"-?\d+\.\d+", number) else number
    try:
        exact = Decimal(number)
    except InvalidOperation:
        return number
    if not exact.is_finite() or abs(exact.adjusted()) > MOST_DIGITS:
        return number
    told = f"{exact:f}"
    return told.rstrip("0").rstrip(".") if "." in told else told
