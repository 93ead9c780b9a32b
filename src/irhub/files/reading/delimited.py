"""Reading CSV as published: every cell as text, every row with its line in the file."""

from __future__ import annotations

import csv
import io
import re

import polars as pl

from irhub.files.reading.refused import Refused

Rows = list[list[str]]
TOP = 30
"""How many rows at the top of a table are looked at for a header."""
LONGEST_HEADER = 2**16
"""Characters of a line that are looked at for a header."""


def decode(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, with or without BOM, else cp1252. Raises Refused for what is not text at all."""
    if not data.strip():
        raise Refused(f"{name} is empty.")
    if b"\0" in data[:4096]:
        raise Refused(f"{name} is not text: a CSV file was expected.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if re.match(r"\s*<(!doctype|html|\?xml)", text[:200], re.IGNORECASE):
        raise Refused(f"{name} is a web page, not a CSV file: the download may have met an error page.")
    return text


def top_rows(text: str) -> Rows:
    """The rows at the top of the file, among which a header may be; blank lines count."""
    lines = text[: 2**18].splitlines(keepends=True)[:TOP]
    return [next(csv.reader([line[:LONGEST_HEADER]]), []) for line in lines]


def body(text: str, header_at: int, name: str) -> pl.DataFrame:
    """The rows below the header at that position: `line`, and a text column for each header cell.

    Raises Refused if the file breaks off in a row, or a row has more cells than the header.
    """
    columns = _unique([" ".join(cell.replace("\ufeff", "").split()) for cell in top_rows(text)[header_at]])
    if text.count('"') % 2:
        raise Refused(f"{name} breaks off inside a quoted cell: the download may have been cut short.")
    newline = "\r\n" if "\r\n" in text else "\n"
    start = -len(newline)
    for _ in range(header_at + 1):
        start = text.find(newline, start + len(newline))
        if start < 0:
            return pl.DataFrame(schema={"line": pl.Int64, **dict.fromkeys(columns, pl.String)})
    rest = text[start + len(newline) :].replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    _refuse_cut(rest, len(columns), name)
    frame = _fast(rest, columns, header_at + 2)
    if frame is None:
        frame = _exact(rest, columns, header_at + 2, name)
    blank = pl.all_horizontal(pl.col(columns).fill_null("").str.strip_chars() == "")
    return frame.filter(~blank)


def _unique(columns: list[str]) -> list[str]:
    """Header cells, the nameless and repeated ones numbered so that each column has a name of its own."""
    named = []
    for number, column in enumerate(columns, 1):
        name = column or f"column {number}"
        named.append(name if name not in named and name != "line" else f"{name} ({number})")
    return named


def _refuse_cut(rest: str, width: int, name: str) -> None:
    last = rest[rest.rfind("\n") + 1 :]
    cells = len(next(csv.reader([last]), []))
    if rest.strip() and last.count('"') % 2 == 0 and cells < width:
        raise Refused(f"{name} breaks off in its last row ({cells} of {width} cells): the download was cut short.")


def _fast(rest: str, columns: list[str], first_line: int) -> pl.DataFrame | None:
    """Rows by Polars, where a row is a line; None where a cell holds a line break or a row is odd."""
    try:
        frame = pl.read_csv(
            io.BytesIO(rest.encode()),
            has_header=False,
            new_columns=columns,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if frame.width != len(columns) or frame.height != rest.count("\n") + 1:
        return None
    return frame.with_row_index("line", offset=first_line).with_columns(pl.col("line").cast(pl.Int64))


def _exact(rest: str, columns: list[str], first_line: int, name: str) -> pl.DataFrame:
    """Rows by Python's reader, which tells the line at which each row ended."""
    reader = csv.reader(io.StringIO(rest, newline=""))
    lines, rows, begins = [], [], first_line
    for row in reader:
        if len(row) > len(columns):
            raise Refused(f"{name} has {len(row)} cells on line {begins}; its header has {len(columns)}.")
        lines.append(begins)
        rows.append([cell if cell else None for cell in row] + [None] * (len(columns) - len(row)))
        begins = first_line + reader.line_num
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return frame.select(pl.Series("line", lines, dtype=pl.Int64), pl.all())
