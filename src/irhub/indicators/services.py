"""Working out what deserves attention, and keeping that of the newest editions in the database. Past days: past.py."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
from django.db import connection, transaction
from psycopg import sql

from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.engine import run
from irhub.indicators.models import Signal
from irhub.indicators.reading import snapshot_as_at
from irhub.registers import holdings
from irhub.registers.spans import copy_rows

_COLUMNS = (
    "code", "version", "organisation_id", "council_code", "councils", "name", "locations", "beds", "severity", "since",
    "value", "denominator", "low", "high", "says", "next_step", "evidence", "link_score", "link_decided", "audience",
)  # fmt: skip


def recompute() -> int:
    """Work out every indicator for England as at the newest edition, in one transaction. Returns how many signals.

    A reader sees the old signals or the new. Two recomputations wait for each other.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('irhub signals'))")
        newest = holdings.newest_date()
        cursor.execute("DELETE FROM indicators_signal")
        if newest is None:
            return 0
        found = worked_out(newest)
        rows = stored(found).with_row_index("number").with_columns(as_at=pl.lit(newest))
        copy_rows(sql.Identifier(Signal._meta.db_table), rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE indicators_signal")
    return found.height


def worked_out(day: date) -> pl.DataFrame:
    """Every signal of England as the editions up to `day` say, in the order of engine.in_order."""
    return run(CATALOGUE.values(), snapshot_as_at(day)).select(_COLUMNS)


def stored(signals: pl.DataFrame) -> pl.DataFrame:
    """Signals as they are kept: source rows as JSON, no council as the empty text."""
    rows = pl.Series(map(evidence_json, signals["evidence"].to_list()), dtype=pl.String)
    return signals.with_columns(pl.col("council_code").fill_null(""), evidence=rows)


def evidence_json(rows: list[dict[str, object]]) -> str:
    """Source rows as they are stored: dates in ISO form."""
    return json.dumps(rows, default=str)
