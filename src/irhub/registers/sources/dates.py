"""Dates as publishers and spreadsheets write them, read column by column.

What one value cannot tell, its column does: whether 03/04/2026 is a day in April or in March, and from which day a
spreadsheet counts. A day is the one that is written: a time or zone behind it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

_TIME = r"(?:(?:[T\s]|\s*-\s*)\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?i:[AP]M)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = rf"^(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}$"
_MONTH_NAMED = (
    rf"^(?P<d>\d{{1,2}})(?i:st|nd|rd|th)?[-\s/.]+(?P<m>\p{{L}}{{3,9}})\.?,?[-\s/.]+(?P<y>\d{{4}}|\d{{2}}){_TIME}$"
)
_NUMBERS = rf"^(?P<a>\d{{1,2}})\s*[-/.]\s*(?P<b>\d{{1,2}})\s*[-/.]\s*(?P<y>\d{{4}}|\d{{2}}){_TIME}$"
_BARE_NUMBER = r"^\d{1,7}(?:\.\d+)?$"
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_BY_NAME = {
    name[:length]: number
    for number, name in enumerate(_MONTHS, 1)
    for length in {3, 4, len(name)}
    if length in (3, len(name)) or number == 9
}
_COUNTED_FROM = (date(1899, 12, 30), date(1904, 1, 1))
"""The day before a spreadsheet's first day, as Windows and as older Macs count: the first allows for a 29 February 1900 that
never was."""
_MOSTLY = 0.9
_FIRST_SAFE_SERIAL = 61
_LATEST_SERIAL = 2_958_465  # 31 December 9999


@dataclass(frozen=True)
class Period:
    """Within which a column's dates make sense; either end may be open."""

    earliest: date | None = None
    latest: date | None = None

    def holds(self, day: pl.Expr) -> pl.Expr:
        """Whether a day lies within: an expression of true or false."""
        within = pl.lit(True)
        if self.earliest:
            within &= day >= self.earliest
        if self.latest:
            within &= day <= self.latest
        return within


def read_dates(text: pl.Series, period: Period = Period(), *, month_first: bool = False) -> pl.DataFrame:
    """The days that a column of tidy text means: a frame of `value` (Date) and `rule` (text), one row a cell.

    `rule` is null where a day is read as it stands (or the cell is blank); else the name of a rule of cleaning that says
    why none was read, or what was made of it. `month_first` is how a column is read that does not show which comes first.
    """
    cells = text.rename("text").to_frame()
    forms = cells.unique().drop_nulls()
    bare = bool(forms.height) and bool(forms["text"].str.contains(_BARE_NUMBER).all())
    known = _counted(forms, period) if bare else _written(forms, month_first=month_first)
    wild = pl.col("value").is_not_null() & ~period.holds(pl.col("value"))
    known = known.select(
        "text",
        value=pl.when(~wild).then("value"),
        rule=pl.when(wild).then(pl.lit("date_out_of_range")).otherwise("rule"),
    )
    return cells.join(known, on="text", how="left", maintain_order="left").select("value", "rule")


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The date of three numbers as text, null if there is no such day."""
    padded = (year.str.zfill(4), month.str.zfill(2), day.str.zfill(2))
    return pl.concat_str(padded, separator="-").str.to_date("%Y-%m-%d", strict=False)


def _written(forms: pl.DataFrame, *, month_first: bool) -> pl.DataFrame:
    """Text forms (unique) with the day each means and the rule that it leaves."""
    word = pl.col("text")
    parts = forms.with_columns(
        iso=word.str.extract_groups(_YEAR_FIRST),
        named=word.str.extract_groups(_MONTH_NAMED),
        plain=word.str.extract_groups(_NUMBERS),
    )

    def part(form: str, name: str) -> pl.Expr:
        return pl.col(form).struct.field(name)

    month = part("named", "m").str.to_lowercase().replace_strict(_BY_NAME, default=None, return_dtype=pl.Int32)
    short = (part("named", "y").str.len_chars() == 2) & month.is_not_null()
    short |= part("plain", "y").str.len_chars() == 2
    a, b, year = part("plain", "a"), part("plain", "b"), part("plain", "y")
    whole = year.str.len_chars() == 4
    parts = parts.with_columns(
        sure=pl.coalesce(
            _day(part("iso", "y"), part("iso", "m"), part("iso", "d")),
            pl.when(part("named", "y").str.len_chars() == 4).then(
                _day(part("named", "y"), month.cast(pl.String), part("named", "d"))
            ),
        ),
        day_first=pl.when(whole).then(_day(year, b, a)),
        month_first=pl.when(whole).then(_day(year, a, b)),
        short=short.fill_null(False),
    )
    order = _order(parts, month_first=month_first)
    either = pl.col("day_first").is_not_null() & pl.col("month_first").is_not_null()
    same = pl.col("day_first") == pl.col("month_first")
    only = pl.coalesce("day_first", "month_first")
    open_one = either & ~same & pl.lit(order is None)
    ambiguous = pl.lit(None, dtype=pl.Date) if order is None else pl.col(order)
    numbers = pl.when(either & ~same).then(ambiguous).otherwise(only)
    value = pl.coalesce("sure", numbers)
    told_month_first = pl.col("month_first").is_not_null() & ~same.fill_null(False) & (value == pl.col("month_first"))
    return parts.select(
        "text",
        value=value,
        rule=pl.when(open_one)
        .then(pl.lit("unclear_order"))
        .when(pl.col("short"))
        .then(pl.lit("two_digit_year"))
        .when(value.is_null())
        .then(pl.lit("not_a_date"))
        .when(told_month_first)
        .then(pl.lit("month_first")),
    )


def _order(parts: pl.DataFrame, *, month_first: bool) -> str | None:
    """Which reading the column's own values settle on: "day_first" or "month_first"; None if they contradict."""
    shown = {
        one
        for one, other in (("day_first", "month_first"), ("month_first", "day_first"))
        if parts.select((pl.col(one).is_not_null() & pl.col(other).is_null()).any()).item()
    }
    if len(shown) == 2:
        return None
    return shown.pop() if shown else "month_first" if month_first else "day_first"


def _counted(forms: pl.DataFrame, period: Period) -> pl.DataFrame:
    """A column of bare numbers: days that a spreadsheet counted, from the usual first day unless that makes no sense."""
    number = pl.col("text").cast(pl.Float64).floor().cast(pl.Int64)
    usable = number.is_between(_FIRST_SAFE_SERIAL, _LATEST_SERIAL - (_COUNTED_FROM[1] - _COUNTED_FROM[0]).days)
    read = [
        forms.with_columns(value=pl.when(usable).then(pl.lit(start) + pl.duration(days=number)).cast(pl.Date))
        for start in _COUNTED_FROM
    ]
    sensible = [days.filter(period.holds(pl.col("value"))).height for days in read]
    best = read[1] if sensible[0] < sensible[1] and sensible[0] < _MOSTLY * forms.height else read[0]
    rule = pl.when(pl.col("value").is_null()).then(pl.lit("not_a_date")).otherwise(pl.lit("serial_number"))
    return best.with_columns(rule=rule)


def latest(on: date | None, days_ahead: int | None) -> date | None:
    """The last day that makes sense in an edition of a day; None where the edition's date, or any limit, is not known."""
    return on + timedelta(days=days_ahead) if on and days_ahead is not None else None
