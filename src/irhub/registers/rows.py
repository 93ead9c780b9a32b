"""The rows of an edition: as published, and as typed records. Derived from the archive and kept as Parquet.

Only the newest editions of a register stay unpacked; older ones are read from the archive again when asked for.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
from django.conf import settings

from irhub.files.reading.kinds import whole_parquet
from irhub.registers import archive
from irhub.registers.companies_of_interest import companies_of_interest
from irhub.registers.models import Edition
from irhub.registers.reading import dated, read
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Reading, Records, Source
from irhub.registers.sources.keys import CLEANER

UNPACKED = 4
"""How many editions of a register stay unpacked."""


@dataclass(frozen=True)
class Rows:
    """An edition read: `published` text cells by line, typed `records`, `issues`, rows in the file, the file's date."""

    published: pl.DataFrame
    records: pl.DataFrame
    issues: pl.DataFrame
    total: int
    content_date: str | None
    on: date | None  # the day of the edition, where something states it


def _folder(register: str, sha256: str, on: date | None) -> Path:
    """The same bytes may be put out again under another date, and what is too late a day depends on it."""
    return Path(settings.HOME) / "rows" / f"{register}-{sha256[:16]}-{on or 'undated'}-{CLEANER}"


def read_file(source: Source, path: Path, given: date | None = None) -> Rows:
    """Read a publisher's file; `given` is its date if neither its name nor its content states one.

    Raises Refused if it is not a whole edition of the register.
    """
    reading: Reading = (
        source.reader(path, companies_of_interest) if source.reader else read(path, source, SOURCES.values())
    )
    on = dated(path.name, reading.content_date, given)
    cleaned: Records = source.clean(reading.published, on)
    issues = cleaned.issues if reading.issues is None else pl.concat([reading.issues, cleaned.issues])
    total = reading.published.height if reading.total is None else reading.total
    return Rows(reading.published, cleaned.records, issues, total, reading.content_date, on)


def keep(register: str, sha256: str, rows: Rows) -> None:
    """Keep an edition unpacked. A folder is there whole or not at all."""
    folder = _folder(register, sha256, rows.on)
    if folder.exists():
        return
    making = folder.with_name(f"{folder.name}.{os.getpid()}")
    making.mkdir(parents=True, exist_ok=True)
    try:
        for name in ("published", "records", "issues"):
            getattr(rows, name).write_parquet(making / f"{name}.parquet", compression="zstd", compression_level=1)
    except BaseException:  # on a full disk what is half written would keep it full
        shutil.rmtree(making, ignore_errors=True)
        raise
    try:
        making.rename(folder)
    except OSError:  # another process has just kept the same edition
        shutil.rmtree(making)


def prune(register: str) -> None:
    """Drop the unpacked rows of all but the newest editions of a register."""
    newest = Edition.objects.filter(register=register).order_by("-date", "-id").values_list("sha256", "date")
    kept = {_folder(register, sha256, on).name for sha256, on in newest[:UNPACKED]}
    for folder in (Path(settings.HOME) / "rows").glob(f"{register}-*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _frame(edition: Edition, name: str) -> pl.DataFrame:
    path = _folder(edition.register, edition.sha256, edition.date) / f"{name}.parquet"
    if not whole_parquet(path):
        shutil.rmtree(
            path.parent, ignore_errors=True
        )  # one that is torn is made again of the archive, as one that is not there
        with archive.unpacked(archive.archive_folder(), edition.sha256, edition.file_name) as file:
            read = replace(read_file(SOURCES[edition.register], file, edition.date), on=edition.date)
            keep(edition.register, edition.sha256, read)
    return pl.read_parquet(path)


def records_of(edition: Edition) -> pl.DataFrame:
    """The typed records of an edition that is held."""
    return _frame(edition, "records")


def issues_of(edition: Edition) -> pl.DataFrame:
    """Each value of an edition that reading altered, doubted or dropped, with its line."""
    return _frame(edition, "issues")


def source_row(register: str, on: date, line: int, *, people: bool = False) -> dict[str, str] | None:
    """One row of an accepted edition as published, by column; None if there is no such row.

    Cells that tell of a person (Source.people, of rows but those of Source.of_nobody) are left out unless `people` asks for
    them: for the caller to check.
    """
    edition = Edition.objects.filter(register=register, date=on, state=Edition.State.ACCEPTED).first()
    if edition is None:
        return None
    published = _frame(edition, "published")
    row = published.filter(pl.col("line") == line)
    if row.is_empty():
        return None
    cells = row.to_dicts()[0]
    source = SOURCES[register]
    column, value = source.of_nobody
    open_to_all = people or (column != "" and cells.get(column) == value)
    hidden = {"line"} | (set() if open_to_all else source.people)
    return {name: cells[name] or "" for name in published.columns if name not in hidden}
