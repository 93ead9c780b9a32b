"""Making the summaries that pages read. Set-wise, in one transaction: a reader sees the old or the new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from irhub.accounts.models import Person
from irhub.dashboards.days import NOW, STOOD
from irhub.dashboards.maps import draw_maps
from irhub.dashboards.models import ColumnChoice, PlaceFigures, PlaceMap, ProviderInCouncil
from irhub.dashboards.summaries import (
    count_providers,
    places_of,
    summarise_figures_of,
    summarise_places,
)
from irhub.organisations.namesakes import STANDS
from irhub.places import places

_PROVIDERS = sql.SQL("""
    WITH here AS (
        SELECT council_code, provider_id, max(provider_name) AS name, count(*) AS locations,
               count(*) FILTER (WHERE dormant) AS dormant, coalesce(sum(beds), 0) AS beds,
               min(array_position(%(ratings)s::text[], overall_rating)) AS lowest
        FROM registers_locationspan WHERE {stood} AND council_code <> '' AND provider_id <> ''
            AND (%(only)s::text[] IS NULL OR provider_id = ANY(%(only)s))
        GROUP BY council_code, provider_id
    ), services AS (
        SELECT council_code, provider_id, string_agg(DISTINCT service, ' | ' ORDER BY service) AS service_types
        FROM registers_locationspan, regexp_split_to_table(service_types, ' \\| ') AS service
        WHERE {stood} AND council_code <> '' AND service <> ''
            AND (%(only)s::text[] IS NULL OR provider_id = ANY(%(only)s)) GROUP BY council_code, provider_id
    ), licence AS (
        SELECT provider.entity_key AS provider_id, bool_or(s.until IS NULL OR s.until > %(day)s) AS licensed,
               max(s.until) AS left_by
        FROM organisations_member provider
        JOIN organisations_member sponsor ON sponsor.organisation_id = provider.organisation_id
            AND sponsor.register = 'home_office_sponsors'
        JOIN registers_sponsorspan s ON s.sponsor_key = sponsor.entity_key
        WHERE provider.register = 'cqc_locations' AND s.since <= %(day)s
            AND (%(only)s::text[] IS NULL OR provider.entity_key = ANY(%(only)s))
        GROUP BY provider.entity_key
    ), link AS (
        SELECT provider_id, bool_or(band = 'review') AS waits, bool_or(band = 'accepted' AND decided_by <> '') AS decided
        FROM organisations_link WHERE band IN ('accepted', 'review') AND (%(only)s::text[] IS NULL OR provider_id = ANY(%(only)s))
        GROUP BY provider_id
    )
    INSERT INTO dashboards_providerincouncil (as_at, council_code, organisation_id, provider_id, name, locations, dormant,
        beds, service_types, lowest_rating, licence, left_by, waits, decided)
    SELECT nullif(%(day)s::date, 'infinity'), here.council_code, m.organisation_id, here.provider_id, here.name,
           here.locations, here.dormant, here.beds, coalesce(services.service_types, ''), coalesce((%(ratings)s::text[])[here.lowest], ''),
           CASE WHEN licensed THEN 'licensed' WHEN licensed IS NULL THEN 'none' WHEN {namesake} THEN 'unclear' ELSE 'formerly' END,
           CASE WHEN NOT licensed THEN left_by END, coalesce(waits, false), coalesce(decided, false)
    FROM here JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = here.provider_id
    LEFT JOIN services USING (council_code, provider_id) LEFT JOIN licence ON licence.provider_id = here.provider_id
    LEFT JOIN link ON link.provider_id = here.provider_id
""").format(stood=STOOD, namesake=STANDS.format(organisation=sql.SQL("m.organisation_id"), day=sql.SQL("%(day)s")))
_NOT_KEPT = sql.SQL("DELETE FROM {} WHERE as_at = %s OR as_at NOT IN (SELECT day FROM indicators_pastday)")
_RECORDS = """
    INSERT INTO dashboards_recordincouncil (council_code, entity_key)
    SELECT council_code, location_id FROM registers_locationspan WHERE council_code <> ''
    UNION SELECT council_code, company_number FROM registers_locationspan
    WHERE council_code <> '' AND company_number <> ''
"""
_SPONSORS = """
    INSERT INTO dashboards_recordincouncil (council_code, entity_key)
    SELECT DISTINCT l.council_code, sponsor.entity_key
    FROM (SELECT DISTINCT council_code, provider_id FROM registers_locationspan
          WHERE council_code <> '' AND (%(only)s::text[] IS NULL OR provider_id = ANY(%(only)s))) l
    JOIN organisations_member provider ON provider.register = 'cqc_locations' AND provider.entity_key = l.provider_id
    JOIN organisations_member sponsor ON sponsor.organisation_id = provider.organisation_id
        AND sponsor.register = 'home_office_sponsors'
    ON CONFLICT DO NOTHING
"""
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
RATINGS = ("Inadequate", "Requires improvement", "Good", "Outstanding")
"""The CQC's overall ratings, lowest first."""


def summarise() -> None:
    """Make the summaries of every council anew from the registers and the organisations as they stand."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('irhub summaries'))")
        cursor.execute("DELETE FROM dashboards_providerincouncil WHERE as_at IS NULL")
        cursor.execute("DELETE FROM dashboards_recordincouncil")
        cursor.execute(_PROVIDERS, {"ratings": list(RATINGS), "only": None, "day": NOW})
        cursor.execute(_RECORDS)
        cursor.execute(_SPONSORS, {"only": None})
        cursor.execute("DELETE FROM dashboards_changeincouncil")
        cursor.execute(_CHANGES, {"only": None})
        # what follows joins these tables, and is planned well only if it is known how large they have become
        cursor.execute("ANALYZE dashboards_providerincouncil, dashboards_recordincouncil, dashboards_changeincouncil")
        summarise_places()


def summarise_past_day(day: date) -> None:
    """Keep the providers of every council and the figures of every place as they were on a day, and those of kept days alone."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in (ProviderInCouncil, PlaceFigures, PlaceMap):
            cursor.execute(_NOT_KEPT.format(sql.Identifier(model._meta.db_table)), [day])
        cursor.execute(_PROVIDERS, {"ratings": list(RATINGS), "only": None, "day": day})
        summarise_figures_of(day)
        draw_maps(places(), day)


def choose_columns(person: Person, columns: list[str]) -> None:
    """Keep the columns in which a person wants lists of providers."""
    ColumnChoice.objects.update_or_create(person=person, defaults={"columns": ",".join(columns)})


def summarise_some(providers: Sequence[str], sponsors: Sequence[str]) -> None:
    """Make the summaries of some records anew, after decisions or editions changed which of them are one organisation, or which
    sponsors stand.

    With them the figures and maps of their places; the history of places is made apart (summaries.summarise_periods).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('irhub summaries'))")
        only: dict[str, Any] = {"only": list(providers), "ratings": list(RATINGS), "day": NOW}
        licences, touched = _licences(providers), places_of(providers)
        count_providers(providers, touched, -1)
        cursor.execute(
            "DELETE FROM dashboards_providerincouncil WHERE as_at IS NULL AND provider_id = ANY(%(only)s)", only
        )
        cursor.execute("DELETE FROM dashboards_recordincouncil WHERE entity_key = ANY(%s)", [list(sponsors)])
        cursor.execute(_PROVIDERS, only)
        cursor.execute(_SPONSORS, only)
        cursor.execute(_CHANGES_GONE, {"only": list(sponsors)})
        cursor.execute(_CHANGES, {"only": list(sponsors)})
        count_providers(providers, touched, 1)
        other = {provider for provider, _ in _licences(providers) ^ licences}
        draw_maps(places_of(other))


def _licences(providers: Sequence[str]) -> set[tuple[str, str]]:
    """What maps show of providers: how each stands on the sponsor register, by its id."""
    kept = ProviderInCouncil.objects.filter(as_at=None, provider_id__in=providers)
    return set(kept.values_list("provider_id", "licence"))
