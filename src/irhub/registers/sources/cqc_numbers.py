"""The CQC's numbers of locations and providers: one rule, so that two sides of a join mean the same.

A number is a digit, a dash and digits (1-123456789), or the code of an NHS body in capitals and digits (RX1AA). Cells of others bear
blanks, small letters, or another dash.
"""

from __future__ import annotations

import re
import unicodedata

import polars as pl

_PATTERN = r"^(?:[0-9]-[0-9]+|[A-Z0-9]{2,10})$"
_DASHES = "[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
_BLANKS = r"[\s\u200b\ufeff]"


def cqc_number(number: pl.Expr) -> pl.Expr:
    """The number that a cell means: without blanks, in capitals, with a plain dash; null where nothing is left."""
    text = number.str.normalize("NFKC").str.replace_all(_DASHES, "-").str.replace_all(_BLANKS, "")
    return pl.when(text != "").then(text.str.to_uppercase())


def fits(number: pl.Expr) -> pl.Expr:
    """Whether a number, as `cqc_number` gives it, has the form of one."""
    return number.str.contains(_PATTERN)


def one_number(number: str) -> str:
    """The same of one text, as a person types it; "" where nothing is left."""
    return re.sub(_BLANKS, "", re.sub(_DASHES, "-", unicodedata.normalize("NFKC", number))).upper()
