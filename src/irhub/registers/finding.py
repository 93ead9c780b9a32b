"""Which files a person named, and which register each is: folders are opened at any depth.

A file whose header is a register's is that register, whatever it is called. One that is none is refused if a person named it or
if it could be a damaged register: a table, a workbook, a ZIP, or text with an edition's date in its name. The rest of a folder,
pictures, pages and documents, is passed over and told of.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from irhub.files.reading import containers
from irhub.registers.reading import date_in_name, recognise
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused, Source
from irhub.registers.sources.companies_house_psc import is_later_part

FICTIONAL_NOTICE = "FICTIONAL.txt"
"""A file of this name beside a register says that every name in the folder is invented."""
TABLES = frozenset({".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".ods", ".zip"})
"""Endings of files in which registers are published, or which hold them once saved again."""
TEXTS = frozenset({"", ".txt", ".json", ".jsonl"})
"""Endings of files that may be a register of lines, and mostly are something else."""
UNFINISHED = frozenset({".part", ".crdownload", ".download", ".tmp"})
_NOT_TOLD = frozenset({FICTIONAL_NOTICE, "__MACOSX"})


@dataclass(frozen=True)
class Found:
    """A file: where it is, how it is called to people, and its register, or else why it is none (`problem`).

    `refused`: it has to be told as refused, not passed over. `on`: the date in its name.
    """

    path: Path
    label: str
    source: Source | None = None
    problem: str = ""
    refused: bool = False
    on: date | None = None


def find(
    paths: Iterable[Path], register: str | None = None, report: Callable[[str, int, int], None] = lambda *_: None
) -> list[Found]:
    """Every file that was named or lies in a folder that was, in the order in which they have to be loaded, oldest first.

    Companies come after what names them: of their registers only those companies are kept that the others name. Files that
    are no register come last. `register`: what every file is, if headers are not to be trusted.
    """
    inside = list(_files(paths))
    found = []
    for done, (path, label, named) in enumerate(inside, 1):
        found.append(_looked_at(path, label, named, register))
        report("Looking at files", done, len(inside))
    return sorted(found, key=_in_order)


def _in_order(file: Found) -> tuple[int, date, str]:
    rank = 3 if file.source is None else 0 if not file.source.partly_kept else 1 if file.source.extract else 2
    return rank, file.on or date.max, file.label


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, str, bool]]:
    """Each file once, with its name for people and whether a person named it. A folder that links lead back to is opened once."""
    folders, files = set[str](), set[str]()
    for path in paths:
        if not path.is_dir():
            yield path, _readable(path.name), True
            continue
        unopened: list[OSError] = []
        for at, inner, names in os.walk(path, followlinks=True, onerror=unopened.append):
            folders.add(os.path.realpath(at))
            inner[:] = sorted(
                name
                for name in inner
                if _is_told(name) and os.path.realpath(os.path.join(at, name)) not in folders
            )  # fmt: skip
            for name in sorted(filter(_is_told, names)):
                file = Path(at, name)
                if (real := os.path.realpath(file)) not in files:
                    files.add(real)
                    yield file, _readable(os.path.relpath(file, path)), False
        for fault in unopened:
            yield Path(fault.filename), _readable(os.path.relpath(fault.filename, path)), True


def _is_told(name: str) -> bool:
    return not name.startswith(".") and name not in _NOT_TOLD


def _readable(name: str) -> str:
    """A file's name as it can be printed, also where its bytes are no UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def _looked_at(path: Path, label: str, named: bool, register: str | None) -> Found:
    kinds = {suffix.lower() for suffix in path.suffixes} or {""}
    if label.endswith(_readable(path.name)) and not _is_utf8(path.name):
        return Found(path, label, problem="Its name is not UTF-8: give it another.", refused=True)
    if UNFINISHED & kinds:
        problem = f"{path.name} is a download that has not ended: fetch it again."
        return Found(path, label, problem=problem, refused=True)
    if is_later_part(path):
        return Found(path, label, problem="It is read together with the first part of its snapshot.")
    could_be = named or bool(TABLES & kinds) or kinds == {".gz"} or bool(date_in_name(path.name) and TEXTS & kinds)
    if not could_be and not TEXTS & kinds:
        return Found(path, label, problem=f"No register: none is published as {_kind(path)}.")
    try:
        source = SOURCES[register] if register else _recognised(path)
    except Refused as refused:
        told = str(refused) if could_be else "No register: it is text of another kind."
        return Found(path, label, problem=told + _way_out(named) if could_be else told, refused=could_be)
    except OSError as fault:
        return Found(path, label, problem=f"{label} cannot be read: {fault.strerror}.", refused=True)
    return Found(path, label, source, on=date_in_name(path.name))


def _kind(path: Path) -> str:
    """The ending that says what a file is, below that of gzip."""
    return Path(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def _way_out(named: bool) -> str:
    return "" if named else " If it is not meant to be one, take it out of the folder or name the files to load."


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _recognised(path: Path) -> Source:
    if not path.is_file():
        raise Refused(
            f"{path.name} is a link that leads nowhere."
            if path.is_symlink() and not path.exists()
            else f"{path.name} is no file that could be read."
        )
    with plain(path) as unpacked:
        return recognise(unpacked, SOURCES.values())


@contextmanager
def plain(path: Path) -> Iterator[Path]:
    """A file as its publisher put it out: unpacked for as long as the block runs, if gzip compressed it. Raises Refused."""
    if not containers.is_gzip(path):
        yield path
        return
    with TemporaryDirectory(prefix="irhub-") as folder:
        yield containers.gunzipped(path, Path(folder))
