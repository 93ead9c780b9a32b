"""Delimited text too large for memory: block by block of whole lines, where a row is a line."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from irhub.files.reading import containers
from irhub.files.reading.issues import WHOLE_ROW, Issue
from irhub.files.reading.refused import Refused
from irhub.files.reading.text import Text, decode

BLOCK = 2**25
"""Bytes of a block."""
_AT_ONCE = 2
_WAITING = 3
MOST_ASIDE = 50
MOST_ASIDE_SHARE = 0.001

Chosen = Callable[[pl.DataFrame], pl.Series]
"""Given the rows of a block, the positions of those that are kept."""


@dataclass(frozen=True)
class Layout:
    """A table in a file: the line of its header, its columns, what separates cells, and the columns by which rows are chosen."""

    header_line: int
    columns: Sequence[str]
    separator: str
    looked_at: Sequence[str]


@dataclass(frozen=True)
class Found:
    """The rows that were chosen (`line` and text columns, null where a cell is empty), how many there are in all, and issues."""

    frame: pl.DataFrame
    total: int
    issues: list[Issue]


@dataclass(frozen=True)
class _Block:
    first_line: int
    data: bytes


@dataclass(frozen=True)
class _Part:
    rows: int
    lines: list[int]
    cells: list[list[str | None]]
    issues: list[Issue]


@contextmanager
def opened(path: Path) -> Iterator[Iterator[bytes]]:
    """The bytes of a text file, or of the one CSV in a ZIP, chunk by chunk: nothing is unpacked to the disk. Raises Refused."""
    if containers.is_zip(path):
        with containers.opened(path) as archive:
            yield containers.chunks(path, archive, containers.csv_member(path, archive), 2**22)
        return
    with path.open("rb") as file:
        yield iter(lambda: file.read(2**22), b"")


def beginning(path: Path, size: int = 2**18) -> Text:
    """The text at the top of the file, among which its header is. Raises Refused for what is not text."""
    with opened(path) as chunks:
        data = next(chunks, b"")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(
            f"{path.name} is UTF-16, in which its publisher never wrote it: save it as UTF-8, or download it again."
        )
    return decode(data[:size], path.name, whole=len(data) <= size)


def rows_where(path: Path, layout: Layout, chosen: Chosen) -> Found:
    """Read the file once and keep the rows that `chosen` picks; a row that does not fit the header is set aside with an issue.

    Raises Refused if the file breaks off, or many rows do not fit.
    """
    total, lines, cells, issues = 0, [], [], []
    with opened(path) as chunks:
        for part in _in_order(_blocks(chunks, path.name, layout), lambda block: _read(block, layout, chosen)):
            total += part.rows
            lines += part.lines
            cells += part.cells
            issues += part.issues
            aside = sum(issue.field == WHOLE_ROW and issue.rule != "decoded_as_cp1252" for issue in issues)
            if aside > MOST_ASIDE and aside > MOST_ASIDE_SHARE * total:
                raise Refused(
                    f"{path.name} has {aside} rows that do not fit its header of {len(layout.columns)} columns, the first on line"
                    f" {issues[0].line}: the file is damaged. Download it again."
                )
    texts = zip(*cells, strict=True) if cells else ([] for _ in layout.columns)
    made = [pl.Series(name, column, dtype=pl.String) for name, column in zip(layout.columns, texts, strict=True)]
    return Found(pl.DataFrame([pl.Series("line", lines, dtype=pl.Int64), *made]), total, issues)


def _blocks(chunks: Iterable[bytes], name: str, layout: Layout) -> Iterator[_Block]:
    """Blocks of whole lines that end with LF, below the header."""
    line, gathered, size = 1, [], 0
    for chunk in chunks:
        gathered.append(chunk)
        size += len(chunk)
        if size >= BLOCK:
            whole, rest = _cut(b"".join(gathered))
            if len(rest) >= BLOCK:
                raise Refused(f"{name} is not a file of lines, one company each: a line of it is too long.")
            if whole:
                yield (block := _below_header(_Block(line, whole), layout))
                line = block.first_line + block.data.count(b"\n")
            gathered, size = [rest], len(rest)
    last = _lf(b"".join(gathered)).rstrip(b"\n\x1a")
    if last:
        _refuse_cut(last, name, layout)
        yield _below_header(_Block(line, last + b"\n"), layout)


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Whole lines, and the beginning of one."""
    end = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
    return _lf(data[:end]), data[end:]


def _lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _below_header(block: _Block, layout: Layout) -> _Block:
    if block.first_line > layout.header_line:
        return block
    at = 0
    for _ in range(layout.header_line):
        at = block.data.find(b"\n", at) + 1 or len(block.data)
    return _Block(layout.header_line + 1, block.data[at:])


def _refuse_cut(last: bytes, name: str, layout: Layout) -> None:
    cells = _cells(last[last.rfind(b"\n") + 1 :].decode(errors="replace"), layout.separator)
    if cells is None or len(cells) < len(layout.columns):
        raise Refused(f"{name} breaks off in its last row: the download was cut short. Download it again.")


def _in_order(blocks: Iterator[_Block], read: Callable[[_Block], _Part]) -> Iterator[_Part]:
    """Read blocks beside one another, a few at a time, and give what they hold in their order."""
    waiting: deque[Future[_Part]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as beside:
        for block in blocks:
            waiting.append(beside.submit(read, block))
            if len(waiting) >= _WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _read(block: _Block, layout: Layout, chosen: Chosen) -> _Part:
    """The chosen rows of a block. Polars looks at the columns by which they are chosen; each chosen one is read exactly.

    It pads a row that lacks cells: a block in which a last cell is not even a quoted blank is read line by line.
    """
    count = block.data.count(b"\n")
    looked_at = _looked_at(block.data, layout)
    if looked_at is None or looked_at.height != count or looked_at[layout.columns[-1]].has_nulls():
        return _read_exactly(block, layout, chosen)
    positions = chosen(looked_at.select(layout.looked_at)).to_list()
    if not positions:
        return _Part(count, [], [], [])
    lines = block.data.split(b"\n")
    return _exact(((at, lines[at]) for at in positions), block, layout, count)


def _looked_at(data: bytes, layout: Layout) -> pl.DataFrame | None:
    places = {layout.columns.index(name) for name in layout.looked_at} | {len(layout.columns) - 1}
    try:
        frame = pl.read_csv(
            io.BytesIO(data),
            has_header=False,
            columns=sorted(places),
            separator=layout.separator,
            infer_schema=False,
            encoding="utf8-lossy",
        )
    except pl.exceptions.PolarsError:
        return None
    return frame.rename(dict(zip(frame.columns, (layout.columns[at] for at in sorted(places)), strict=True)))


def _read_exactly(block: _Block, layout: Layout, chosen: Chosen) -> _Part:
    """The same for a block in which a line is odd: every line is read by itself."""
    every = _exact(enumerate(block.data.split(b"\n")[:-1]), block, layout, 0)
    if not every.lines:
        return every
    columns = zip(*every.cells, strict=True)
    looked_at = pl.DataFrame(
        [pl.Series(name, column, dtype=pl.String) for name, column in zip(layout.columns, columns, strict=True)]
    ).select(layout.looked_at)
    positions = chosen(looked_at).to_list()
    return _Part(
        len(every.lines), [every.lines[at] for at in positions], [every.cells[at] for at in positions], every.issues
    )


def _exact(rows: Iterable[tuple[int, bytes]], block: _Block, layout: Layout, count: int) -> _Part:
    lines, found, issues = [], [], []
    for at, data in rows:
        line = block.first_line + at
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
            issues.append(Issue(line, WHOLE_ROW, "decoded_as_cp1252", data.decode(errors="replace")[:500], text[:500]))
        cells = _cells(text, layout.separator)
        if cells is not None and len(cells) == len(layout.columns):
            lines.append(line)
            found.append([cell or None for cell in cells])
        elif text.strip():
            issues.append(Issue(line, WHOLE_ROW, "broken_quotes" if cells is None else "wrong_cell_count", text[:500]))
    return _Part(count, lines, found, issues)


def _cells(line: str, separator: str) -> list[str] | None:
    """The cells of a line; None if a quote in it does not close where a cell ends."""
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return None
