"""What the England, council and search pages read. Every row type is frozen, every order stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import connection

Row = TypeVar("Row")

# A provider's sponsor licence: whether a linked sponsor stands now, stood once, or none is linked.
_LICENCE = """
    licence AS (
        SELECT provider.entity_key AS provider_id, min(provider.organisation_id) AS organisation_id,
               bool_or(s.until IS NULL) AS licensed, max(s.until) AS left_by
        FROM organisations_member provider
        JOIN organisations_member sponsor ON sponsor.organisation_id = provider.organisation_id
            AND sponsor.register = 'home_office_sponsors'
        JOIN registers_sponsorspan s ON s.sponsor_key = sponsor.entity_key
        WHERE provider.register = 'cqc_locations' {only}
        GROUP BY provider.entity_key
    )
"""


@dataclass(frozen=True)
class CouncilRow:
    """A council's figures: locations and providers on the CQC's list, and how many providers hold a licence."""

    council_code: str
    locations: int
    providers: int
    licensed: int
    formerly_licensed: int
    no_link: int


@dataclass(frozen=True)
class ProviderRow:
    """A provider with locations in a council. `licence`: "licensed", "formerly" or "none" (no sponsor linked)."""

    organisation_id: str
    provider_id: str
    name: str
    locations: int
    beds: int
    services: str
    worst_rating: str
    licence: str
    left_by: date | None


@dataclass(frozen=True)
class Freshness:
    """The newest accepted edition of a register, and how many wait in quarantine."""

    register: str
    newest: date | None
    quarantined: int


@dataclass(frozen=True)
class Found:
    """An organisation that a search found."""

    organisation_id: str
    name: str
    place: str
    register: str


def _rows(row: type[Row], query: str, values: Sequence[Any] = ()) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [row(*found) for found in cursor.fetchall()]


def council_rows() -> list[CouncilRow]:
    """Every council that has a location on the CQC's list now, by code."""
    return _rows(
        CouncilRow,
        f"""WITH {_LICENCE.format(only="")}, here AS (
            SELECT council_code, provider_id, count(*) AS locations FROM registers_locationspan
            WHERE until IS NULL AND council_code <> '' GROUP BY council_code, provider_id
        )
        SELECT council_code, sum(locations)::int, count(*)::int, count(*) FILTER (WHERE licensed)::int,
               count(*) FILTER (WHERE NOT licensed)::int, count(*) FILTER (WHERE licensed IS NULL)::int
        FROM here LEFT JOIN licence USING (provider_id) GROUP BY council_code ORDER BY council_code""",
    )


def providers_in(council_code: str) -> list[ProviderRow]:
    """The providers with a location in the council now, by name."""
    only = "AND provider.entity_key IN (SELECT provider_id FROM here)"
    return _rows(
        ProviderRow,
        f"""WITH here AS (
            SELECT provider_id, max(provider_name) AS name, count(*) AS locations, coalesce(sum(beds), 0) AS beds,
                   string_agg(DISTINCT nullif(service_types, ''), ', ' ORDER BY nullif(service_types, '')) AS services,
                   coalesce((array_agg(overall_rating ORDER BY array_position(
                       ARRAY['Inadequate', 'Requires improvement', 'Good', 'Outstanding'], overall_rating)))[1], '')
                   AS worst_rating
            FROM registers_locationspan WHERE until IS NULL AND council_code = %s GROUP BY provider_id
        ), {_LICENCE.format(only=only)}
        SELECT m.organisation_id, here.provider_id, here.name, here.locations::int, here.beds::int,
               coalesce(here.services, ''), here.worst_rating,
               CASE WHEN licensed THEN 'licensed' WHEN licensed IS NULL THEN 'none' ELSE 'formerly' END, left_by
        FROM here JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = here.provider_id
        LEFT JOIN licence USING (provider_id) ORDER BY here.name, here.provider_id""",
        [council_code],
    )


def freshness() -> list[Freshness]:
    """How fresh each register is that was ever loaded, by name."""
    return _rows(
        Freshness,
        """SELECT register, max(date) FILTER (WHERE state = 'accepted'),
                  count(*) FILTER (WHERE state = 'quarantined')::int
           FROM registers_edition GROUP BY register ORDER BY register""",
    )


def change_counts(since: date) -> dict[str, int]:
    """How many changes of each kind were seen in editions of `since` or later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, count(*) FROM registers_change WHERE by >= %s GROUP BY kind ORDER BY kind", [since]
        )
        return dict(cursor.fetchall())


def newest_date() -> date | None:
    """The date of the newest accepted edition of any register: what the pages call now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(date) FROM registers_edition WHERE state = 'accepted'")
        found: date | None = cursor.fetchone()[0]
    return found


def days_before(newest: date | None, days: int) -> date:
    """The date that many days before the newest edition."""
    return (newest or date.min + timedelta(days=days)) - timedelta(days=days)


def search(text: str, most: int = 50) -> list[Found]:
    """Organisations whose newest published name holds the text, in any case; by name."""
    escaped = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _rows(
        Found,
        """SELECT organisation_id, name, place, register FROM organisations_member
           WHERE name ILIKE %s ORDER BY name, organisation_id LIMIT %s""",
        [f"%{escaped}%", most],
    )
