"""Locations that the CQC's weekly directory shows and its older monthly workbook does not: at each date the newer of the two decides.

The workbook tells more of a location, so that a location which stands in both is read from it. A location that the newer directory
lacks stays, for absence is no proof, and so does its provider where the directory has another; pages say both beside it
(`beside_directory`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from psycopg import sql

from irhub.registers.as_at import NOW, STOOD
from irhub.registers.care import is_care
from irhub.registers.frames import copy_rows, read_frame
from irhub.registers.models import DirectoryLocation, DirectorySpan, LocationSpan
from irhub.registers.newest_editions import Newest, newest_of_each
from irhub.registers.sources.care_services import in_words_of_the_workbook
from irhub.registers.sources.keys import name_key
from irhub.web.saying import agreeing, counted

# The newest directory decides from its first edition after a workbook up to the next workbook; of one day the workbook does. Since this
# asks of each day only for the editions up to it, no later edition alters what a past day shows.
# One that is in the directory under another number too, with the same name and postcode, is registered twice: the workbook counts it once.
_ONLY_IN_DIRECTORY = """
    WITH workbook AS (
        SELECT date, lead(date) OVER (ORDER BY date) AS next FROM registers_edition
        WHERE register = 'cqc_locations' AND state = 'accepted'
    ), newer AS (
        SELECT range_agg(reign) AS reigns FROM (
            SELECT daterange(min(d.date), w.next) AS reign FROM workbook w JOIN registers_edition d
                ON d.register = 'cqc_directory' AND d.state = 'accepted' AND d.date > w.date AND (w.next IS NULL OR d.date < w.next)
            GROUP BY w.date, w.next) AS directory
    ), held AS (
        SELECT location_id, range_agg(daterange(since, until)) AS dates FROM registers_locationspan GROUP BY location_id
    ), lacked AS (
        SELECT d.*, datemultirange(daterange(d.since, d.until)) * newer.reigns - coalesce(held.dates, '{}') AS dates
        FROM registers_directoryspan d CROSS JOIN newer LEFT JOIN held USING (location_id) WHERE d.provider_id <> ''
    ), twice AS (
        SELECT d.id, range_agg(daterange(l.since, l.until) * daterange(twin.since, twin.until)) AS dates
        FROM lacked d JOIN registers_locationspan l ON l.location_name_key = d.name_key AND l.postcode = d.postcode
            AND l.postcode <> '' AND l.location_id <> d.location_id
        JOIN registers_directoryspan twin ON twin.location_id = l.location_id
        WHERE NOT isempty(d.dates) GROUP BY d.id
    )
    SELECT lower(stood) AS since, upper(stood) AS until, since AS edition, line,
           (SELECT max(date) FROM workbook WHERE date < lower(stood)) AS lacked_by, location_id, name AS location_name,
           name_key AS location_name_key, provider_id, provider_name, council_code, local_authority, region, address, postcode,
           service_types
    FROM lacked LEFT JOIN twice USING (id), unnest(lacked.dates - coalesce(twice.dates, '{}')) AS stood
    ORDER BY location_id, lower(stood)
"""
_TYPES: dict[str, pl.DataType] = {
    "since": pl.Date(), "until": pl.Date(), "edition": pl.Date(), "line": pl.Int64(), "lacked_by": pl.Date(),
}  # fmt: skip
_COUNTED = sql.SQL("""
    SELECT count(*), max(lacked_by) FROM registers_location
    WHERE register = 'cqc_directory' AND {stood} AND {is_care} AND council_code = ANY(%(councils)s)
""").format(stood=STOOD, is_care=is_care())


def list_directory_locations() -> None:
    """Make the table anew from the spans of both registers."""
    found = read_frame(_ONLY_IN_DIRECTORY, _TYPES)
    lines = pl.col("address").str.split(",").list.eval(pl.element().str.strip_chars()).list.drop_nulls()
    made = found.with_columns(
        lines.list.slice(0, lines.list.len() - 1).list.join(", ").alias("street"),
        lines.list.last().fill_null("").alias("city"),
        pl.col("service_types").map_elements(in_words_of_the_workbook, pl.String),
        provider_name_key=name_key(pl.col("provider_name")).fill_null(""),
    ).drop("address")
    with transaction.atomic():
        DirectoryLocation.objects.all().delete()
        copy_rows(sql.Identifier(DirectoryLocation._meta.db_table), made)


@dataclass(frozen=True)
class BesideDirectory:
    """What the newer directory of `directory` tells otherwise of locations of the workbook: those that it lacks, by their numbers, and
    those that it lists under another provider, with that provider's name."""

    directory: date | None
    lacked: frozenset[str]
    elsewhere: Mapping[str, str]

    def of(self, location_id: str) -> str:
        """What is to be said beside a location, as a sentence; blank where nothing is."""
        if self.directory is None:
            return ""
        day = f"{self.directory:%-d %B %Y}"
        if location_id in self.lacked:
            return f"Not in the CQC’s directory of {day}, which is newer. That is no proof that it closed."
        if location_id in self.elsewhere:
            return f"In the CQC’s directory of {day}, which is newer, its provider is {self.elsewhere[location_id]}."
        return ""


def beside_directory(location_ids: Collection[str]) -> BesideDirectory:
    """What the newest directory, if that is newer, tells otherwise of these locations, standing in the newest workbook."""
    own = LocationSpan._base_manager.filter(location_id=OuterRef("location_id"), until=None).values("provider_id")[:1]
    listed = DirectorySpan._base_manager.filter(location_id__in=location_ids, until=None).annotate(own=Subquery(own))
    told = list(listed.values_list("location_id", "own", "provider_id", "provider_name"))
    return beside_of(
        {**dict.fromkeys(location_ids, ""), **{key: provider or "" for key, provider, *_ in told}},
        {key: (provider, name) for key, _, provider, name in told},
        newest_of_each(),
    )


def beside_of(
    own: Mapping[str, str], listed: Mapping[str, tuple[str, str]], newest: Iterable[Newest]
) -> BesideDirectory:
    """The same, told by who has read already the provider of each location (`own`, by the location's number), under which provider
    (number and name) the newest directory has it (`listed`), and the newest editions."""
    dates = {one.register: one.date for one in newest}
    workbook, directory = dates.get("cqc_locations"), dates.get("cqc_directory")
    if workbook is None or directory is None or directory <= workbook:
        return BesideDirectory(None, frozenset(), {})
    elsewhere = {
        key: name for key, (provider, name) in listed.items() if own.get(key) and provider not in ("", own[key])
    }
    return BesideDirectory(directory, frozenset(own) - frozenset(listed), elsewhere)


def only_in_directory(council_codes: Collection[str], as_at: date | None = None) -> str:
    """What is to be said of the figures of these councils, now or as at a past day, as a sentence: how many of the care locations
    only the directory shows. Blank if there are none."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"councils": list(council_codes), "day": as_at or NOW})
        count, workbook = cursor.fetchone()
    if not count:
        return ""
    return (
        f"{counted(count, 'care locations')} here {agreeing(count, 'are')} in the CQC’s directory alone, which is newer than its workbook of {workbook:%-d %B %Y}. "
        f"{agreeing(count, 'They count')}; beds and ratings are not told there."
    )
