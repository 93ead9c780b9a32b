"""Sentences made of columns. No Django."""

from __future__ import annotations

from functools import reduce
from operator import add

import polars as pl


def phrase(template: str, *parts: pl.Expr | str) -> pl.Expr:
    """The template with each `{}` filled by a part; a string is a column's name. Null where a part is null.

    What pl.format does, by adding texts: pl.format of Polars 2.1 stops with "assertion failed: i < self.len()" where the first
    chunk of a column is empty, as a filter leaves it now and then of what was grouped in parallel.

    Raises ValueError if the template has not as many gaps as there are parts.
    """
    said = template.split("{}")
    filled = [pl.lit(said[0])]
    for part, after in zip(parts, said[1:], strict=True):
        filled += [(pl.col(part) if isinstance(part, str) else part).cast(pl.String), pl.lit(after)]
    return reduce(add, filled)
