"""Working out what deserves attention, and keeping that of the newest editions in the database. Past days: past.py."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
from django.db import connection, transaction
from psycopg import sql

from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.engine import run
from irhub.indicators.models import Owned, Signal
from irhub.indicators.ownership import groups
from irhub.indicators.reading import snapshot_as_at
from irhub.indicators.snapshot import Snapshot
from irhub.registers import holdings
from irhub.registers.frames import copy_rows

_COLUMNS = (
    "code", "version", "organisation_id", "council_code", "councils", "name", "locations", "beds", "severity", "since",
    "value", "denominator", "low", "high", "says", "next_step", "evidence", "link_score", "link_decided", "audience",
)  # fmt: skip


def recompute() -> int:
    """Work out every indicator for England as at the newest edition, and who has one owner, in one transaction. Returns how
    many signals.

    A reader sees the old signals or the new. Two recomputations wait for each other.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('irhub signals'))")
        newest = holdings.newest_date()
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


def _owned(at: Snapshot) -> pl.DataFrame:
    """The rows of Owned."""
    licensed = at.licensed.select("organisation_id", licensed=pl.lit(True))
    found = (
        groups(at)
        .join(at.exposure, on="organisation_id")
        .join(licensed, on="organisation_id", how="left")
        .with_columns(pl.col("licensed").fill_null(False))
    )
    evidence = pl.Series(map(evidence_json, found["rows"].to_list()), dtype=pl.String)
    return found.with_columns(evidence=evidence).select(
        "organisation_id", "owner_key", "owner_name", "name", "locations", "beds", "licensed", "evidence"
    )


def worked_out(day: date) -> pl.DataFrame:
    """Every signal of England as the editions up to `day` say, in the order of engine.in_order."""
    return _signals(snapshot_as_at(day))


def _signals(at: Snapshot) -> pl.DataFrame:
    return run(CATALOGUE.values(), at).select(_COLUMNS)


def stored(signals: pl.DataFrame) -> pl.DataFrame:
    """Signals as they are kept: source rows as JSON, no council as the empty text."""
    rows = pl.Series(map(evidence_json, signals["evidence"].to_list()), dtype=pl.String)
    return signals.with_columns(pl.col("council_code").fill_null(""), evidence=rows)


def evidence_json(rows: list[dict[str, object]]) -> str:
    """Source rows as they are stored: dates in ISO form."""
    return json.dumps(rows, default=str)
