"""Keeping who gives care where, with or without a licence, so that whoever is near a location is found in one look.

A summary, derived: a step of derived.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from psycopg import sql

from irhub.registers.care import is_care

_GONE = "DELETE FROM continuity_activelocation WHERE %(only)s::text[] IS NULL OR provider_id = ANY(%(only)s)"
_KEPT = sql.SQL("""
    INSERT INTO continuity_activelocation (location_id, provider_id, organisation_id, latitude, longitude, service_types, licensed)
    SELECT l.location_id, l.provider_id, p.organisation_id, l.latitude, l.longitude, l.service_types, p.licence = 'licensed'
    FROM registers_locationspan l
    JOIN organisations_providerincouncil p ON p.as_at IS NULL AND p.provider_id = l.provider_id
        AND p.council_code = l.council_code AND p.adult_social_care
    WHERE l.until IS NULL AND l.dormant IS NOT TRUE AND l.latitude IS NOT NULL AND l.longitude IS NOT NULL AND {is_care}
        AND (%(only)s::text[] IS NULL OR l.provider_id = ANY(%(only)s))
""").format(is_care=is_care("l"))


def refresh_active_locations(providers: Sequence[str] | None = None) -> None:
    """Make the active locations of these providers anew, or of all, from the registers and the organisations as they stand."""
    only = {"only": None if providers is None else list(providers)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_GONE, only)
        cursor.execute(_KEPT, only)
