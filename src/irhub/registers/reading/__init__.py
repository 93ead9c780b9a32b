"""From a publisher's file to its rows as published, or to one sentence that says why not."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from irhub.files.reading import containers, delimited, remarks, workbook
from irhub.files.reading.issues import Issue
from irhub.files.reading.text import Text, decode
from irhub.registers.reading import headers, json_lines, wrong
from irhub.registers.reading.dates import date_in_name, dated, edition_date
from irhub.registers.reading.headers import Table
from irhub.registers.sources.base import ISSUE_SCHEMA, Reading, Refused, Source

__all__ = ["date_in_name", "dated", "edition_date", "read", "recognise"]

_PRODUCED_ON = re.compile(r"(?i)produced on (\d{1,2} \w+ \d{4})")
_BEGINNING = 2**18
"""Bytes of a file in which its header is looked for."""
MOST_BYTES = 2**29
"""Of a register that is read whole as text; the largest that is known has a hundredth of them as CSV."""


def recognise(path: Path, sources: Iterable[Source]) -> Source:
    """The register that a file is an edition of, by its header. Raises Refused, naming the nearest register and what differs."""
    known, tables = list(sources), _tables(path)
    for source in known:
        if any(headers.find(source, table.rows) is not None for table in tables):
            return source
    raise Refused(wrong.none_of(path.name, known, tables))


def read(path: Path, source: Source, others: Iterable[Source] = ()) -> Reading:
    """Read an edition of a register. Raises Refused if the file is anything else; `others` may name what it is."""
    tables = _tables(path)
    if not any(headers.find(source, table.rows) is not None for table in tables):
        raise Refused(wrong.another(path.name, source, others, tables))
    if containers.is_zip(path):
        with containers.opened(path) as archive:
            if containers.is_workbook(archive):
                return _read_workbook(path, source)
    return _read_text(path.name, _text(path), source)


def _read_workbook(path: Path, source: Source) -> Reading:
    tops = workbook.tops(path)
    headers_at = {name: at for name, top in tops.items() if (at := headers.find(source, top)) is not None}
    issues: list[Issue] = []
    for name, at in headers_at.items():
        headers.refuse_twice(path.name, source, tops[name][at])
        issues += headers.new_columns(source, tops[name][at], at + 1)
    published = workbook.sheet(path, headers_at)
    kept = remarks.without_remarks(remarks.Table(published, header=[*published.columns[1:]]))
    return Reading(kept.frame, workbook.stated_date(tops), issues=_frame([*issues, *kept.issues]))


def _read_text(name: str, text: Text, source: Source) -> Reading:
    for separator, told in delimited.SEPARATORS.items():
        top = delimited.top_rows(text, separator)
        at = headers.find(source, [row.cells for row in top])
        if at is None:
            continue
        header = top[at]
        headers.refuse_twice(name, source, header.cells)
        body = delimited.body(text, header, separator, name)
        other = [Issue(header.line, "row", "other_separator", told)] if separator != "," else []
        new = headers.new_columns(source, body.frame.columns[1:], header.line)
        stated = _PRODUCED_ON.search(" ".join(cell for row in top[:at] for cell in row.cells))
        issues = _frame([*text.issues, *other, *new, *body.issues])
        return Reading(body.frame, stated[1] if stated else None, issues=issues)
    raise Refused(f"{name} is not the {source.title}: its header was not found again.")  # it changed while it was read


def _frame(issues: Sequence[Issue]) -> pl.DataFrame:
    return pl.DataFrame(issues, schema=ISSUE_SCHEMA, orient="row")


def _text(path: Path) -> Text:
    if not containers.is_zip(path):
        return decode(_bytes(path, path.name), path.name)
    with containers.opened(path) as archive, tempfile.TemporaryDirectory(prefix="irhub-") as folder:
        member = Path(folder) / "member.csv"
        containers.unpack_csv(path, archive, member)
        return decode(_bytes(member, path.name), path.name)


def _bytes(path: Path, name: str) -> bytes:
    if (size := path.stat().st_size) > MOST_BYTES:
        raise Refused(
            f"{name} holds {size / 2**20:,.0f} MiB of text, far more than such a register has: it was not read. Download it again."
        )
    return path.read_bytes()


def _tables(path: Path) -> list[Table]:
    """What may be a table at the top of a file: each sheet of a workbook, or its text by each separator."""
    if containers.is_zip(path):
        with containers.opened(path, containers.MAX_STREAMED) as archive:  # only its beginning is unpacked here
            if containers.is_workbook(archive):
                return [Table(rows) for rows in workbook.tops(path).values()]
            return _of_text(containers.first_bytes(path, archive, _BEGINNING), path)
    with path.open("rb") as file:
        return _of_text(file.read(_BEGINNING), path)


def _of_text(data: bytes, path: Path) -> list[Table]:
    text = decode(data, path.name, whole=len(data) < _BEGINNING)
    if json_lines.looks_so(text.data):
        return [Table([json_lines.header(text.data.decode())])]
    return [
        Table([row.cells for row in delimited.top_rows(text, separator)], separator)
        for separator in delimited.SEPARATORS
    ]
