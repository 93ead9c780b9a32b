"""From a publisher's file to its rows as published, or to one sentence that says why not."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from irhub.files.reading import containers, delimited, workbook
from irhub.registers.reading import headers, json_lines
from irhub.registers.reading.dates import date_in_name, edition_date
from irhub.registers.sources.base import Reading, Refused, Source

__all__ = ["date_in_name", "edition_date", "read", "recognise"]

_PRODUCED_ON = re.compile(r"(?i)produced on (\d{1,2} \w+ \d{4})")


def recognise(path: Path, sources: Iterable[Source]) -> Source:
    """The register that a file is an edition of, by its header. Raises Refused, naming what was found."""
    known = list(sources)
    sheets = _tops(path)
    rows = [row for sheet in sheets for row in sheet]
    for source in known:
        if any(headers.find(source, sheet) is not None for sheet in sheets):
            return source
    found = ", ".join(cell.strip() for cell in headers.likeliest(rows) if cell and cell.strip())[:200]
    titles = "; ".join(source.title for source in known)
    raise Refused(
        f"{path.name} is none of the registers that are known ({titles}): its header is: {found or 'missing'}."
    )


def read(path: Path, source: Source, others: Iterable[Source] = ()) -> Reading:
    """Read an edition of a register. Raises Refused if the file is anything else; `others` may name what it is."""
    sheets = _tops(path)
    if not any(headers.find(source, sheet) is not None for sheet in sheets):
        raise Refused(_not_this(path, source, sheets, others))
    if containers.is_zip(path):
        with containers.opened(path) as archive:
            if containers.is_workbook(archive):
                named = workbook.tops(path)
                headers_at = {name: at for name, top in named.items() if (at := headers.find(source, top)) is not None}
                return Reading(workbook.sheet(path, headers_at), workbook.stated_date(named))
    data = _csv_text(path)
    top = delimited.top_rows(data)
    at = headers.find(source, top) or 0
    stated = _PRODUCED_ON.search(" ".join(cell for row in top[:at] for cell in row))
    return Reading(delimited.body(data, at, path.name), stated[1] if stated else None)


def _csv_text(path: Path) -> str:
    if not containers.is_zip(path):
        return delimited.decode(path.read_bytes(), path.name)
    with containers.opened(path) as archive, tempfile.TemporaryDirectory(prefix="irhub-") as folder:
        member = Path(folder) / "member.csv"
        containers.unpack_csv(path, archive, member)
        return delimited.decode(member.read_bytes(), path.name)


def _tops(path: Path) -> list[list[list[str | None]]]:
    """The rows at the top of each sheet of a workbook, or of the one table of a CSV."""
    if containers.is_zip(path):
        with containers.opened(path, containers.MAX_STREAMED) as archive:  # only its beginning is unpacked here
            if containers.is_workbook(archive):
                return list(workbook.tops(path).values())
            return [_rows(delimited.decode(containers.first_bytes(path, archive), path.name))]
    with path.open("rb") as file:
        return [_rows(delimited.decode(file.read(2**18), path.name))]


def _rows(data: str) -> list[list[str | None]]:
    if json_lines.looks_so(data):
        return [json_lines.header(data)]
    return [list(row) for row in delimited.top_rows(data)]


def _not_this(path: Path, source: Source, sheets: list[list[list[str | None]]], others: Iterable[Source]) -> str:
    for other in others:
        if other is not source and any(headers.find(other, sheet) is not None for sheet in sheets):
            return f"{path.name} is the {other.title}, not the {source.title}."
    widest = headers.likeliest([row for sheet in sheets for row in sheet])
    lacking = min((headers.missing(source, row) for sheet in sheets for row in sheet[:30]), key=len, default=[])
    found = ", ".join(cell.strip() for cell in widest if cell and cell.strip())[:200]
    return (
        f"{path.name} is not the {source.title}: it lacks the column{'s' if len(lacking) > 1 else ''}"
        f" {', '.join(lacking)[:200]}. Found: {found or 'no header'}."
    )
