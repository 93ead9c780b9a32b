"""Cleaning that every register shares. Each value that is altered, doubted or dropped leaves an issue with its line."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import date
from html.entities import html5

import polars as pl

from irhub.registers.sources import cqc_numbers, dates
from irhub.registers.sources.base import DTYPES, ISSUE_SCHEMA, Column, Kind, Records

RULES: Mapping[str, str] = {
    "repeated_header": "The header, or a title above it, stands again among the rows: dropped",
    "totals_line": "The row gives a total, not a record: dropped",
    "footer": "The row is a remark below the table, not a record: dropped",
    "wrong_cell_count": "The row has more or fewer cells than the header: set aside",
    "broken_quotes": "A quote on the line does not close where a cell ends: the line was set aside, those below it read",
    "decoded_as_cp1252": "The line is not UTF-8: read as Windows text (cp1252)",
    "other_separator": "The cells are separated by something else than commas: read",
    "new_column": "The column is new in the publisher's file: not read",
    "blanks": "Blanks around or inside the value were put right",
    "spreadsheet_error": "The cell holds a spreadsheet error, not a value: dropped",
    "too_long": "The value is longer than any of its column can be: dropped",
    "html_entity": "Characters that were written for a web page, as &amp; for an ampersand, were put right",
    "capitals": "The value was put in the capitals that the publisher uses",
    "cqc_number": "The CQC's number was put right: capitals, no blanks, a plain dash",
    "not_a_date": "The value is not a date: dropped",
    "two_digit_year": "The year has two digits, and which century or part of the date it is cannot be known: dropped",
    "unclear_order": "The column has days before months and months before days, and this value may be either: dropped",
    "month_first": "The column writes the month before the day: read so",
    "serial_number": "The cell holds a spreadsheet's number for a day, not a date: read as the day it stands for",
    "date_out_of_range": "The date lies before such records were kept, or too long after the edition: dropped",
    "not_a_number": "The value is not a number: dropped",
    "not_yes_or_no": "The value is neither yes nor no: dropped",
    "unknown_value": "The value is not one that the publisher's register is known to use: kept, doubted",
    "unknown_place": "The local authority is not a council with adult social care responsibility: kept, doubted",
    "unlikely_date": "The date lies before such records were kept, or an end before its beginning: kept, doubted",
    "not_a_birth": "The month or year of birth cannot be one: dropped",
    "padded_number": "The company number was put into its eight characters: leading zeros, capitals, no blanks",
    "says_no_number": "The cell says that there is no company number (N/A, unknown, 0 and the like): blank",
    "says_no_value": "The cell says that there is no value (N/A, unknown, TBC and the like): blank",
    "not_a_company_number": "The value is no number that Companies House gives: dropped",
    "former_name": "The route stands under a name that it has borne: told under its name of today",
    "no_key": "The row has no name or number to know it by: dropped",
    "duplicate_record": "The row repeats a record of the same edition: counted once",
    "contradicts": "The row contradicts another of the same record: one is told, by the register's rule, whatever their order",
    "dual_registration": "The location stands twice because two bodies are registered for it: counted once, as its primary",
}

_BLANKS = r"[\s\u00a0\u200b\ufeff]+"
_ODD_BLANKS = [
    "  ",
    *"\t\n\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b",
    *"\u2028\u2029\u202f\u205f\u3000\ufeff\x1c\x1d\x1e\x1f\x85",
]
_SPREADSHEET_ERROR = r"^(?:#(?:NAME\?|REF!|VALUE!|N/A|DIV/0!|NULL!|NUM!|SPILL!|CALC!)|Err:[0-9]{3})$"
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SHOWN = 200
"""Characters of a value that is too long, in its issue."""
_FLAGS = {"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False}
_PROBLEM = {
    Kind.INTEGER: "not_a_number",
    Kind.DECIMAL: "not_a_number",
    Kind.FLAG: "not_yes_or_no",
}


def issues_of(frame: pl.DataFrame, field: str, rule: str, before: pl.Expr, after: pl.Expr) -> pl.DataFrame:
    """Issues (ISSUE_SCHEMA) for the rows of a frame that has a column `line`."""
    return frame.select(
        "line",
        field=pl.lit(field),
        rule=pl.lit(rule),
        before=before.cast(pl.String),
        after=after.cast(pl.String),
    ).cast(ISSUE_SCHEMA)  # type: ignore[arg-type]


def no_issues() -> pl.DataFrame:
    """An empty frame of issues."""
    return pl.DataFrame(schema=ISSUE_SCHEMA)


def tidy(raw: pl.Series) -> pl.Series:
    """Text without needless blanks, null where nothing is left. Only cells that a quick look doubts are worked on."""
    doubtful = raw.str.contains_any(_ODD_BLANKS) | raw.str.starts_with(" ") | raw.str.ends_with(" ") | (raw == "")
    at = doubtful.fill_null(False).arg_true()
    if at.is_empty():
        return raw
    text = raw.gather(at).str.replace_all(_BLANKS, " ").str.strip_chars()
    return raw.clone().scatter(at, text.to_frame("text").select(pl.when(pl.col("text") != "").then("text")).to_series())


def _unescaped(raw: pl.Series) -> pl.Series:
    """Text in which the entities of a web page (&amp; &#39;) are the characters they stand for; AT&T stays as it is."""
    at = raw.str.contains(_ENTITY.pattern).fill_null(False).arg_true()
    if at.is_empty():
        return raw
    return raw.clone().scatter(at, pl.Series([_characters(text) for text in raw.gather(at)], dtype=pl.String))


def _characters(text: str) -> str:
    """A text with its entities replaced, those within others too (&amp;amp; has gone through two pages)."""
    while (plain := _ENTITY.sub(_character, text)) != text:  # each turn shortens it
        text = plain
    return text


def _character(found: re.Match[str]) -> str:
    entity = found[0]
    if entity[1] != "#" and entity[1:] not in html5:
        return entity
    return "".join(one for one in html.unescape(entity) if one.isprintable() or one.isspace())  # no control characters


def _parsed(text: pl.Expr, kind: Kind) -> pl.Expr:
    if kind is Kind.INTEGER:
        return text.str.replace(r"\.0+$", "").cast(pl.Int32, strict=False)
    if kind is Kind.DECIMAL:
        number = text.cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number)
    if kind is Kind.FLAG:
        return text.str.to_lowercase().replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)
    return text


def named(published: pl.DataFrame, *spellings: str) -> str | None:
    """The column of a reading that bears one of these headers, whatever its blanks and capitals."""
    by_plain = {" ".join(name.split()).casefold(): name for name in published.columns}
    return next((by_plain[known.casefold()] for known in spellings if known.casefold() in by_plain), None)


def joined(published: pl.DataFrame, headers: Sequence[str]) -> pl.Series:
    """The cells of several columns as one list, joined by " | "; blank cells leave no trace."""
    names = [name for name in (named(published, header) for header in headers) if name]
    if not names:
        return pl.Series([""] * published.height, dtype=pl.String)
    cells = pl.DataFrame([tidy(_unescaped(published[name])) for name in names])
    return cells.select(pl.concat_str(pl.all(), separator=" | ", ignore_nulls=True)).to_series().fill_null("")


def typed(published: pl.DataFrame, columns: Sequence[Column], on: date | None = None) -> Records:
    """The columns of a reading under our field names, tidied and typed; `line` first. A value that cannot be is null.

    `on`: the day of the edition, after which no date may lie by more than its column allows.
    """
    out: list[pl.Series] = [published["line"]]
    issues = [no_issues()]
    for column in columns:
        name = named(published, column.published, *column.aliases)
        if name is None:
            out.append(pl.Series(column.field, [None] * published.height, dtype=DTYPES[column.kind]))
            continue
        values, found = _typed_column(published["line"], published[name], column, on)
        out.append(values.rename(column.field))
        issues += found
    return Records(pl.DataFrame(out), pl.concat(issues))


def _typed_column(
    line: pl.Series, raw: pl.Series, column: Column, on: date | None
) -> tuple[pl.Series, list[pl.DataFrame]]:
    plain = _unescaped(raw)
    cells = pl.DataFrame({"line": line, "raw": raw, "plain": plain, "tidy": tidy(plain)})
    before, after = pl.col("raw"), pl.col("tidy")
    escaped = cells.filter(before != pl.col("plain"))
    blanks = cells.filter((pl.col("plain") != after) & after.is_not_null())
    wrong = after.str.contains(_SPREADSHEET_ERROR).fill_null(False)
    long = (after.str.len_chars() > column.longest).fill_null(False)
    issues = [
        issues_of(escaped, column.field, "html_entity", before, after),
        issues_of(blanks, column.field, "blanks", before, after),
        issues_of(cells.filter(wrong), column.field, "spreadsheet_error", before, pl.lit(None)),
        issues_of(cells.filter(long), column.field, "too_long", before.str.head(_SHOWN), pl.lit(None)),
    ]
    cells = cells.with_columns(tidy=pl.when(~wrong & ~long).then(after))
    if column.kind is Kind.DATE:
        period = dates.Period(column.earliest, dates.latest(on, column.days_ahead))
        read = dates.read_dates(cells["tidy"], period, month_first=column.month_first)
        told = cells.select("line", "raw").hstack(read).filter(pl.col("rule").is_not_null())
        issues += [
            issues_of(some, column.field, str(rule), before, pl.col("value"))
            for (rule,), some in told.partition_by("rule", as_dict=True, maintain_order=True).items()
        ]
        return read["value"], issues
    if column.kind is Kind.CQC_NUMBER:
        return _cqc_numbers(cells, column, issues)
    if column.values:
        cells, found = _known_values(cells, column)
        issues += found
    cells = cells.with_columns(value=_parsed(pl.col("tidy"), column.kind))
    if column.kind in _PROBLEM:
        lost = cells.filter(pl.col("value").is_null() & pl.col("tidy").is_not_null())
        issues.append(issues_of(lost, column.field, _PROBLEM[column.kind], before, pl.lit(None)))
    return cells["value"], issues


def _cqc_numbers(
    cells: pl.DataFrame, column: Column, issues: list[pl.DataFrame]
) -> tuple[pl.Series, list[pl.DataFrame]]:
    cells = cells.with_columns(value=cqc_numbers.cqc_number(pl.col("tidy")))
    value, text = pl.col("value"), pl.col("tidy")
    issues += [
        issues_of(cells.filter(value != text), column.field, "cqc_number", text, value),
        issues_of(cells.filter(~cqc_numbers.fits(value)), column.field, "unknown_value", text, value),
    ]
    return cells["value"], issues


def _known_values(cells: pl.DataFrame, column: Column) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Cells whose `tidy` is spelled as the publisher spells the values it is known to use; others are doubted."""
    spelled = {value.casefold(): value for value in column.values}
    text = pl.col("tidy")
    cells = cells.with_columns(
        known=text.str.to_lowercase().replace_strict(spelled, default=None, return_dtype=pl.String)
    )
    doubt = cells.filter(text.is_not_null() & pl.col("known").is_null())
    respelled = cells.filter(text != pl.col("known"))
    return cells.with_columns(tidy=pl.coalesce("known", "tidy")), [
        issues_of(doubt, column.field, "unknown_value", pl.col("raw"), text),
        issues_of(respelled, column.field, "capitals", pl.col("raw"), pl.col("known")),
    ]


def drop_without_key(records: pl.DataFrame, keys: Sequence[str]) -> Records:
    """Leave out rows that have nothing to be known by."""
    keyless = pl.any_horizontal(pl.col(key).fill_null("") == "" for key in keys)
    dropped = records.filter(keyless)
    return Records(records.filter(~keyless), issues_of(dropped, keys[0], "no_key", pl.lit(None), pl.lit(None)))
