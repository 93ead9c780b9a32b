"""Working out what deserves attention: now, kept in the database; as at a past day, on demand and kept as a file."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.engine import run
from irhub.indicators.models import Owned, Signal
from irhub.indicators.ownership import groups
from irhub.indicators.reading import snapshot_as_at
from irhub.indicators.snapshot import Snapshot
from irhub.registers import holdings
from irhub.registers.models import Edition
from irhub.registers.spans import copy_rows

KEPT_DAYS = 12
"""How many past days stay worked out."""
MONTHS_AHEAD = 3
"""Of how many past months the last day is worked out before anybody asks: board papers are mostly about these."""
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
        rows = found.with_row_index("number").with_columns(
            pl.col("council_code").fill_null(""),
            evidence=pl.Series(map(evidence_json, found["evidence"].to_list()), dtype=pl.String),
            as_at=pl.lit(newest),
        )
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


def signals_as_at(day: date) -> pl.DataFrame:
    """The same, kept as a file from the first time that it is asked for until the registers or definitions change.

    Records are joined into organisations as they are joined today: a link is knowledge of now about then.
    """
    kept = _folder() / f"{day:%Y-%m-%d}-{_state()}.parquet"
    if kept.exists():
        return pl.read_parquet(kept)
    found = worked_out(day)
    _folder().mkdir(parents=True, exist_ok=True)
    making = kept.with_suffix(f".{os.getpid()}")
    found.write_parquet(making)
    making.replace(kept)
    for old in sorted(_folder().glob("*.parquet"), key=lambda file: file.stat().st_mtime)[:-KEPT_DAYS]:
        old.unlink(missing_ok=True)
    return found


def work_out_past_days() -> int:
    """Work out the days that people asked for, and the last days of the months before, where newer editions or links left
    their files behind. So a link in a paper opens at once. Returns how many days that were held are ready.
    """
    newest, (first, _) = holdings.newest_date(), holdings.span_of("home_office_sponsors")
    if newest is None or first is None:
        return 0
    asked_for = sorted(_folder().glob("*.parquet"), key=lambda file: file.stat().st_mtime)
    days = [date.fromisoformat(file.name[:10]) for file in asked_for]
    month_end = newest
    for _ in range(MONTHS_AHEAD):
        month_end = month_end.replace(day=1) - timedelta(days=1)
        days.append(month_end)
    ready = [day for day in dict.fromkeys(days[-KEPT_DAYS:]) if first <= day < newest]
    for day in ready:
        signals_as_at(day)
    return len(ready)


def _folder() -> Path:
    return Path(settings.HOME) / "signals"


def evidence_json(rows: list[dict[str, object]]) -> str:
    """Source rows as they are stored: dates in ISO form."""
    return json.dumps(rows, default=str)


def _state() -> str:
    """A mark of everything that the signals of a day hang on: editions held, links, and the definitions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(max(id), 0), (SELECT coalesce(sum(hashtext(sponsor_key || provider_id || band)), 0)"
            " FROM organisations_link) FROM registers_edition WHERE state = %s",
            [Edition.State.ACCEPTED],
        )
        held = cursor.fetchone()
    versions = sorted((code, indicator.version) for code, indicator in CATALOGUE.items())
    return hashlib.sha256(repr((held, versions)).encode()).hexdigest()[:16]
