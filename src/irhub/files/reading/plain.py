"""Rows by Polars, for text of which a scan of its bytes shows that every line is a row of the header's width."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from irhub.files.reading.exact import BLANK

LONGEST_LINE = 2**16
"""Bytes: a table with a longer line is read the exact way, which has a limit for a cell."""
_LF, _QUOTE = 10, 34

Lines = npt.NDArray[np.int64]
"""Positions of lines, or of bytes."""


def read(rest: bytes, columns: list[str], separator: str, first_line: int) -> pl.DataFrame | None:
    """`line` and text columns, null where a cell is empty; None unless each line is blank or a row that no reader can misread.

    Such a line has as many cells as there are columns, and each cell is either without a quote, or within quotes in which
    quotes are doubled.
    """
    data = rest.rstrip(b"\n")
    if not data:
        return _lined(pl.DataFrame(schema=dict.fromkeys(columns, pl.String)), np.zeros(0, np.int64))
    letters = np.frombuffer(data, dtype=np.uint8)
    ends = np.append(np.flatnonzero(letters == _LF), letters.size)
    starts = np.append(0, ends[:-1] + 1)
    if len(columns) < 2 or int((ends - starts).max()) > LONGEST_LINE:
        return None
    separators = np.searchsorted(np.flatnonzero(letters == ord(separator)), ends)
    fits = np.diff(separators, prepend=0) == len(columns) - 1
    quoted = _lines_of(np.flatnonzero(letters == _QUOTE), ends)
    fits[quoted] = True

    def lines(at: Lines) -> list[bytes]:
        return [data[start:end] for start, end in zip(starts[at].tolist(), ends[at].tolist(), strict=True)]

    if any(line.decode().strip(BLANK) for line in lines(np.flatnonzero(~fits))):
        return None
    if not _well_quoted(lines(quoted), len(columns), separator):
        return None
    rows = np.flatnonzero(fits)
    text = data if fits.all() else b"\n".join(lines(rows))
    try:
        frame = pl.read_csv(text, has_header=False, new_columns=columns, infer_schema=False, separator=separator)
    except pl.exceptions.PolarsError:
        return None
    if frame.shape != (rows.size, len(columns)):
        return None
    return _told(_lined(frame.with_columns(pl.when(pl.all() != "").then(pl.all())), rows + first_line), columns)


def _told(frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The rows of which at least a cell is not blank; a quick look at the first column leaves few to be looked at whole."""
    doubtful = frame.filter((pl.col(columns[0]).str.strip_chars(BLANK) != "").fill_null(False).not_())
    blank = doubtful.filter(~pl.any_horizontal(pl.col(columns).str.strip_chars(BLANK) != "").fill_null(False))
    return frame.filter(~pl.col("line").is_in(blank["line"].to_list())) if blank.height else frame


def _lines_of(positions: Lines, ends: Lines) -> Lines:
    """The lines in which these bytes stand, each once."""
    lines = np.searchsorted(ends, positions)
    return lines[np.append(True, lines[1:] != lines[:-1])] if lines.size else lines


def _well_quoted(lines: list[bytes], width: int, separator: str) -> bool:
    if not lines:
        return True
    cell = f'(?:[^"{separator}]*|"(?:[^"]|"")*")'
    whole = f"^{cell}(?:[{separator}]{cell}){{{width - 1}}}$"
    try:
        return bool(pl.Series(lines, dtype=pl.Binary).cast(pl.String).str.contains(whole).all())
    except pl.exceptions.PolarsError:  # too many columns for a pattern
        return False


def _lined(frame: pl.DataFrame, lines: Lines) -> pl.DataFrame:
    return frame.select(pl.Series("line", lines, dtype=pl.Int64), pl.all())
