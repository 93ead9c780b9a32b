"""How the care providers of a place and their licences went over time, counted from spans."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from irhub.registers.models import Edition

MOST_POINTS = 36
_SPONSORS, _LOCATIONS = "home_office_sponsors", "cqc_locations"
_COUNTS = """
    WITH days AS (
        SELECT day, lag(day) OVER (ORDER BY day) AS before FROM unnest(%(days)s::date[]) AS day
    ), here AS (
        SELECT m.organisation_id, l.since, l.until FROM registers_locationspan l
        JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
        WHERE l.council_code = ANY(%(codes)s)
            AND (l.inspection_directorate = 'Adult social care' OR l.location_type = 'Social Care Org')
    ), sponsors AS (
        SELECT o.organisation_id, m.entity_key FROM (SELECT DISTINCT organisation_id FROM here) o
        JOIN organisations_member m ON m.organisation_id = o.organisation_id AND m.register = 'home_office_sponsors'
    ), stood AS (
        SELECT DISTINCT days.day, sponsors.organisation_id FROM days, sponsors
        JOIN registers_sponsorspan s ON s.sponsor_key = sponsors.entity_key
        WHERE s.since <= days.day AND (s.until IS NULL OR s.until > days.day)
    ), gave AS (
        SELECT days.day, here.organisation_id, count(*) AS locations FROM days, here
        WHERE here.since <= days.day AND (here.until IS NULL OR here.until > days.day)
        GROUP BY days.day, here.organisation_id
    ), gone AS (
        SELECT days.day, count(DISTINCT sponsors.organisation_id) AS organisations FROM days, sponsors
        JOIN registers_change c ON c.entity_key = sponsors.entity_key AND c.kind = 'licence_removed'
        WHERE c.by > days.before AND c.by <= days.day GROUP BY days.day
    )
    SELECT days.day, count(gave.organisation_id), count(stood.organisation_id),
           coalesce(sum(gave.locations), 0)::int,
           coalesce(sum(gave.locations) FILTER (WHERE stood.organisation_id IS NOT NULL), 0)::int,
           CASE WHEN days.before IS NOT NULL THEN coalesce(max(gone.organisations), 0) END
    FROM days LEFT JOIN gave ON gave.day = days.day
    LEFT JOIN stood ON stood.day = gave.day AND stood.organisation_id = gave.organisation_id
    LEFT JOIN gone ON gone.day = days.day
    GROUP BY days.day, days.before ORDER BY days.day
"""


@dataclass(frozen=True)
class TrendPoint:
    """A place on a day: care providers and how many are on the sponsor register, care locations and how many are run by
    these, and how many providers left the sponsor register since the point before (None at the first)."""

    day: date
    providers: int
    licensed: int
    locations: int
    locations_licensed: int
    left: int | None


def trend_days(until: date | None = None) -> list[date]:
    """The last edition of the sponsor register of each month since both it and the CQC's list are held, oldest first."""
    accepted = Edition.objects.filter(state=Edition.State.ACCEPTED)
    if until:
        accepted = accepted.filter(date__lte=until)
    dates = {
        name: sorted(accepted.filter(register=name).values_list("date", flat=True)) for name in (_SPONSORS, _LOCATIONS)
    }
    if not all(dates.values()):
        return []
    held = [day for day in dates[_SPONSORS] if day >= dates[_LOCATIONS][0]]
    last_of_month = {(day.year, day.month): day for day in held}
    return list(last_of_month.values())[-MOST_POINTS:]


def trend(codes: Collection[str], until: date | None = None) -> list[TrendPoint]:
    """The points of a council or of several together, oldest first; a provider with locations in two councils counts once.

    Licences are those that are linked today. The two registers come at different times: each counts as its newest
    edition of the day said.
    """
    days = trend_days(until)
    if not days or not codes:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"days": days, "codes": list(codes)})
        return [TrendPoint(*row) for row in cursor.fetchall()]
