"""The one table that says who is a provider, where, of what, and with which licence: made of registers and organisations."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from psycopg import sql

from irhub.organisations.licences import LICENCES
from irhub.organisations.models import ProviderInCouncil
from irhub.registers.as_at import NOW, STOOD
from irhub.registers.care import is_care
from irhub.registers.sources.care_services import CARE_HOME, HOME_CARE, NURSING_HOME

RATINGS = ("Inadequate", "Requires improvement", "Good", "Outstanding")
"""The CQC's overall ratings, lowest first."""
LICENCE_IN_WORDS = {
    "licensed": "On the register",
    "formerly": "Left the register",
    "unclear": "Not clear",
    "none": "No sponsor linked",
}
"""What the sponsor licence of a provider is (ProviderInCouncil.Licence), as lists and files say it."""
_PROVIDERS = sql.SQL("""
    WITH member AS (
        SELECT entity_key AS provider_id, organisation_id, name FROM organisations_member
        WHERE register = 'cqc_locations' AND (%(only)s::text[] IS NULL OR entity_key = ANY(%(only)s))
    ), standing AS (
        SELECT *, {is_care} AS adult_social_care FROM registers_location
        WHERE {stood} AND provider_id <> '' AND (%(only)s::text[] IS NULL OR provider_id = ANY(%(only)s))
    ), here AS (
        SELECT council_code, provider_id, adult_social_care, max(provider_name) AS name, count(*) AS locations,
               count(*) FILTER (WHERE dormant) AS dormant, coalesce(sum(beds), 0) AS beds,
               count(*) FILTER (WHERE %(home_care)s = ANY(string_to_array(service_types, ' | '))) AS home_care,
               count(*) FILTER (WHERE string_to_array(service_types, ' | ') && %(homes)s::text[]) AS care_homes,
               min(array_position(%(ratings)s::text[], overall_rating)) AS lowest
        FROM standing GROUP BY council_code, provider_id, adult_social_care
    ), services AS (
        SELECT council_code, provider_id, adult_social_care, string_agg(DISTINCT service, ' | ' ORDER BY service) AS service_types
        FROM standing, regexp_split_to_table(service_types, ' \\| ') AS service WHERE service <> ''
        GROUP BY council_code, provider_id, adult_social_care
    ), numbered AS (
        SELECT DISTINCT provider_id FROM standing WHERE company_number <> '' AND company_number IN (
            SELECT company_number FROM registers_companyspan WHERE {stood})
    ), gone AS (
        SELECT '' AS council_code, provider_id, (
                   SELECT {is_care_of_last} FROM registers_location last WHERE last.provider_id = member.provider_id
                   ORDER BY since DESC, line LIMIT 1
               ) AS adult_social_care, name, 0 AS locations, 0 AS dormant, 0 AS beds, 0 AS home_care, 0 AS care_homes,
               NULL::int AS lowest
        FROM member WHERE %(day)s::date = 'infinity' AND NOT EXISTS (SELECT FROM here WHERE here.provider_id = member.provider_id)
    ), licence AS ({licences}), link AS (
        SELECT provider_id, bool_or(band = 'review') AS waits, bool_or(band = 'accepted' AND decided_by <> '') AS decided
        FROM organisations_link WHERE band IN ('accepted', 'review') AND (%(only)s::text[] IS NULL OR provider_id = ANY(%(only)s))
        GROUP BY provider_id
    )
    INSERT INTO organisations_providerincouncil (as_at, council_code, adult_social_care, organisation_id, provider_id, name,
        locations, dormant, beds, home_care, care_homes, service_types, lowest_rating, licence, left_by, waits, decided, numbered)
    SELECT nullif(%(day)s::date, 'infinity'), listed.council_code, listed.adult_social_care, member.organisation_id,
           listed.provider_id, listed.name, listed.locations, listed.dormant, listed.beds, listed.home_care, listed.care_homes,
           coalesce(services.service_types, ''), coalesce((%(ratings)s::text[])[listed.lowest], ''),
           CASE WHEN licensed THEN 'licensed' WHEN licensed IS NULL THEN 'none' WHEN unclear THEN 'unclear' ELSE 'formerly' END,
           CASE WHEN NOT licensed THEN left_by END, coalesce(waits, false), coalesce(decided, false),
           numbered.provider_id IS NOT NULL
    FROM (SELECT * FROM here UNION ALL SELECT * FROM gone) listed JOIN member USING (provider_id)
    LEFT JOIN services USING (council_code, provider_id, adult_social_care)
    LEFT JOIN licence ON licence.organisation_id = member.organisation_id
    LEFT JOIN link ON link.provider_id = listed.provider_id
    LEFT JOIN numbered ON numbered.provider_id = listed.provider_id
""").format(stood=STOOD, is_care=is_care(), is_care_of_last=is_care("last"), licences=LICENCES)
_ORGANISATIONS = """
    SELECT DISTINCT organisation_id FROM organisations_member WHERE register = 'cqc_locations' AND entity_key = ANY(%s)
"""


def list_providers() -> None:
    """Make the table anew, of the newest lists."""
    with transaction.atomic():
        ProviderInCouncil.objects.filter(as_at=None).delete()
        _list(NOW, None)


def list_some(providers: Collection[str]) -> frozenset[str]:
    """Make the rows of some providers anew. Returns the ids of those whose licence is told otherwise now."""
    with transaction.atomic():
        rows = ProviderInCouncil.objects.filter(as_at=None, provider_id__in=providers)
        before = set(rows.values_list("provider_id", "licence"))
        rows.delete()
        _list(NOW, sorted(providers))
        return frozenset(provider for provider, _ in before ^ set(rows.values_list("provider_id", "licence")))


def list_past_day(day: date, kept: Collection[date]) -> None:
    """Keep the providers as they were on a day, beside those of the other days that are `kept` and of no more."""
    past = ProviderInCouncil.objects.exclude(as_at=None)
    past.filter(Q(as_at=day) | ~Q(as_at__in=kept)).delete()
    _list(day, None)


def _list(day: date | str, only: list[str] | None) -> None:
    values: dict[str, Any] = {
        "day": day, "only": only, "organisations": None, "ratings": list(RATINGS), "home_care": HOME_CARE,
        "homes": [NURSING_HOME, CARE_HOME],
    }  # fmt: skip
    with connection.cursor() as cursor:
        if only is not None:
            cursor.execute(_ORGANISATIONS, [only])
            values["organisations"] = [found for (found,) in cursor.fetchall()]
        cursor.execute(_PROVIDERS, values)
