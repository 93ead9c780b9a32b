"""How statements tell of a day: of the newest lists, or of a past day that is kept (indicators/past.py)."""

from __future__ import annotations

from datetime import date

from psycopg import sql

NOW = "infinity"
"""The `day` of the newest lists: what stands now stands after every day."""


def stood_on(day: sql.Composable, span: sql.Composable) -> sql.Composed:
    """Of the spans called so: that it stood on a day."""
    return sql.SQL("{span}.since <= {day} AND ({span}.until IS NULL OR {span}.until > {day})").format(
        day=day, span=span
    )


STOOD = sql.SQL("since <= %(day)s AND (until IS NULL OR until > %(day)s)")
"""Of spans: that it stood on `day`."""


def kept_of(as_at: date | None) -> sql.SQL:
    """Of summaries: that a row is of the newest lists (None), or of the past day `as_at`."""
    return sql.SQL("as_at IS NULL" if as_at is None else "as_at = %(as_at)s")
