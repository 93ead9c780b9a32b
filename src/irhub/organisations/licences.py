"""What licensed means: the one definition of who holds a sponsor licence (docs/definitions.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from psycopg import sql

from irhub.organisations.namesakes import stands
from irhub.registers.as_at import NOW, stood_on

HELD = sql.SQL("""
    SELECT m.organisation_id, s.since, s.until
    FROM organisations_member m JOIN registers_sponsorspan s ON s.sponsor_key = m.entity_key
    WHERE m.register = 'home_office_sponsors'
""")
"""When each organisation is licensed: while one of these spans, of the sponsors linked to it, stood (`registers.as_at.stood_on`)."""
_DAY = sql.SQL("%(day)s")
LICENCES = sql.SQL("""
    SELECT organisation_id, bool_or({stood}) AS licensed, max(until) AS left_by, {namesake} AND NOT bool_or({stood}) AS unclear
    FROM ({held}) held
    WHERE since <= %(day)s AND (%(organisations)s::text[] IS NULL OR organisation_id = ANY(%(organisations)s))
    GROUP BY organisation_id
""").format(held=HELD, stood=stood_on(_DAY, sql.SQL("held")), namesake=stands(sql.SQL("held.organisation_id"), _DAY))
"""Of each organisation to which a sponsor that stands or stood is linked: whether one stood on `day`; the edition by which the
last had left, if none did; and whether that is unclear, since a namesake stood that nobody reviewed. `organisations`: of these
alone, or null."""


@dataclass(frozen=True)
class Licence:
    """What is known of an organisation's sponsor licence: on the newest edition of the register, or not by that of `left_by`.

    `linked`: whether any sponsor record is linked to it at all. `unclear`: none of those stands, but another of the same name, or
    that may be its new name, does, and nobody reviewed it.
    """

    linked: bool
    licensed: bool
    left_by: date | None
    unclear: bool

    @property
    def standing(self) -> str:
        """The same in one word, as ProviderInCouncil.Licence has it."""
        if not self.linked:
            return "none"
        return "licensed" if self.licensed else "unclear" if self.unclear else "formerly"


NO_SPONSOR = Licence(linked=False, licensed=False, left_by=None, unclear=False)
"""What is known of an organisation to which no sponsor is linked."""


def licences_of(organisation_ids: Sequence[str]) -> dict[str, Licence]:
    """What is known now of the sponsor licences of those organisations that have a linked sponsor."""
    with connection.cursor() as cursor:
        cursor.execute(LICENCES, {"day": NOW, "organisations": list(organisation_ids)})
        return {
            found: Licence(linked=True, licensed=licensed, left_by=None if licensed else left_by, unclear=unclear)
            for found, licensed, left_by, unclear in cursor.fetchall()
        }


def licence_of(organisation_id: str) -> Licence:
    """What is known of an organisation's sponsor licence now."""
    return licences_of([organisation_id]).get(organisation_id, NO_SPONSOR)
