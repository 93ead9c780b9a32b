"""Drawn tables and how a file of them is written and read."""

from __future__ import annotations

import csv
import io

from hypothesis import strategies as st

from irhub.files.reading import delimited
from irhub.files.reading.delimited import Body
from irhub.files.reading.text import decode

HEADER = ["Organisation Name", "Town/City", "County", "Type & Rating", "Route"]
LINE_ENDS = ("\n", "\r\n", "\r")

letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
words = st.text(letters, max_size=12).map(lambda text: text.replace("\r", "\n"))


def _no_row_within(cell: str) -> str:
    return cell.replace(",", ";") if "\n" in cell else cell


cells = st.one_of(words, st.text(st.sampled_from('a",;\n \v\f\x85\u2028'), max_size=8)).map(_no_row_within)
names = st.text(st.characters(categories=["L"], exclude_characters="\0"), min_size=1, max_size=8).map(
    lambda name: f"{name} Care"
)
rows = st.tuples(names, cells, cells, names, names).map(list)
tables = st.lists(rows, min_size=1, max_size=12)


def line(row: list[str], *, quote_all: bool, separator: str = ",", end: str = "\n") -> str:
    """A row as CSV."""
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(out, quoting=quoting, delimiter=separator, lineterminator=end).writerow(row)
    return out.getvalue()


def read(data: bytes, separator: str = ",", name: str = "worker.csv") -> Body:
    """The rows below a file's header, which is its first row with the titles of HEADER."""
    text = decode(data, name)
    top = next(row for row in delimited.top_rows(text, separator) if row.cells[:1] == HEADER[:1])
    return delimited.body(text, top, separator, name)


def told(body: Body) -> list[tuple[str | None, ...]]:
    """The cells of a body, without lines."""
    return body.frame.drop("line").rows()


def as_read(table: list[list[str]]) -> list[tuple[str | None, ...]]:
    """What reading makes of drawn cells: nothing but null for an empty one."""
    return [tuple(cell or None for cell in row) for row in table]
