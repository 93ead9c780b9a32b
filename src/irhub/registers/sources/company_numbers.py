"""Company numbers: one rule for every register that gives them, so that two sides of a join mean the same company.

A number of Companies House has eight characters: eight digits, or the letters of a register and digits. Cells of others
lose leading zeros, bear blanks, or say in words that there is no number.
"""

from __future__ import annotations

import polars as pl

from irhub.registers.sources.base import ISSUE_SCHEMA

PREFIXES = (
    "AC", "CE", "CS", "FC", "FE", "GE", "GN", "GS", "IC", "IP", "LP", "NA", "NC", "NF", "NI", "NL", "NO", "NP", "NR", "NV",
    "NZ", "OC", "OE", "PC", "RC", "RS", "SA", "SC", "SE", "SF", "SG", "SI", "SL", "SO", "SP", "SR", "SZ", "ZC",
)  # fmt: skip
"""The registers whose numbers Companies House gives letters: Scotland, Northern Ireland, partnerships, societies, charities."""
SOCIETIES = ("IP", "NP", "SP")
"""Of these, registers of societies whose numbers may end in R or RS."""
NO_NUMBER = (
    "NA", "NONE", "NIL", "NULL", "NAN", "UNKNOWN", "NOTKNOWN", "UNK", "TBC", "TBA", "TBD", "TOBECONFIRMED", "NOTAPPLICABLE",
    "NOTAVAILABLE", "NOTREGISTERED", "NOTPROVIDED", "NONUMBER", "NO", "PENDING", "EXEMPT", "X", "XX", "XXX", "XXXX", "XXXXXXXX",
)  # fmt: skip
"""What a cell holds, without blanks and punctuation, that says there is no number."""

_LETTERS = "|".join(PREFIXES)
PATTERN = (
    rf"^(?:[0-9]{{8}}|(?:{_LETTERS})[0-9]{{6}}|R[0-9]{{7}}|(?:{'|'.join(SOCIETIES)})(?:[0-9]{{5}}R|[0-9]{{4}}RS))$"
)
"""The whole number of a company, as Companies House writes it."""
_SHORT = rf"^({_LETTERS}|R|)([0-9]+)$"


def _plain(number: pl.Expr) -> pl.Expr:
    """The letters and digits of a cell; a spreadsheet's .0 is no part of a number."""
    text = number.str.normalize("NFKC").str.strip_chars().str.to_uppercase()
    return text.str.replace(r"^([0-9]+)\.0+$", "$1").str.replace_all(r"[^0-9A-Z]", "")


def says_none(number: pl.Expr) -> pl.Expr:
    """Whether a cell that is not blank says that there is no number: N/A, unknown, TBC, 0, a dash."""
    text = _plain(number)
    nothing = (text == "") & ~number.str.contains(r"[\p{L}\p{N}]")
    return number.is_not_null() & (nothing | text.is_in(NO_NUMBER) | text.str.contains("^0+$"))


def company_number(number: pl.Expr) -> pl.Expr:
    """The number of eight characters that a cell means; null where it means none, or is no company number."""
    return number.map_batches(_numbers, return_dtype=pl.String, is_elementwise=True)


def _numbers(cells: pl.Series) -> pl.Series:
    """The same of a column: only cells that a quick look doubts are worked on, since a register has millions that are right."""
    doubtful = ~cells.str.contains(PATTERN) | cells.str.ends_with("00000")
    at = doubtful.fill_null(False).arg_true()
    if at.is_empty():
        return cells
    return cells.clone().scatter(at, cells.gather(at).to_frame("number").select(_whole(pl.col("number"))).to_series())


def _whole(number: pl.Expr) -> pl.Expr:
    text = _plain(number)
    letters, digits = text.str.extract(_SHORT, 1), text.str.extract(_SHORT, 2)
    whole = (
        pl.when(letters == "")
        .then(digits.str.zfill(8))
        .when(letters == "R")
        .then(pl.concat_str(letters, digits.str.zfill(7)))
        .when(letters.is_not_null())
        .then(pl.concat_str(letters, digits.str.zfill(6)))
        .otherwise(text)
    )
    return pl.when(whole.str.contains(PATTERN) & ~whole.str.contains("^[A-Z]*0+$")).then(whole)


def one_number(number: str | None) -> str | None:
    """The same of one text."""
    found = pl.Series([number], dtype=pl.String).to_frame("number").select(company_number(pl.col("number"))).to_series()
    return next((str(whole) for whole in found.drop_nulls()), None)


def numbered(rows: pl.DataFrame, field: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows (with `line`) whose `field` holds company numbers of eight characters or null, and the issues of it."""
    cells = rows.select("line", before=field)
    known = cells.select("before").unique().drop_nulls()
    known = known.with_columns(after=company_number(pl.col("before")), none=says_none(pl.col("before")))
    cells = cells.join(known, on="before", how="left", maintain_order="left")
    rule = (
        pl.when(pl.col("none"))
        .then(pl.lit("says_no_number"))
        .when(pl.col("after").is_null())
        .then(pl.lit("not_a_company_number"))
        .otherwise(pl.lit("padded_number"))
    )
    altered = cells.filter(pl.col("before").is_not_null() & pl.col("before").ne_missing(pl.col("after")))
    issues = altered.select("line", field=pl.lit(field), rule=rule, before="before", after="after")
    return rows.with_columns(cells["after"].alias(field)), issues.cast(ISSUE_SCHEMA)  # type: ignore[arg-type]
