"""Times of the clock that people type, as they write them: 14:30, 2.30pm, 2 p.m., midday."""

from __future__ import annotations

import re
from datetime import time

LIKE = "Enter a time, like 14:30 or 2:30pm"
_NAMED = {"midday": time(12), "noon": time(12), "midnight": time(0)}
_TYPED = re.compile(r"(\d{1,2})(?:\s*[:.h]?\s*(\d\d))?(?:[:.]00)?\s*(?:([ap])\.?\s?m\.?)?", re.ASCII)
_WORKING = range(7, 12)
"""Hours that are in the morning where somebody writes them with one figure and neither am nor pm: 2:30 may be either."""


def time_of(text: str) -> time:
    """The time that somebody typed. Raises ValueError, with a sentence that says what to do."""
    text = " ".join(text.lower().split())
    if text in _NAMED:
        return _NAMED[text]
    found = _TYPED.fullmatch(text)
    if found is None:
        raise ValueError(LIKE)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    most = 12 if half else 23
    if hour > most or minute > 59 or (half and not hour):
        raise ValueError(f"There is no {text}: enter a time, like 14:30 or 2:30pm")
    if half:
        return time(hour % 12 + (12 if half == "p" else 0), minute)
    if found[1] == str(hour) and 0 < hour < 10 and hour not in _WORKING:
        said = f"{hour}:{minute:02}"
        raise ValueError(f"Say which {said} you mean: enter {said}am or {said}pm")
    return time(hour, minute)
