"""Keeping who gives care where, with or without a licence, so that whoever is near a location is found in one look.

A summary, derived: a step of derived.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

_GONE = "DELETE FROM continuity_activelocation WHERE %(only)s::text[] IS NULL OR provider_id = ANY(%(only)s)"
_KEPT = """
    INSERT INTO continuity_activelocation (location_id, provider_id, organisation_id, latitude, longitude, service_types, licensed)
    SELECT l.location_id, l.provider_id, coalesce(m.organisation_id, ''), l.latitude, l.longitude, l.service_types, EXISTS (
        SELECT FROM organisations_member sponsor JOIN registers_sponsorspan s ON s.sponsor_key = sponsor.entity_key
        WHERE sponsor.organisation_id = m.organisation_id AND sponsor.register = 'home_office_sponsors' AND s.until IS NULL)
    FROM registers_locationspan l
    LEFT JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
    WHERE l.until IS NULL AND l.dormant IS NOT TRUE AND l.latitude IS NOT NULL AND l.longitude IS NOT NULL
        AND (%(only)s::text[] IS NULL OR l.provider_id = ANY(%(only)s))
"""


def keep_active(providers: Sequence[str] | None = None) -> None:
    """Make the active locations of these providers anew, or of all, from the registers and the organisations as they stand."""
    only = {"only": None if providers is None else list(providers)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_GONE, only)
        cursor.execute(_KEPT, only)
