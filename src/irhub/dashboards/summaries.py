"""The figures and the history of every place, made of the other summaries and the spans: one statement each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import connection
from psycopg import sql

from irhub.dashboards.days import NOW, STOOD, kept_of
from irhub.dashboards.maps import draw_maps
from irhub.dashboards.models import ProviderInCouncil
from irhub.places import Place, places
from irhub.registers import holdings

HOME_CARE = "Domiciliary care service"
MOST_MONTHS = 24
"""A history of more months than this is told by quarters."""

_HERE = sql.SQL("""here AS (
        SELECT p.place_code, c.provider_id, bool_or(c.licence = 'licensed') AS licensed,
               bool_or(c.licence = 'formerly') AS formerly, bool_or(c.licence = 'unclear' OR c.waits) AS waits, bool_or(c.decided) AS decided,
               bool_or(c.lowest_rating IN ('Inadequate', 'Requires improvement')) AS low,
               sum(c.locations) AS locations, sum(c.dormant) AS dormant, sum(c.beds) AS beds
        FROM dashboards_providerincouncil c JOIN place_councils p USING (council_code)
        WHERE c.{kept} AND (%(only)s::text[] IS NULL OR c.provider_id = ANY(%(only)s)) GROUP BY p.place_code, c.provider_id
    )""")
_STANDING = {
    "licensed": "count(*) FILTER (WHERE licensed)",
    "formerly": "count(*) FILTER (WHERE formerly AND NOT licensed)",
    "low_rated": "count(*) FILTER (WHERE licensed AND low)",
    "licensed_beds": "coalesce(sum(beds) FILTER (WHERE licensed), 0)",
    "waiting": "count(*) FILTER (WHERE waits AND NOT licensed AND NOT formerly)",
    "decided": "count(*) FILTER (WHERE decided AND (licensed OR formerly))",
}
"""The figures that people's decisions of links change: each a sum over providers, so that one provider's part can be taken out."""
_NAMES = sql.SQL(", ").join(map(sql.Identifier, _STANDING))
_COUNTED = sql.SQL(", ").join(map(sql.SQL, _STANDING.values()))
_FIGURES = sql.SQL("""
    WITH numbered AS (
        SELECT DISTINCT provider_id FROM registers_locationspan WHERE {stood} AND company_number IN (
            SELECT company_number FROM registers_companyspan WHERE {stood} AND company_number <> '')
    ), home AS (
        SELECT place_code, count(*) AS locations FROM registers_locationspan JOIN place_councils USING (council_code)
        WHERE {stood} AND %(home_care)s = ANY(string_to_array(service_types, ' | ')) GROUP BY place_code
    ), {here}
    INSERT INTO dashboards_placefigures (as_at, place_code, locations, dormant, beds, home_care, providers, numbered,
        {names})
    SELECT nullif(%(day)s::date, 'infinity'), place_code, sum(here.locations), sum(dormant), sum(beds),
           coalesce((SELECT home.locations FROM home WHERE home.place_code = here.place_code), 0),
           count(*), count(*) FILTER (WHERE numbered.provider_id IS NOT NULL), {counted}
    FROM here LEFT JOIN numbered USING (provider_id) GROUP BY place_code
""")
_CHANGED = sql.SQL("""
    WITH {here}, part AS (
        SELECT place_code, {parts} FROM here GROUP BY place_code
    )
    UPDATE dashboards_placefigures f SET {sums}
    FROM part WHERE f.as_at IS NULL AND f.place_code = part.place_code
""")
_PARTS = sql.SQL(", ").join(
    sql.SQL("{} AS {}").format(sql.SQL(counted), sql.Identifier(name)) for name, counted in _STANDING.items()
)
_SUMS = sql.SQL(", ").join(
    sql.SQL("{0} = f.{0} + %(sign)s * part.{0}").format(sql.Identifier(name)) for name in _STANDING
)
_PERIODS = """
    WITH period AS (
        SELECT unnest(%(begins)s::date[]) AS begins, unnest(%(ends)s::date[]) AS ends
    ), sponsored AS (
        SELECT DISTINCT provider.entity_key AS provider_id, sponsor.entity_key AS sponsor_key
        FROM organisations_member provider JOIN organisations_member sponsor USING (organisation_id)
        WHERE provider.register = 'cqc_locations' AND sponsor.register = 'home_office_sponsors'
    ), located AS (
        SELECT DISTINCT council_code, provider_id, CASE WHEN since = %(first_list)s THEN '-infinity' ELSE since END AS since,
               coalesce(until, 'infinity') AS until
        FROM registers_locationspan WHERE council_code <> '' AND provider_id IN (SELECT provider_id FROM sponsored)
    ), stood AS (
        SELECT DISTINCT l.council_code, l.provider_id, greatest(l.since, s.since) AS since,
               least(l.until, coalesce(s.until, 'infinity')) AS until
        FROM located l JOIN sponsored USING (provider_id) JOIN registers_sponsorspan s USING (sponsor_key)
        WHERE l.since < coalesce(s.until, 'infinity') AND s.since < l.until
    ), licensed AS (
        SELECT place_code, ends, count(DISTINCT provider_id) AS licensed
        FROM stood JOIN place_councils USING (council_code) JOIN period ON ends >= stood.since AND ends < stood.until
        GROUP BY place_code, ends
    ), moved AS (
        SELECT place_code, ends, count(DISTINCT c.id) FILTER (WHERE kind = 'licence_granted') AS came,
               count(DISTINCT c.id) FILTER (WHERE kind = 'licence_removed') AS gone,
               count(DISTINCT c.id) FILTER (WHERE kind = 'licence_returned') AS returned
        FROM registers_change c JOIN dashboards_recordincouncil r USING (entity_key)
        JOIN place_councils USING (council_code) JOIN period ON c.by BETWEEN begins AND ends
        WHERE kind IN ('licence_granted', 'licence_removed', 'licence_returned') GROUP BY place_code, ends
    )
    INSERT INTO dashboards_placeperiod (place_code, begins, ends, licensed, came, "left", returned)
    SELECT place_code, begins, ends, coalesce(licensed, 0), coalesce(came, 0), coalesce(gone, 0), coalesce(returned, 0)
    FROM (SELECT DISTINCT place_code FROM place_councils) p CROSS JOIN period
    LEFT JOIN licensed USING (place_code, ends) LEFT JOIN moved USING (place_code, ends)
"""


def periods(first: date, newest: date) -> list[tuple[date, date]]:
    """The stretches in which the time from `first` to `newest` is told: whole months, or quarters of a long history.

    The last ends with `newest`.
    """
    step = 1 if (newest.year - first.year) * 12 + newest.month - first.month < MOST_MONTHS else 3
    found, begins = [], first
    while begins <= newest:
        last_month = begins.month + (step - 1 - (begins.month - 1) % step)
        after = date(begins.year + last_month // 12, last_month % 12 + 1, 1)
        found.append((begins, min(after - timedelta(days=1), newest)))
        begins = after
    return found


def places_of(providers: Collection[str]) -> list[Place]:
    """The places in which one of these providers has locations."""
    kept = ProviderInCouncil.objects.filter(as_at=None, provider_id__in=providers)
    councils = set(kept.values_list("council_code", flat=True))
    return [place for place in places() if councils.intersection(place.council_codes)]


def count_providers(providers: Collection[str], of: Collection[Place], sign: int) -> None:
    """Add the part of these providers, as they are kept now, to the figures of places (`sign` 1), or take it out (-1).

    For before and after a provider is kept anew because its links changed: what its locations are does not change. Within a
    transaction.
    """
    with connection.cursor() as cursor:
        _places(of)
        cursor.execute(
            _CHANGED.format(here=_here(None), parts=_PARTS, sums=_SUMS), {"only": list(providers), "sign": sign}
        )
        cursor.execute("DROP TABLE place_councils")


def summarise_places() -> None:
    """Make the figures and map of every place anew, from the summaries of councils. Within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dashboards_placefigures WHERE as_at IS NULL")
        _places(places())
        _figures(None)
        cursor.execute("DROP TABLE place_councils")
    draw_maps(places())


def summarise_periods() -> None:
    """Make the history of every place anew, from the spans and organisations. Within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dashboards_placeperiod")
        _places(places())
        first, newest = holdings.span_of("home_office_sponsors")
        if first and newest:
            begins, ends = map(list, zip(*periods(first, newest), strict=True))
            first_list, _ = holdings.span_of("cqc_locations")
            cursor.execute(_PERIODS, {"begins": begins, "ends": ends, "first_list": first_list})
        cursor.execute("DROP TABLE place_councils")


def summarise_figures_of(day: date) -> None:
    """Make the figures of every place as they were on a past day, of the providers kept of it. Within a transaction."""
    with connection.cursor() as cursor:
        _places(places())
        _figures(day)
        cursor.execute("DROP TABLE place_councils")


def _here(as_at: date | None) -> sql.Composed:
    return _HERE.format(kept=kept_of(as_at))


def _figures(as_at: date | None) -> None:
    """Make the figures of the places in `place_councils`, of the newest lists or of a past day whose providers are kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FIGURES.format(stood=STOOD, here=_here(as_at), names=_NAMES, counted=_COUNTED),
            {"home_care": HOME_CARE, "day": as_at or NOW, "as_at": as_at, "only": None},
        )


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
