"""The figures and the history of every place, made of the other summaries and the spans: one statement each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q
from psycopg import sql

from irhub.dashboards.models import PlaceFigures, PlacePeriod, PlaceSplit
from irhub.organisations.licences import HELD
from irhub.organisations.models import ProviderInCouncil
from irhub.organisations.namesakes import stands
from irhub.organisations.providers import RATINGS
from irhub.places import Place, places
from irhub.registers import queries as register_queries
from irhub.registers.as_at import kept_of, stood_on
from irhub.registers.care import is_care
from irhub.registers.models import Location
from irhub.registers.sources.care_services import CARE_SERVICES

_FIGURES = sql.SQL("""
    WITH here AS (
        SELECT p.place_code, c.provider_id, bool_or(c.licence = 'licensed') AS licensed,
               bool_or(c.licence = 'formerly') AS formerly, bool_or(c.licence = 'unclear' OR c.waits) AS waits, bool_or(c.decided) AS decided,
               bool_or(c.lowest_rating IN ('Inadequate', 'Requires improvement')) AS low, bool_or(c.numbered) AS numbered,
               sum(c.locations) AS locations, sum(c.dormant) AS dormant, sum(c.beds) AS beds, sum(c.home_care) AS home_care,
               sum(c.care_homes) AS care_homes
        FROM organisations_providerincouncil c JOIN place_councils p USING (council_code)
        WHERE c.{kept} AND c.adult_social_care GROUP BY p.place_code, c.provider_id
    )
    INSERT INTO dashboards_placefigures (as_at, place_code, locations, dormant, beds, home_care, care_homes, providers, numbered, licensed,
        formerly, low_rated, licensed_beds, waiting, decided)
    SELECT %(as_at)s::date, place_code, sum(locations), sum(dormant), sum(beds), sum(home_care), sum(care_homes), count(*),
           count(*) FILTER (WHERE numbered), count(*) FILTER (WHERE licensed), count(*) FILTER (WHERE formerly AND NOT licensed),
           count(*) FILTER (WHERE licensed AND low), coalesce(sum(beds) FILTER (WHERE licensed), 0),
           count(*) FILTER (WHERE waits AND NOT licensed AND NOT formerly),
           count(*) FILTER (WHERE decided AND (licensed OR formerly))
    FROM here GROUP BY place_code
""")
_SPLITS = sql.SQL("""
    WITH here AS (
        SELECT p.place_code, c.provider_id, c.service_types, array_position(%(ratings)s::text[], c.lowest_rating) AS rated, c.licence
        FROM organisations_providerincouncil c JOIN place_councils p USING (council_code)
        WHERE c.{kept} AND c.adult_social_care
    ), provider AS (
        SELECT place_code, provider_id, min(rated) AS lowest,
               CASE WHEN bool_or(licence = 'licensed') THEN 'licensed' WHEN bool_or(licence = 'formerly') THEN 'formerly' ELSE 'none' END
               AS licence
        FROM here GROUP BY place_code, provider_id
    ), served AS (
        SELECT DISTINCT place_code, provider_id, service FROM here, unnest(string_to_array(service_types, ' | ')) AS service
        WHERE service = ANY(%(services)s)
    )
    INSERT INTO dashboards_placesplit (as_at, place_code, "by", value, licence, providers)
    SELECT %(as_at)s::date, place_code, 'rating', coalesce((%(ratings)s::text[])[lowest], ''), licence, count(*)
    FROM provider GROUP BY place_code, lowest, licence
    UNION ALL
    SELECT %(as_at)s::date, place_code, 'service', service, licence, count(*)
    FROM served JOIN provider USING (place_code, provider_id) GROUP BY place_code, service, licence
""")
_PERIODS = sql.SQL("""
    WITH period AS (
        SELECT begins, ends, lag(ends) OVER (ORDER BY ends) AS before
        FROM unnest(%(begins)s::date[], %(ends)s::date[]) AS period (begins, ends)
    ), held AS MATERIALIZED (
        SELECT DISTINCT m.entity_key AS provider_id, held.since, held.until
        FROM organisations_member m JOIN ({held}) held USING (organisation_id) WHERE m.register = 'cqc_locations'
    ), located AS (
        SELECT DISTINCT council_code, provider_id, CASE WHEN since = %(first_list)s THEN '-infinity' ELSE since END AS since, until
        FROM registers_location WHERE council_code <> '' AND {is_care} AND provider_id IN (SELECT provider_id FROM held)
    ), stood AS (
        SELECT DISTINCT council_code, provider_id, ends
        FROM located JOIN held USING (provider_id) JOIN period ON {located_then} AND {held_then}
    ), here AS MATERIALIZED (
        SELECT DISTINCT place_code, ends, provider_id, true AS is FROM stood JOIN place_councils USING (council_code)
    ), licensed AS (
        SELECT place_code, ends, count(*) AS licensed FROM here GROUP BY place_code, ends
    ), was AS (
        SELECT place_code, period.ends, provider_id, true AS is FROM here JOIN period ON here.ends = period.before
    ), holding AS MATERIALIZED (
        SELECT DISTINCT provider_id, ends, true AS is FROM held JOIN period ON {held_then}
    ), doubtful AS MATERIALIZED (
        SELECT DISTINCT m.entity_key AS provider_id, ends, true AS is FROM organisations_member m CROSS JOIN period
        WHERE m.register = 'cqc_locations' AND m.organisation_id IN (SELECT organisation_id FROM organisations_namesake) AND {doubtful_then}
    ), step AS (
        SELECT place_code, period.ends, count(*) FILTER (WHERE was.is IS NULL AND earlier.is IS NULL) AS gained,
               count(*) FILTER (WHERE was.is IS NULL AND earlier.is) AS opened,
               count(*) FILTER (WHERE here.is IS NULL AND later.is IS NULL AND doubtful.is IS NULL) AS lost,
               count(*) FILTER (WHERE here.is IS NULL AND later.is IS NULL AND doubtful.is) AS unclear,
               count(*) FILTER (WHERE here.is IS NULL AND later.is) AS closed
        FROM here FULL JOIN was USING (place_code, ends, provider_id) JOIN period USING (ends)
        LEFT JOIN holding earlier ON earlier.provider_id = coalesce(here.provider_id, was.provider_id) AND earlier.ends = period.before
        LEFT JOIN holding later ON later.provider_id = coalesce(here.provider_id, was.provider_id) AND later.ends = period.ends
        LEFT JOIN doubtful ON doubtful.provider_id = was.provider_id AND doubtful.ends = period.ends
        WHERE period.before IS NOT NULL AND (here.is IS NULL OR was.is IS NULL) GROUP BY place_code, period.ends
    ), moved AS (
        SELECT place_code, ends, count(DISTINCT c.id) FILTER (WHERE kind = 'licence_granted') AS came,
               count(DISTINCT c.id) FILTER (WHERE kind = 'licence_removed') AS gone,
               count(DISTINCT c.id) FILTER (WHERE kind = 'licence_returned') AS returned
        FROM registers_change c JOIN dashboards_recordincouncil r USING (entity_key)
        JOIN place_councils USING (council_code) JOIN period ON c.by BETWEEN begins AND ends
        WHERE kind IN ('licence_granted', 'licence_removed', 'licence_returned') GROUP BY place_code, ends
    )
    INSERT INTO dashboards_placeperiod (as_at, place_code, begins, ends, licensed, gained, opened, lost, unclear, closed, came,
        "left", returned)
    SELECT %(as_at)s::date, place_code, begins, ends, coalesce(licensed, 0), coalesce(gained, 0), coalesce(opened, 0), coalesce(lost, 0),
           coalesce(unclear, 0), coalesce(closed, 0), coalesce(came, 0), coalesce(gone, 0), coalesce(returned, 0)
    FROM (SELECT DISTINCT place_code FROM place_councils) p CROSS JOIN period
    LEFT JOIN licensed USING (place_code, ends) LEFT JOIN step USING (place_code, ends) LEFT JOIN moved USING (place_code, ends)
    WHERE %(as_at)s::date IS NULL OR ends = %(as_at)s::date
""").format(
    held=HELD,
    is_care=is_care(),
    located_then=stood_on(sql.SQL("period.ends"), sql.SQL("located")),
    held_then=stood_on(sql.SQL("period.ends"), sql.SQL("held")),
    doubtful_then=stands(sql.SQL("m.organisation_id"), sql.SQL("period.ends")),
)
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('irhub history of places'))"


def periods(first: date, newest: date) -> list[tuple[date, date]]:
    """The stretches in which the time from `first` to `newest` is told: the first day alone, from which changes are counted, then
    calendar months. The last ends with `newest`."""
    found, begins = [(first, first)], first + timedelta(days=1)
    while begins <= newest:
        after = date(begins.year + begins.month // 12, begins.month % 12 + 1, 1)
        found.append((begins, min(after - timedelta(days=1), newest)))
        begins = after
    return found


def places_of(providers: Collection[str]) -> list[Place]:
    """The places in which one of these providers has locations."""
    kept = ProviderInCouncil.objects.filter(as_at=None, provider_id__in=providers)
    return _with(set(kept.values_list("council_code", flat=True)))


def summarise_places(of: Collection[Place], as_at: date | None = None) -> None:
    """Make the figures of these places anew, of the newest lists or of a past day whose providers are kept, from the table of
    providers. Within a transaction."""
    for model in (PlaceFigures, PlaceSplit):
        model._default_manager.filter(as_at=as_at, place_code__in=[place.code for place in of]).delete()
    values = {"as_at": as_at, "ratings": list(RATINGS), "services": list(CARE_SERVICES)}
    with connection.cursor() as cursor:
        _places(of)
        for made in (_FIGURES, _SPLITS):
            cursor.execute(made.format(kept=kept_of(as_at)), values)
        cursor.execute("DROP TABLE place_councils")


def summarise_periods() -> None:
    """Make the history of every place anew, from the spans and organisations. Within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        cursor.execute("DELETE FROM dashboards_placeperiod WHERE as_at IS NULL")
    first, newest = register_queries.span_of("home_office_sponsors")
    if first and newest:
        _keep(periods(first, newest))


def keep_month_of(day: date, kept: Collection[date]) -> None:
    """Keep the month of every place up to a past day that is not its end, so that a figure of that day stays as it was; beside those of the
    other days that are `kept` and of no more. Within a transaction."""
    PlacePeriod.objects.exclude(as_at=None).filter(Q(as_at=day) | ~Q(as_at__in=kept)).delete()
    first, newest = register_queries.span_of("home_office_sponsors")
    if first and newest and first < day < newest and (day + timedelta(days=1)).day != 1:
        _keep(periods(first, day)[-2:], day)


def _keep(of: Sequence[tuple[date, date]], as_at: date | None = None) -> None:
    """Make these periods of every place; of a past day the last alone, of which the others are the ground."""
    begins, ends = map(list, zip(*of, strict=True))
    first_list, _ = register_queries.span_of("cqc_locations")
    _places(places())
    with connection.cursor() as cursor:
        cursor.execute(_PERIODS, {"begins": begins, "ends": ends, "first_list": first_list, "as_at": as_at})
        cursor.execute("DROP TABLE place_councils")


def withhold_periods(providers: Collection[str]) -> None:
    """Take away the history of every place where one of these providers has or had a location: a decision may have made it untrue.
    Waits for one that is being made. Within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    spans = Location.objects.filter(provider_id__in=providers)
    councils = set(spans.values_list("council_code", flat=True))
    PlacePeriod.objects.filter(place_code__in=[place.code for place in _with(councils)]).delete()


def _with(councils: Collection[str]) -> list[Place]:
    """The places to which one of these councils belongs."""
    return [place for place in places() if set(place.council_codes).intersection(councils)]


def _places(of: Collection[Place]) -> None:
    """Make the table `place_councils`: which councils belong to which of these places."""
    belongs = [(council, place.code) for place in of for council in place.council_codes]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE place_councils (council_code text, place_code text)")
        cursor.execute(
            "INSERT INTO place_councils SELECT * FROM unnest(%s::text[], %s::text[])",
            [[council for council, _ in belongs], [place for _, place in belongs]],
        )
        cursor.execute("ANALYZE place_councils")
