"""The providers of a place, now or as at any past day: filtered, sorted, in the columns that were asked for.

A past day must have been worked out (indicators/past.py). Links between registers are those of today: a link that was found
since tells about then too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import connection
from psycopg import sql

from irhub.accounts.models import Person
from irhub.dashboards.models import ColumnChoice
from irhub.organisations.models import ProviderInCouncil
from irhub.organisations.providers import RATINGS
from irhub.places import Place
from irhub.registers.as_at import kept_of

Licence = ProviderInCouncil.Licence
UNRATED, BELOW_GOOD = "unrated", "below-good"
SIZES = {"1": ("One location", 1, 1), "2": ("2 to 4 locations", 2, 4), "5": ("5 or more locations", 5, 10**6)}
JOINED = {
    "linked": "Linked by a company number or legal name",
    "decided": "Linked by a person’s decision",
    "waiting": "A possible link awaits review",
    "none": "No sponsor confirmed",
    "numbered": "Known to Companies House by number",
}
"""How a provider is joined to the other registers today: the figures of summaries.py, as filters. Who may have a licence that nobody
has confirmed is for those who review alone: for others these stand under "none"."""
VERSION = 1
"""Of what the columns mean; part of every permalink. Raise it when a meaning changes, and say so in docs/dashboards.md."""


ORDERS: Mapping[str, tuple[tuple[str, bool], ...]] = {
    "name": (("lower(name)", False),),
    "licence": (
        ("CASE licence WHEN 'formerly' THEN 0 WHEN 'unclear' THEN 1 WHEN 'licensed' THEN 2 ELSE 3 END", False),
        ("left_by", True),
    ),
    "lowest_rating": (("array_position(%(ratings)s::text[], lowest_rating)", False),),
    "locations": (("locations", True),),
    "dormant": (("dormant", True),),
    "beds": (("beds", True),),
    "service_types": (("service_types", False),),
    "provider_id": (("provider_id", False),),
}
"""By what the list can be sorted, by column: terms, each with whether it falls. What is equal goes by name."""


@dataclass(frozen=True)
class ProviderRow:
    """A provider with locations in a place. `left_by`: the edition by which its last linked sponsor had left."""

    organisation_id: str
    provider_id: str
    name: str
    locations: int
    dormant: int
    beds: int
    service_types: str
    lowest_rating: str
    licence: str
    left_by: date | None


_SHOWN = sql.SQL(", ").join(sql.Identifier(field.name) for field in fields(ProviderRow))


@dataclass(frozen=True)
class ProviderFilter:
    """What somebody asked of a list of providers; blank means any, but of `kind` adult social care (KINDS). `as_at`: None for the
    newest lists.

    `turned`: the other way round than its column is first sorted. `among`: only these organisations, where an indicator was
    asked for.
    """

    q: str = ""
    licence: str = ""
    left_since: date | None = None
    rating: str = ""
    service: str = ""
    size: str = ""
    joined: str = ""
    kind: str = ""
    sort: str = "name"
    turned: bool = False
    as_at: date | None = None
    among: frozenset[str] | None = None
    reviews: bool = False


_PROVIDERS = sql.SQL("""
    SELECT min(organisation_id) AS organisation_id, provider_id, min(name) AS name, sum(locations)::int AS locations,
           sum(dormant)::int AS dormant, sum(beds)::int AS beds, string_agg(DISTINCT nullif(service_types, ''), ' | ') AS service_types,
           coalesce((%(ratings)s::text[])[min(array_position(%(ratings)s::text[], lowest_rating))], '') AS lowest_rating,
           min(licence) AS licence, min(left_by) AS left_by, bool_or(waits) AS waits, bool_or(decided) AS decided,
           bool_or(numbered) AS numbered
    FROM organisations_providerincouncil WHERE {day} AND {of_kind} AND council_code = ANY(%(councils)s) AND {of_provider} GROUP BY provider_id
""")
_JOINED = sql.SQL("""CASE %(joined)s WHEN 'linked' THEN licence IN ('licensed', 'formerly') AND NOT decided
    WHEN 'decided' THEN licence IN ('licensed', 'formerly') AND decided
    WHEN 'waiting' THEN %(reviews)s AND (licence = 'unclear' OR (licence = 'none' AND waits))
    WHEN 'none' THEN licence = 'none' AND NOT (waits AND %(reviews)s) OR licence = 'unclear' AND NOT %(reviews)s
    WHEN 'numbered' THEN numbered ELSE true END""")
KINDS = {"": "Adult social care", "other": "Other CQC services", "all": "All CQC services"}
"""Which of a provider's locations are meant: its care locations (docs/definitions.md), unless somebody asks for others."""
_OF_KIND = {"": sql.SQL("adult_social_care"), "other": sql.SQL("NOT adult_social_care"), "all": sql.SQL("true")}
_OF_PROVIDER: Mapping[str, sql.Composable] = {
    "licence": sql.SQL("licence = %(licence)s"),
    "left_since": sql.SQL("licence = 'formerly' AND left_by >= %(left_since)s"),
}
"""Filters of what is the same in every row of a provider: asked before its rows are brought together, as few rows fit."""
_FILTERS: Mapping[str, sql.Composable] = {
    "q": sql.SQL("strpos(lower(name), lower(%(q)s)) > 0"),
    "rating": sql.SQL("lowest_rating = ANY(%(rated)s)"),
    "service": sql.SQL("%(service)s = ANY(string_to_array(service_types, ' | '))"),
    "size": sql.SQL("locations BETWEEN %(least)s AND %(most)s"),
    "joined": _JOINED,
    "among": sql.SQL("organisation_id = ANY(%(among)s)"),
}


_FITTING = sql.SQL("SELECT * FROM ({providers}) providers WHERE {wanted}")
_PAGE = sql.SQL("""
    WITH page AS MATERIALIZED (
        SELECT provider_id, count(*) OVER () AS of_all FROM ({fitting}) p ORDER BY {order}, lower(name), name, provider_id
        LIMIT %(limit)s OFFSET %(offset)s
    )
    SELECT {shown}, of_all FROM ({providers}) p JOIN page USING (provider_id)
    WHERE p.provider_id = ANY(ARRAY(SELECT provider_id FROM page)) ORDER BY {order}, lower(name), name, provider_id
""")
"""Of all that fit only what they are found and sorted by is brought together: what a column is not asked for, PostgreSQL leaves out. The rest is
of the page's alone."""


def listed(
    place: Place, asked: ProviderFilter, offset: int = 0, limit: int | None = None
) -> tuple[list[ProviderRow], int]:
    """Of the providers of a place those that fit, sorted, and how many fit in all."""
    every, fitting, values = _statements(place, asked)
    terms = [
        sql.SQL("{} {}").format(sql.SQL(term), sql.SQL("DESC" if falls != asked.turned else "ASC"))
        for term, falls in ORDERS.get(asked.sort, ORDERS["name"])
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _PAGE.format(shown=_SHOWN, fitting=fitting, providers=every, order=sql.SQL(", ").join(terms)),
            values | {"limit": limit, "offset": offset},
        )
        rows = cursor.fetchall()
    return [ProviderRow(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def services_of(place: Place, kind: str = "", as_at: date | None = None) -> list[str]:
    """The service types of the providers of a kind on the newest list, or that of a past day, each once, in order."""
    of_kind = {"": {"adult_social_care": True}, "other": {"adult_social_care": False}}.get(kind, {})
    joined = (
        ProviderInCouncil.objects.filter(as_at=as_at, council_code__in=place.council_codes, **of_kind)
        .order_by("service_types")
        .values_list("service_types", flat=True)
        .distinct()
    )
    return sorted({service for services in joined for service in services.split(" | ") if service})


def columns_of(person: Person) -> str:
    """The columns that a person chose, joined by commas; blank if they never did."""
    return ColumnChoice.objects.filter(person=person).values_list("columns", flat=True).first() or ""


def _statements(place: Place, asked: ProviderFilter) -> tuple[sql.Composed, sql.Composed, dict[str, Any]]:
    """Of providers, of those of them that fit, and the values of both."""
    least, most = SIZES[asked.size][1:] if asked.size in SIZES else (0, 0)
    values = {
        "ratings": list(RATINGS),
        "councils": place.council_codes,
        "as_at": asked.as_at,
        "q": asked.q,
        "licence": asked.licence,
        "left_since": asked.left_since,
        "rated": {UNRATED: [""], BELOW_GOOD: list(RATINGS[:2])}.get(asked.rating, [asked.rating]),
        "service": asked.service,
        "joined": asked.joined,
        "reviews": asked.reviews,
        "least": least,
        "most": most,
        "among": sorted(asked.among or ()),
    }
    every = _PROVIDERS.format(
        day=kept_of(asked.as_at),
        of_kind=_OF_KIND.get(asked.kind, _OF_KIND[""]),
        of_provider=_all_of(_OF_PROVIDER, asked),
    )
    return every, _FITTING.format(providers=every, wanted=_all_of(_FILTERS, asked)), values


def _all_of(filters: Mapping[str, sql.Composable], asked: ProviderFilter) -> sql.Composed:
    """Those of the filters that were asked for, in one condition."""
    given = {name: getattr(asked, name) for name in filters}
    wanted = [filters[name] for name, value in given.items() if value or (name == "among" and value is not None)]
    return sql.SQL(" AND ").join([sql.SQL("true"), *wanted])
