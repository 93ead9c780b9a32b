"""Making the summaries that pages read. Set-wise, in one transaction: a reader sees the old or the new."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from psycopg import sql

from irhub.dashboards.maps import draw_maps
from irhub.dashboards.models import PlaceFigures, PlaceMap, PlaceSplit
from irhub.dashboards.summaries import places_of, summarise_places
from irhub.places import places
from irhub.registers.care import is_care

_RECORDS = sql.SQL("""
    INSERT INTO dashboards_recordincouncil (council_code, entity_key)
    SELECT council_code, location_id FROM registers_location WHERE council_code <> '' AND {is_care}
    UNION SELECT council_code, company_number FROM registers_location
    WHERE council_code <> '' AND company_number <> '' AND {is_care}
""").format(is_care=is_care())
_SPONSORS = sql.SQL("""
    INSERT INTO dashboards_recordincouncil (council_code, entity_key)
    SELECT DISTINCT l.council_code, sponsor.entity_key
    FROM (SELECT DISTINCT council_code, provider_id FROM registers_location
          WHERE council_code <> '' AND {is_care} AND (%(only)s::text[] IS NULL OR provider_id = ANY(%(only)s))) l
    JOIN organisations_member provider ON provider.register = 'cqc_locations' AND provider.entity_key = l.provider_id
    JOIN organisations_member sponsor ON sponsor.organisation_id = provider.organisation_id
        AND sponsor.register = 'home_office_sponsors'
    ON CONFLICT DO NOTHING
""").format(is_care=is_care())
_CHANGES = """
    INSERT INTO dashboards_changeincouncil (council_code, change_id)
    SELECT r.council_code, c.id FROM dashboards_recordincouncil r JOIN registers_change c USING (entity_key)
    WHERE %(only)s::text[] IS NULL OR c.entity_key = ANY(%(only)s) OR c.entity_key_before = ANY(%(only)s)
    UNION SELECT r.council_code, c.id FROM dashboards_recordincouncil r
    JOIN registers_change c ON c.entity_key_before = r.entity_key
    WHERE %(only)s::text[] IS NULL OR c.entity_key = ANY(%(only)s) OR c.entity_key_before = ANY(%(only)s)
"""
_CHANGES_GONE = """
    DELETE FROM dashboards_changeincouncil WHERE change_id IN (SELECT id FROM registers_change
        WHERE entity_key = ANY(%(only)s) OR entity_key_before = ANY(%(only)s))
"""


def summarise() -> None:
    """Make the summaries of every council anew from the registers and the providers as they stand."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM dashboards_recordincouncil")
        cursor.execute(_RECORDS)
        cursor.execute(_SPONSORS, {"only": None})
        cursor.execute("DELETE FROM dashboards_changeincouncil")
        cursor.execute(_CHANGES, {"only": None})
        summarise_places(places())
        draw_maps(places())


def summarise_past_day(day: date, kept: Collection[date]) -> None:
    """Keep the figures and maps of every place as they were on a day, beside those of the other days that are `kept` and of no
    more."""
    with transaction.atomic():
        for model in (PlaceFigures, PlaceSplit, PlaceMap):
            past = model._default_manager.exclude(as_at=None)
            past.filter(Q(as_at=day) | ~Q(as_at__in=kept)).delete()
        summarise_places(places(), day)
        draw_maps(places(), day)


def summarise_some(providers: Sequence[str], sponsors: Sequence[str], relicensed: Collection[str]) -> None:
    """Make the summaries of some records anew, after decisions or editions changed which of them are one organisation, or which
    sponsors stand. `relicensed`: the providers whose licence is told otherwise now.

    With them the figures and maps of their places; the history of places is made apart (summaries.summarise_periods).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM dashboards_recordincouncil WHERE entity_key = ANY(%s)", [list(sponsors)])
        cursor.execute(_SPONSORS, {"only": list(providers)})
        cursor.execute(_CHANGES_GONE, {"only": list(sponsors)})
        cursor.execute(_CHANGES, {"only": list(sponsors)})
        summarise_places(places_of(providers))
        draw_maps(places_of(relicensed))
