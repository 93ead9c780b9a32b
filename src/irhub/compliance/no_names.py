"""No name, number or birthday of a worker is ever held: words that look like one are refused, with a sentence that says what to write.

It errs on the side of refusing: what is written here is an index of where things are kept, and needs no name.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from itertools import pairwise

from irhub.web.errors import ActionRefused

_NUMBERS = (
    (re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.I), "a National Insurance number"),
    (re.compile(r"\b[WRS][A-Z0-9]{2}[ -]?(?=[A-Z0-9]*\d)[A-Z0-9]{3}[ -]?[A-Z0-9]{3}\b"), "a share code"),
    (re.compile(r"\b(?=[A-Z0-9 ]*\d)[A-Z]{2} ?[A-Z0-9]\d{6}\b"), "the number of a permit card"),
    (re.compile(r"(?<![\d/.-])\d{9}(?![\d/.-])"), "a passport number"),
    (re.compile(r"\b[A-Z]{1,2}\d{6,8}\b"), "a passport number"),
    (re.compile(r"\b(?:GWF|UAN|COS|C2[A-Z])[ :-]?\d{4,}[A-Z0-9]*\b", re.I), "a visa or certificate number"),
    (re.compile(r"\b\d{4}-\d{4}-\d{4}-\d{4}\b"), "a visa application number"),
)  # fmt: skip
_BIRTH = re.compile(r"\b(?:born(?: on| in)?|d\.?o\.?b\.?|date of birth)\b\W{0,3}.{0,20}?\d", re.I)
_DAY = re.compile(
    r"\b\d{1,2}(?:[./ -]\d{1,2}[./ -]|(?:st|nd|rd|th)? [A-Za-z]{3,9},? )(?:19[3-9]\d|200[0-9])\b|\b(?:19[3-9]\d|200[0-9])-\d{2}-\d{2}\b"
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.? +[A-Z][A-Za-z’'-]+")
_INITIAL = re.compile(r"\b(?:[A-Z]\. ?){1,3}[A-Z][a-z’'-]{2,}")
_CUE = re.compile(r"\b(?:named?|called|worker|carer|employee|nurse)\b[: ]+[A-Z][a-z’'-]+ [A-Z][a-z’'-]+")
_RUN = re.compile(r"\b[A-Z][a-zÀ-ÿ’'-]+(?: [A-Z][a-zÀ-ÿ’'-]+)+")
_PLACES = frozenset(
    [
        "House",
        "Court",
        "Lodge",
        "Road",
        "Street",
        "Lane",
        "Avenue",
        "Care",
        "Ltd",
        "Limited",
        "Office",
        "Room",
        "Home",
        "Homes",
        "Team",
        "Hall",
        "Grange",
        "Manor",
        "View",
        "Villa",
        "Centre",
        "Center",
        "Unit",
        "Ward",
        "Wing",
        "Close",
        "Park",
        "Gardens",
        "Cottage",
        "Hospital",
        "Council",
        "Folder",
        "File",
        "Drive",
        "Site",
        "Branch",
    ]
)


@cache
def _given_names() -> frozenset[str]:
    """Given names that are common among people who work in care, in small letters (given_names.txt)."""
    return frozenset(files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8").split())


def looks_like(text: str, colleagues: Collection[str] = ()) -> str:
    """What of a worker a text seems to hold, in words; blank if nothing. `colleagues`: names of people who are known here."""
    for pattern, what in _NUMBERS:
        if pattern.search(text):
            return what
    if _BIRTH.search(text) or _DAY.search(text):
        return "a date of birth"
    if any(pattern.search(text) for pattern in (_TITLED, _INITIAL, _CUE)):
        return "somebody’s name"
    if any(name and re.search(rf"\b{re.escape(name)}\b", text, re.I) for name in colleagues):
        return "somebody’s name"
    for found in _RUN.finditer(text):
        words = found.group().split()
        if any(_named(first, then) for first, then in pairwise(words)):
            return "somebody’s name"
    return ""


def _named(first: str, then: str) -> bool:
    return first.lower() in _given_names() and then not in _PLACES


def refuse_names(text: str, field: str = "", colleagues: Collection[str] = ()) -> None:
    """Raises ActionRefused if a text seems to hold somebody's name, number or date of birth."""
    if what := looks_like(text, colleagues):
        raise ActionRefused(
            f"This looks like {what}, and the hub holds none. Write the kind of record, your own file number or the role instead.",
            field,
        )
