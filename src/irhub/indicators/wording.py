"""Expressions that indicators share: dates in words, source rows, and the intervals of rates."""

from __future__ import annotations

import polars as pl

from irhub.registers.phrases import phrase

_Z = 1.959963984540054  # of a 95% interval
ABSENCE = (
    "Absence from the register is not proof that a licence was revoked: it may have been surrendered or suspended, have"
    " ended, be registered under another name, or be left out in error."
)


def day(date: pl.Expr | str) -> pl.Expr:
    """A date as people write it: 3 March 2026."""
    return (pl.col(date) if isinstance(date, str) else date).dt.strftime("%-d %B %Y")


def source(register: str, date: pl.Expr | str, line: pl.Expr | str | None, says: pl.Expr | str) -> pl.Expr:
    """One source row (see indicator.EVIDENCE); a string is a column's name, but for `says` a text. No line: absent."""
    return pl.struct(
        register=pl.lit(register),
        date=pl.col(date) if isinstance(date, str) else date,
        line=pl.lit(None, pl.Int64) if line is None else (pl.col(line) if isinstance(line, str) else line),
        says=pl.lit(says) if isinstance(says, str) else says,
        newest=pl.lit(None, pl.Date),  # the engine fills it in
    )


def agreeing(count: pl.Expr | str, one: str, many: str) -> pl.Expr:
    """What is said of a count: of 1, and of any other."""
    count = pl.col(count) if isinstance(count, str) else count
    return pl.when(count == 1).then(pl.lit(one)).otherwise(pl.lit(many))


def number(count: pl.Expr | str, one: str, many: str) -> pl.Expr:
    """A count with its noun: 1 location, 3 locations."""
    count = pl.col(count) if isinstance(count, str) else count
    return phrase("{} {}", count.cast(pl.Int64), agreeing(count, one, many))


def listed(names: pl.Expr, most: int = 3) -> pl.Expr:
    """The names of a list in words, the first few and how many more: "A, B, C and 4 more"."""
    names = names.list.unique().list.sort()
    more = names.list.len().cast(pl.Int64) - most
    head = names.list.head(most).list.join(", ")
    return pl.when(more > 0).then(phrase("{} and {} more", head, more)).otherwise(head)


def wilson(part: pl.Expr, whole: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The 95% interval of a share after Wilson (1927), lower and upper end, each from 0 to 1.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212.
    """
    share = part / whole
    square = _Z * _Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = (share * (1 - share) / whole + square / (4 * whole * whole)).sqrt() * _Z / (1 + square / whole)
    return (middle - half).clip(0, 1), (middle + half).clip(0, 1)
