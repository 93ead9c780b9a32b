"""Links as they are kept: made by the linker from the spans of the registers, stored whole, read by organisations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection
from psycopg import sql

from irhub.linkage import linker
from irhub.organisations.models import Link
from irhub.registers.spans import copy_rows

_SPONSORS = """
    WITH newest AS (
        SELECT DISTINCT ON (sponsor_key) sponsor_key, name, town, county, type_and_rating
        FROM registers_sponsorspan ORDER BY sponsor_key, since DESC, line
    ), routes AS (
        SELECT sponsor_key, array_agg(DISTINCT route ORDER BY route) AS routes FROM registers_sponsorspan GROUP BY 1
    ), former AS (
        SELECT entity_key AS sponsor_key, array_agg(DISTINCT old_value ORDER BY old_value) AS former_names
        FROM registers_change WHERE kind = 'renamed' GROUP BY 1
    )
    SELECT sponsor_key, name, town, county, type_and_rating, routes, coalesce(former_names, '{}') AS former_names
    FROM newest JOIN routes USING (sponsor_key) LEFT JOIN former USING (sponsor_key) ORDER BY sponsor_key
"""
_PLACES = """
    SELECT DISTINCT ON (location_id, provider_id, provider_name_key, location_name_key)
           provider_id, provider_name, location_id, location_name, brand_name, street, address2, city, county, postcode,
           latitude, longitude, local_authority, region, provider_city, provider_county, provider_postcode,
           company_number, service_types, nominated_individual, inspection_directorate
    FROM registers_locationspan WHERE provider_id <> ''
    ORDER BY location_id, provider_id, provider_name_key, location_name_key, since DESC
"""
_COMPANIES = """
    SELECT DISTINCT ON (company_number) company_number, company_name, previous_names, post_town, postcode,
           company_status, sic_codes
    FROM registers_companyspan ORDER BY company_number, since DESC
"""
_LISTED = """
    SELECT l.sponsor_key, s.name, s.town, l.provider_id, coalesce(p.name, ''), l.score, l.band, '', l.reasons, l.against,
           l.others
    FROM organisations_link l
    JOIN LATERAL (SELECT name, town FROM registers_sponsorspan WHERE sponsor_key = l.sponsor_key
                  ORDER BY since DESC, line LIMIT 1) s ON true
    LEFT JOIN organisations_member p ON p.register = 'cqc_locations' AND p.entity_key = l.provider_id
    WHERE starts_with(l.sponsor_key, %s) ORDER BY l.score DESC, l.sponsor_key
"""
_LISTS = {"routes", "former_names"}
_NUMBERS = {"latitude", "longitude"}


@dataclass(frozen=True)
class LinkRow:
    """A link that is accepted or waits for review, as it is listed. `decided_by`: blank where a score decided."""

    sponsor_key: str
    sponsor_name: str
    sponsor_town: str
    cqc_provider_id: str
    provider_name: str
    score: float
    band: str
    decided_by: str
    reasons: list[str]
    against: list[str]
    others: list[dict[str, Any]]


def links_listed(starting: str = "") -> list[LinkRow]:
    """The links that are kept, the surest first; of sponsors whose key starts so."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, [starting])
        return [LinkRow(*row[:8], *map(json.loads, row[8:])) for row in cursor.fetchall()]


def make_links() -> pl.DataFrame:
    """Link every sponsor that ever stood to the CQC providers that are or were, and keep the answers.

    Returns the links that are accepted: sponsor_key, provider_id, reason (one sentence or more for people).
    """
    sponsors, places, companies = (_frame(query) for query in (_SPONSORS, _PLACES, _COMPANIES))
    if sponsors.is_empty() or places.is_empty():
        Link.objects.all().delete()
        return pl.DataFrame(schema=dict.fromkeys(("sponsor_key", "provider_id", "reason"), pl.String))
    made = linker.link(sponsors, places, companies if companies.height else None).filter(
        pl.col("band") != linker.NOT_LINKED
    )
    _keep(made)
    return made.filter(pl.col("band") == linker.ACCEPTED).select(
        "sponsor_key", "provider_id", reason=pl.col("reasons").list.join("; ")
    )


def _keep(made: pl.DataFrame) -> None:
    def as_json(value: object) -> str:
        return json.dumps(value)

    rows = made.with_columns(
        pl.Series(name, [as_json(value) for value in made[name].to_list()]) for name in ("reasons", "against", "others")
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM organisations_link")
    copy_rows(sql.Identifier("organisations_link"), rows)


def _frame(query: str) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(query)
        names: Sequence[str] = [column.name for column in cursor.description or ()]
        schema = {
            name: pl.List(pl.String) if name in _LISTS else pl.Float64() if name in _NUMBERS else pl.String()
            for name in names
        }
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
