"""Cleaning that every register shares. Each value that is altered, doubted or dropped leaves an issue with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

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
    "not_a_date": "The value is not a date: dropped",
    "not_a_number": "The value is not a number: dropped",
    "not_yes_or_no": "The value is neither yes nor no: dropped",
    "unknown_value": "The value is not one that the publisher's register is known to use: kept, doubted",
    "unknown_place": "The local authority is not a council with adult social care responsibility: kept, doubted",
    "unlikely_date": "The date lies before such records were kept, or an end before its beginning: kept, doubted",
    "not_a_birth": "The month or year of birth cannot be one: dropped",
    "padded_number": "Leading zeros of the company number were put back",
    "no_key": "The row has no name or number to know it by: dropped",
    "duplicate_record": "The row repeats a record of the same edition: counted once",
    "dual_registration": "The location stands twice because two bodies are registered for it: counted once",
}

_BLANKS = r"[\s\u00a0\u200b\ufeff]+"
_ODD_BLANKS = [
    "  ",
    *"\t\n\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b",
    *"\u2028\u2029\u202f\u205f\u3000\ufeff\x1c\x1d\x1e\x1f\x85",
]
_SPREADSHEET_ERRORS = ("#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NULL!", "#NUM!")
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%Y-%m-%d %H:%M:%S")
_FLAGS = {"y": True, "yes": True, "n": False, "no": False}
_PROBLEM = {
    Kind.DATE: "not_a_date",
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


def _tidy(raw: pl.Series) -> pl.Series:
    """Text without needless blanks, null where nothing is left. Only cells that a quick look doubts are worked on."""
    doubtful = raw.str.contains_any(_ODD_BLANKS) | raw.str.starts_with(" ") | raw.str.ends_with(" ") | (raw == "")
    at = doubtful.fill_null(False).arg_true()
    if at.is_empty():
        return raw
    text = raw.gather(at).str.replace_all(_BLANKS, " ").str.strip_chars()
    return raw.clone().scatter(at, text.to_frame("text").select(pl.when(pl.col("text") != "").then("text")).to_series())


def _parsed(text: pl.Expr, kind: Kind) -> pl.Expr:
    if kind is Kind.DATE:
        return pl.coalesce(text.str.to_date(form, strict=False) for form in _DATES)
    if kind is Kind.INTEGER:
        return text.str.replace(r"\.0+$", "").cast(pl.Int32, strict=False)
    if kind is Kind.DECIMAL:
        return text.cast(pl.Float64, strict=False)
    if kind is Kind.FLAG:
        return text.str.to_lowercase().replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)
    return text


def typed(published: pl.DataFrame, columns: Sequence[Column]) -> Records:
    """The columns of a reading under our field names, tidied and typed; `line` first. A value that cannot be is null."""
    by_plain = {" ".join(name.split()).casefold(): name for name in published.columns}
    out: list[pl.Series] = [published["line"]]
    issues = [no_issues()]
    for column in columns:
        name = next(
            (
                by_plain[known.casefold()]
                for known in (column.published, *column.aliases)
                if known.casefold() in by_plain
            ),
            None,
        )
        if name is None:
            out.append(pl.Series(column.field, [None] * published.height, dtype=DTYPES[column.kind]))
            continue
        raw = published[name]
        cells = pl.DataFrame({"line": published["line"], "raw": raw, "tidy": _tidy(raw)})
        error = pl.col("tidy").is_in(_SPREADSHEET_ERRORS)
        blanks = cells.filter((pl.col("raw") != pl.col("tidy")) & pl.col("tidy").is_not_null())
        issues.append(issues_of(blanks, column.field, "blanks", pl.col("raw"), pl.col("tidy")))
        wrong = cells.filter(error.fill_null(False))
        if wrong.height:
            issues.append(issues_of(wrong, column.field, "spreadsheet_error", pl.col("raw"), pl.lit(None)))
            cells = cells.with_columns(tidy=pl.when(~error).then("tidy"))
        cells = cells.with_columns(value=_parsed(pl.col("tidy"), column.kind))
        if column.kind in _PROBLEM:
            lost = cells.filter(pl.col("value").is_null() & pl.col("tidy").is_not_null())
            issues.append(issues_of(lost, column.field, _PROBLEM[column.kind], pl.col("raw"), pl.lit(None)))
        out.append(cells["value"].rename(column.field))
    return Records(pl.DataFrame(out), pl.concat(issues))


def company_number(number: pl.Expr) -> pl.Expr:
    """Companies House numbers have 8 characters; cells of others drop leading zeros."""
    text = number.str.to_uppercase().str.replace(r"\.0$", "").str.replace_all(r"[^0-9A-Z]", "")
    return pl.when(text.str.contains(r"^\d{1,7}$")).then(text.str.zfill(8)).otherwise(text)


def drop_without_key(records: pl.DataFrame, keys: Sequence[str]) -> Records:
    """Leave out rows that have nothing to be known by."""
    keyless = pl.any_horizontal(pl.col(key).fill_null("") == "" for key in keys)
    dropped = records.filter(keyless)
    return Records(records.filter(~keyless), issues_of(dropped, keys[0], "no_key", pl.lit(None), pl.lit(None)))


def drop_duplicates(records: pl.DataFrame, key: Sequence[str], rule: str = "duplicate_record") -> Records:
    """Keep the first row of each record; the rest are counted once with it."""
    first = pl.struct(key).is_first_distinct()
    repeated = records.filter(~first)
    told = pl.concat_str(pl.col(key).cast(pl.String).fill_null(""), separator=" / ")
    return Records(records.filter(first), issues_of(repeated, key[0], rule, told, told))
