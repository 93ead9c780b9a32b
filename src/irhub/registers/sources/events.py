"""Shaping what was found between two editions into typed changes."""

from __future__ import annotations

import polars as pl

from irhub.registers.sources.base import CHANGE_SCHEMA


def events(
    frame: pl.DataFrame,
    kind: str,
    name: str,
    place: str,
    *,
    old: pl.Expr | None = None,
    new: pl.Expr | None = None,
) -> pl.DataFrame:
    """Rows as changes of one kind (CHANGE_SCHEMA).

    The frame has `entity_key` and the columns named; `entity_key_before`, `line_before`, `line_after` and `confidence`
    where the kind has them.
    """
    given = set(frame.columns)

    def optional(column: str, otherwise: pl.Expr) -> pl.Expr:
        return pl.col(column) if column in given else otherwise

    return frame.select(
        kind=pl.lit(kind),
        entity_key="entity_key",
        entity_key_before=optional("entity_key_before", pl.col("entity_key")),
        name=name,
        place=place,
        old_value=pl.lit("") if old is None else old.cast(pl.String).fill_null(""),
        new_value=pl.lit("") if new is None else new.cast(pl.String).fill_null(""),
        line_before=optional("line_before", pl.lit(None)),
        line_after=optional("line_after", pl.lit(None)),
        confidence=optional("confidence", pl.lit(None)),
    ).cast(CHANGE_SCHEMA)  # type: ignore[arg-type]


def no_changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """For a register whose events another register tells: one change is never told twice."""
    return pl.DataFrame(schema=CHANGE_SCHEMA)


def differing(
    before: pl.DataFrame,
    after: pl.DataFrame,
    key: str,
    kind: str,
    field: str,
    name: str,
    place: str,
    *,
    shown: str = "",
) -> pl.DataFrame:
    """Changes of one kind: records on both editions whose `field` differs. `shown`: the field to show, if another."""
    both = (
        before.join(after, on=key, suffix="_new")
        .filter(pl.col(field).ne_missing(pl.col(f"{field}_new")))
        .rename({key: "entity_key", "line": "line_before", "line_new": "line_after"})
    )
    shown = shown or field
    return events(both, kind, f"{name}_new", f"{place}_new", old=pl.col(shown), new=pl.col(f"{shown}_new"))
