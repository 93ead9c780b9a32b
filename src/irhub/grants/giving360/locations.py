"""Codes of areas as the standard writes them: what kind a code is, and whether there is such an area."""

from __future__ import annotations

import re
from functools import cache

from irhub.grants.giving360.awards import Location
from irhub.places.geography import current_code
from irhub.places.place import COUNCIL, Place, place_of_code, places

_CODE = re.compile(r"[EWSNK]\d{8}")
_KINDS = {
    "E01": "LSOA",
    "E02": "MSOA",
    "E05": "WD",
    "E06": "UA",
    "E07": "NMD",
    "E08": "MD",
    "E09": "LONB",
    "E10": "CTY",
    "E12": "RGN/GOR",
    "E14": "WPC",
    "S12": "CA",
    "W06": "UA",
}
"""How a code of the Office for National Statistics begins, and the code of its kind on the standard's list."""
_KNOWN_WHOLE = ("E06", "E08", "E09", "E10", "E12", "E92")
"""Kinds of which the hub knows every area, so that a code that it does not know is wrong."""


def kind_of(code: str) -> str:
    """The kind of an area by its code, as the standard lists kinds; "" where the list has none."""
    return _KINDS.get(code[:3], "")


def of_council(place: Place) -> Location:
    """A council, region or country as a place where those live who benefit. Raises ValueError for a partnership, which has no code."""
    if not _CODE.fullmatch(place.code):
        raise ValueError(f"{place.name} has no code: name its councils.")
    return Location(place.name, place.code, kind_of(place.code))


def fault_of(code: str) -> str:
    """What is wrong with the code of an area, as the end of a sentence that begins with it; "" if nothing can be seen."""
    if not _CODE.fullmatch(code):
        return "is no code of the Office for National Statistics: a letter and eight digits, such as E08000035"
    if code[:3] in _KNOWN_WHOLE and place_of_code(code) is None:
        return "is the code of no area that the hub knows"
    return ""


def successor_of(code: str) -> str:
    """The code that took the place of an area's; "" if it is in force."""
    current = current_code(code)
    return current if current != code else ""


@cache
def council_codes() -> frozenset[str]:
    """The codes of the councils with adult social care."""
    return frozenset(place.code for place in places() if place.kind == COUNCIL)
