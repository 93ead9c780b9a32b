"""Locations that the CQC's weekly directory shows and its older monthly workbook does not: they count until the next workbook.

The workbook tells more of a location, so that a location which stands in both is read from it. A location that the newer directory
lacks stays, for absence is no proof; pages say it beside it (`gone_from_directory`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection, transaction
from psycopg import sql

from irhub.registers.as_at import NOW, STOOD
from irhub.registers.care import is_care
from irhub.registers.frames import copy_rows, read_frame
from irhub.registers.models import DirectoryLocation, DirectorySpan
from irhub.registers.newest_editions import Newest, newest_of_each
from irhub.registers.sources.care_services import in_words_of_the_workbook
from irhub.registers.sources.keys import name_key

# A location came to the directory with `came`, the first of spans that follow one another. One that is there under another number too,
# with the same name and postcode, is registered twice: the workbook counts it once.
_ONLY_IN_DIRECTORY = """
    WITH workbook AS (
        SELECT date FROM registers_edition WHERE register = 'cqc_locations' AND state = 'accepted'
    ), begun AS (
        SELECT *, lag(until) OVER (PARTITION BY location_id ORDER BY since) IS DISTINCT FROM since AS begins
        FROM registers_directoryspan WHERE provider_id <> ''
    ), directory AS (
        SELECT *, max(since) FILTER (WHERE begins) OVER (PARTITION BY location_id ORDER BY since) AS came FROM begun
    ), only_here AS (
        SELECT *, (SELECT max(date) FROM workbook WHERE date < came) AS lacked_by,
               (SELECT min(date) FROM workbook WHERE date >= came) AS next_workbook
        FROM directory d WHERE NOT EXISTS (
            SELECT FROM registers_locationspan l
            WHERE l.location_id = d.location_id AND l.since <= d.came AND (l.until IS NULL OR l.until > d.came))
    )
    SELECT since, least(until, next_workbook) AS until, line, lacked_by, location_id, name AS location_name,
           name_key AS location_name_key, provider_id, provider_name, council_code, local_authority, region, address, postcode,
           service_types
    FROM only_here d
    WHERE lacked_by IS NOT NULL AND since < coalesce(next_workbook, 'infinity') AND NOT EXISTS (
        SELECT FROM registers_locationspan l JOIN directory twin ON twin.location_id = l.location_id
        WHERE l.location_name_key = d.name_key AND l.postcode = d.postcode AND l.postcode <> '' AND l.location_id <> d.location_id
            AND l.since <= d.came AND (l.until IS NULL OR l.until > d.came)
            AND twin.since <= d.came AND (twin.until IS NULL OR twin.until > d.came))
    ORDER BY location_id, since
"""
_TYPES: dict[str, pl.DataType] = {
    "since": pl.Date(), "until": pl.Date(), "line": pl.Int64(), "lacked_by": pl.Date(),
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
class GoneFromDirectory:
    """The locations of the workbook that the newer directory of `directory` lacks, by their numbers."""

    directory: date | None
    location_ids: frozenset[str]

    def of(self, location_id: str) -> str:
        """What is to be said beside a location, as a sentence; blank where nothing is."""
        if self.directory is None or location_id not in self.location_ids:
            return ""
        return f"Not in the CQC’s directory of {self.directory:%-d %B %Y}, which is newer. That is no proof that it closed."


def gone_from_directory(location_ids: Collection[str]) -> GoneFromDirectory:
    """Those of these locations, standing in the newest workbook, that the newest directory lacks, if that is newer."""
    listed = DirectorySpan._base_manager.filter(location_id__in=location_ids, until=None)
    return gone_of(location_ids, listed.values_list("location_id", flat=True), newest_of_each())


def gone_of(location_ids: Collection[str], listed: Iterable[str], newest: Iterable[Newest]) -> GoneFromDirectory:
    """The same, told by who has read already which of them the newest directory has (`listed`), and the newest editions."""
    dates = {one.register: one.date for one in newest}
    workbook, directory = dates.get("cqc_locations"), dates.get("cqc_directory")
    if workbook is None or directory is None or directory <= workbook:
        return GoneFromDirectory(None, frozenset())
    return GoneFromDirectory(directory, frozenset(location_ids) - frozenset(listed))


def only_in_directory(council_codes: Collection[str], as_at: date | None = None) -> str:
    """What is to be said of the figures of these councils, now or as at a past day, as a sentence: how many of the care locations
    only the directory shows. Blank if there are none."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"councils": list(council_codes), "day": as_at or NOW})
        count, workbook = cursor.fetchone()
    if not count:
        return ""
    stand = "1 care location here is" if count == 1 else f"{count:,} care locations here are"
    return (
        f"{stand} in the CQC’s directory alone, which is newer than its workbook of {workbook:%-d %B %Y}. "
        f"{'It counts' if count == 1 else 'They count'}; beds and ratings are not known yet."
    )
