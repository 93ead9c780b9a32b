"""Finding an organisation by a word of its name or by a postcode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Found:
    """An organisation that a search found."""

    organisation_id: str
    name: str
    place: str
    register: str


def search(text: str, most: int = 50) -> Sequence[Found]:
    """Organisations whose newest published name, or a postcode of whose locations, holds the text; by name."""
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, {"like": f"%{_escaped(text)}%", "postcode": _postcode(text), "most": most})
        return [Found(*row) for row in cursor.fetchall()]


_SEARCH = """
    SELECT organisation_id, name, place, register FROM organisations_member
    WHERE name ILIKE %(like)s OR (%(postcode)s <> '' AND register = 'cqc_locations' AND entity_key IN (
        SELECT provider_id FROM registers_locationspan WHERE until IS NULL AND replace(postcode, ' ', '') = %(postcode)s))
    ORDER BY name, organisation_id LIMIT %(most)s
"""


def _escaped(text: str) -> str:
    return text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _postcode(text: str) -> str:
    """The text without blanks, if it may be a whole postcode; else blank."""
    joined = "".join(text.upper().split())
    return joined if 5 <= len(joined) <= 7 and joined[0].isalpha() and any(map(str.isdigit, joined)) else ""
