"""Working out what deserves attention, and keeping that of the newest editions in the database. Past days: past.py."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl
from django.db import connection, transaction
from psycopg import sql

from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.engine import run, with_newest
from irhub.indicators.models import Owned, Signal
from irhub.indicators.ownership import groups
from irhub.indicators.reading import snapshot_as_at
from irhub.indicators.snapshot import Snapshot
from irhub.registers import queries as register_queries
from irhub.registers.frames import copy_rows

_COLUMNS = (
    "code", "version", "organisation_id", "council_code", "councils", "name", "locations", "beds", "severity", "since",
    "own_date", "value", "denominator", "low", "high", "says", "next_step", "evidence", "link_score", "link_basis", "audience",
)  # fmt: skip
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('irhub signals'))"


def recompute() -> int:
    """Work out every indicator for England as at the newest edition, and who has one owner, in one transaction. Returns how
    many signals.

    A reader sees the old signals or the new. Two recomputations wait for each other.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK)
        newest = register_queries.newest_date()
        cursor.execute("DELETE FROM indicators_signal")
        cursor.execute("DELETE FROM indicators_owned")
        if newest is None:
            return 0
        at = snapshot_as_at(newest)
        found = _signals(at)
        rows = stored(found).with_row_index("number").with_columns(as_at=pl.lit(newest))
        copy_rows(sql.Identifier(Signal._meta.db_table), rows)
        copy_rows(sql.Identifier(Owned._meta.db_table), _owned(at))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE indicators_signal, indicators_owned")
    return found.height


_WITHHELD = """
    WITH mine AS (
        SELECT organisation_id AS id FROM organisations_member WHERE entity_key = ANY(%(keys)s)
    ), told AS (
        SELECT id FROM mine UNION SELECT o.id FROM organisations_organisation o JOIN mine ON o.redirect_to_id = mine.id
    ), council AS (
        SELECT council_code FROM organisations_providerincouncil
        WHERE as_at IS NULL AND council_code <> '' AND provider_id = ANY(%(providers)s)
    ), named AS (
        SELECT 'home_office_sponsors' AS register, since AS date, line FROM registers_sponsorspan
        WHERE sponsor_key = ANY(%(sponsors)s)
        UNION SELECT register, after, line_before FROM registers_change WHERE register = 'home_office_sponsors'
            AND (entity_key = ANY(%(sponsors)s) OR entity_key_before = ANY(%(sponsors)s))
        UNION SELECT 'cqc_locations', since, line FROM registers_locationspan WHERE provider_id = ANY(%(providers)s)
    ), unowned AS (
        DELETE FROM indicators_owned WHERE owner_key IN (
            SELECT owner_key FROM indicators_owned JOIN told ON organisation_id = told.id)
    )
    DELETE FROM indicators_signal
    WHERE organisation_id IN (SELECT id FROM told) OR council_code IN (SELECT council_code FROM council) OR id IN (
        SELECT signal.id FROM indicators_signal signal
        CROSS JOIN LATERAL jsonb_to_recordset(evidence) AS told_of (register text, date date, line bigint)
        JOIN named USING (register, date, line))
"""


def withhold(sponsors: Collection[str], providers: Collection[str]) -> None:
    """Take away what decisions on these records may have made untrue, until all is worked out again: signals of their organisations,
    figures of the councils where these give care, signals of others that name a row of one of the records as evidence, and who has
    the same owner as one of the organisations. Waits for a recomputation that is under way."""
    values = {"keys": [*sponsors, *providers], "sponsors": list(sponsors), "providers": list(providers)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK)
        cursor.execute(_WITHHELD, values)


def _owned(at: Snapshot) -> pl.DataFrame:
    """The rows of Owned."""
    licensed = at.licensed.select("organisation_id", licensed=pl.lit(True))
    found = (
        groups(at)
        .join(at.exposure, on="organisation_id")
        .join(licensed, on="organisation_id", how="left")
        .with_columns(pl.col("licensed").fill_null(False))
    )
    return with_newest(found, at, "rows").select(
        "organisation_id", "owner_key", "owner_name", "name", "locations", "beds", "licensed", evidence=_as_json("rows")
    )


def worked_out(day: date) -> pl.DataFrame:
    """Every signal of England as the editions up to `day` say, in the order of engine.in_order."""
    return _signals(snapshot_as_at(day))


def _signals(at: Snapshot) -> pl.DataFrame:
    return run(CATALOGUE.values(), at).select(_COLUMNS)


def stored(signals: pl.DataFrame) -> pl.DataFrame:
    """Signals as they are kept: source rows as JSON, no council as the empty text."""
    return signals.with_columns(pl.col("council_code").fill_null(""), evidence=_as_json("evidence"))


def _as_json(rows: str) -> pl.Expr:
    """Source rows (a list column) as JSON, dates in ISO form."""
    return pl.struct(rows=rows).struct.json_encode().str.json_path_match("$.rows")
