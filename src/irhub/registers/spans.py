"""Writing spans and changes: set-wise SQL inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import polars as pl
from django.db import connection, models
from psycopg import sql

from irhub.registers.frames import copy_rows
from irhub.registers.history import RemovalWork, SpanWork
from irhub.registers.models import SPAN_MODELS, Change
from irhub.registers.sources.base import CHANGE_SCHEMA, Source


def table(source: Source) -> sql.Identifier:
    """The table of a register's spans."""
    return _identifier(SPAN_MODELS[source.name])


def _identifier(model: type[models.Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _columns(names: Sequence[str], alias: str | None = None) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(*([alias] if alias else []), name) for name in names)


def _run(query: sql.Composable, values: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(), values)
        return int(cursor.rowcount)


def _storable(source: Source, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that a span has; absent text is the empty text."""
    fields = [
        field.name for field in SPAN_MODELS[source.name]._meta.fields if field.name not in ("id", "since", "until")
    ]
    return frame.select(fields).with_columns(pl.col(pl.String).fill_null(""))


@contextmanager
def _staged(like: sql.Identifier, frame: pl.DataFrame) -> Iterator[sql.Identifier]:
    """A temporary table, shaped like `like`, that holds the frame."""
    staging = sql.Identifier("staged_rows")
    _run(
        sql.SQL("CREATE TEMPORARY TABLE {} AS SELECT {} FROM {} WITH NO DATA").format(
            staging, _columns(frame.columns), like
        )
    )
    copy_rows(staging, frame)
    _run(sql.SQL("ANALYZE {}").format(staging))
    yield staging
    _run(sql.SQL("DROP TABLE {}").format(staging))


def _same(key: Sequence[str]) -> sql.Composable:
    return sql.SQL(" AND ").join(sql.SQL("s.{0} = r.{0}").format(sql.Identifier(field)) for field in key)


def write_spans(source: Source, work: SpanWork, *, on: date, before: date | None, after: date | None) -> None:
    """Carry out the work that putting the edition of `on` between those of `before` and `after` asks for."""
    spans, key = table(source), source.record_key
    reopened, extended_back, begins = (
        _storable(source, frame) for frame in (work.reopened, work.extended_back, work.begins)
    )
    fields = begins.columns
    cut = sql.Identifier("cut_spans")
    if reopened.height:  # remembered before their spans end here, begun again after
        with _staged(spans, reopened) as rows:
            _run(
                sql.SQL(
                    "CREATE TEMPORARY TABLE {cut} AS SELECT %s::date AS since, s.until, {fields} FROM {rows} r"
                    " JOIN {spans} s ON {same} WHERE s.since <= %s AND (s.until IS NULL OR s.until > %s)"
                ).format(cut=cut, fields=_columns(fields, "r"), rows=rows, spans=spans, same=_same(key)),
                [after, before, before],
            )
    if work.ends.height:
        with _staged(spans, _keys(work.ends)) as rows:
            _run(
                sql.SQL(
                    "UPDATE {spans} s SET until = %s FROM {rows} r"
                    " WHERE {same} AND s.since <= %s AND (s.until IS NULL OR s.until > %s)"
                ).format(spans=spans, rows=rows, same=_same(key)),
                [on, before, before],
            )
    if reopened.height:
        columns = _columns(["since", "until", *fields])
        _run(
            sql.SQL("INSERT INTO {spans} ({columns}) SELECT {columns} FROM {cut}").format(
                spans=spans, columns=columns, cut=cut
            )
        )
        _run(sql.SQL("DROP TABLE {}").format(cut))
    if extended_back.height and after:
        _begin_elsewhere(source, extended_back, now=after, then=on)
    if begins.height:
        copy_rows(spans, begins.with_columns(since=pl.lit(on), until=pl.lit(after, dtype=pl.Date)))
    if (
        before is None and after is None
    ):  # the first edition fills the table: what is derived next is not to take it for empty
        _run(sql.SQL("ANALYZE {}").format(spans))


def remove_spans(source: Source, work: RemovalWork, *, on: date, after: date | None) -> None:
    """Carry out the work that taking the edition of `on` out, before that of `after`, asks for."""
    spans, same = table(source), _same(source.record_key)
    if work.drops.height:
        with _staged(spans, _keys(work.drops)) as rows:
            _run(
                sql.SQL("DELETE FROM {spans} s USING {rows} r WHERE {same} AND s.since = %s").format(
                    spans=spans, rows=rows, same=same
                ),
                [on],
            )
    if work.rejoins.height:
        with _staged(spans, _keys(work.rejoins)) as rows:
            # one span for two: the later one is dropped before the earlier reaches as far, so that none stands twice
            _run(
                sql.SQL(
                    "CREATE TEMPORARY TABLE cut_spans AS SELECT {key}, s.until FROM {rows} r JOIN {spans} s ON {same}"
                    " WHERE s.since = %s"
                ).format(spans=spans, rows=rows, same=same, key=_columns(source.record_key, "s")),
                [after],
            )
            _run(
                sql.SQL("DELETE FROM {spans} s USING cut_spans r WHERE {same} AND s.since = %s").format(
                    spans=spans, same=same
                ),
                [after],
            )
            _run(
                sql.SQL("UPDATE {spans} s SET until = r.until FROM cut_spans r WHERE {same} AND s.until = %s").format(
                    spans=spans, same=same
                ),
                [on],
            )
            _run(sql.SQL("DROP TABLE cut_spans"))
    if work.reopens.height:
        with _staged(spans, _keys(work.reopens)) as rows:
            _run(
                sql.SQL("UPDATE {spans} s SET until = %s FROM {rows} r WHERE {same} AND s.until = %s").format(
                    spans=spans, rows=rows, same=same
                ),
                [after, on],
            )
    if work.later.height:
        _begin_elsewhere(source, _storable(source, work.later), now=on, then=after)


def _keys(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.String).fill_null(""))


def _begin_elsewhere(source: Source, rows: pl.DataFrame, *, now: date, then: date | None) -> None:
    """Have spans that begin on one day begin on another, as the rows of that day's edition read."""
    spans = table(source)
    with _staged(spans, rows) as staged:
        _run(
            sql.SQL("UPDATE {spans} s SET since = %s, {sets} FROM {rows} r WHERE {same} AND s.since = %s").format(
                spans=spans,
                rows=staged,
                same=_same(source.record_key),
                sets=sql.SQL(", ").join(sql.SQL("{0} = r.{0}").format(sql.Identifier(field)) for field in rows.columns),
            ),
            [then, now],
        )


def write_changes(source: Source, found: pl.DataFrame, *, after: date, by: date) -> None:
    """Put the changes of one window into the feed, in place of what the feed had for the same window."""
    frame = found.with_columns(
        pl.col(pl.String).fill_null(""), register=pl.lit(source.name), after=pl.lit(after), by=pl.lit(by)
    )
    copy_rows(_identifier(Change), frame.select("register", "after", "by", *CHANGE_SCHEMA))


def drop_changes(source: Source, *, after: date, by: date) -> None:
    """Take the changes of one window out of the feed: an edition has come between its two editions."""
    Change.objects.filter(register=source.name, after=after, by=by).delete()


def tell_returns(source: Source, since: date) -> None:
    """Where the history shows that an entity had stood before, tell its coming as a return (see Source.returns)."""
    for coming, returned in source.returns:
        _run(
            sql.SQL(
                "UPDATE {changes} c SET kind = %s WHERE c.register = %s AND c.kind = %s AND c.by >= %s"
                " AND EXISTS (SELECT FROM {spans} s WHERE s.{entity} = c.entity_key AND s.since < c.by)"
            ).format(changes=_identifier(Change), spans=table(source), entity=sql.Identifier(source.entity_key)),
            [returned, source.name, coming, since],
        )


def doubt_returns(source: Source, since: date) -> None:
    """Tell returns from an edition on as plain comings again, where the history no longer shows an earlier standing."""
    for coming, returned in source.returns:
        Change.objects.filter(register=source.name, kind=returned, by__gte=since).update(kind=coming)
    tell_returns(source, since)
