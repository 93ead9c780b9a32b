"""Reading OpenDocument sheets as a stream: content.xml of a gigabyte is read in the memory of its rows.

Expat reads the document. Most rows of a register are alike, though, and a call into Python for each element of nine million
cells takes longer than a person waits: a row that stands directly behind another and is nothing but cells is told by its
bytes instead, each cell looked up among those already read (docs/adr/0017). What is in any way unlike that goes to Expat.
"""

from __future__ import annotations

import queue
import threading
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from irhub.files.reading import containers
from irhub.files.reading.grid import Table, TooLarge
from irhub.files.reading.ods_rows import ROW_END, NotSimple, SimpleRows
from irhub.files.reading.ods_sheets import Sheets
from irhub.files.reading.refused import Refused

CHUNK = 2**20
LONGEST_ROW = 2**22
"""Bytes of a row that are gathered before it is looked at as a whole."""
LONGEST_TAG = 2**23
"""Bytes of one tag or comment, which Expat gathers before it says anything."""


def tables(path: Path, archive: zipfile.ZipFile) -> dict[str, Table]:
    """The visible sheets of a workbook, by name. Raises Refused for what is damaged, claims too much or is no workbook."""
    try:
        return _read(path, archive)
    except TooLarge:
        raise Refused(f"{path.name} claims far more rows or columns than a register has: it was not read.") from None
    except expat.ExpatError as problem:
        if _has_password(archive):
            raise Refused(f"{path.name} has a password: save it without one and try again.") from None
        what = expat.ErrorString(problem.code)
        raise Refused(f"{path.name} cannot be read as a workbook: its content.xml is damaged ({what}).") from None


def _read(path: Path, archive: zipfile.ZipFile) -> dict[str, Table]:
    document = _Document(path.name)
    for data in _read_ahead(path, archive):
        document.feed(data)
    return document.close()


def _has_password(archive: zipfile.ZipFile) -> bool:
    try:
        return b"encryption-data" in archive.read("META-INF/manifest.xml")
    except (KeyError, *containers.DAMAGED):
        return False


class _Document:
    """content.xml as it comes in: simple rows by their bytes, all else through Expat."""

    def __init__(self, name: str) -> None:
        self._sheets = Sheets(name)
        self._rest = b""
        self._fed = 0
        self._rows: SimpleRows | None = None

    def feed(self, data: bytes) -> None:
        """Read on, as far as whole rows go."""
        data = self._rest + data
        at = 0
        while True:
            if self._behind_row():
                at = self._simple_rows(data, at)
            end = data.find(ROW_END, at)
            if end < 0:
                break
            self._parse(data[at : end + len(ROW_END)])
            at = end + len(ROW_END)
        if len(data) - at > LONGEST_ROW:
            self._parse(data[at:])
            at = len(data)
        self._rest = data[at:]
        self._sheets.check()

    def close(self) -> dict[str, Table]:
        """The visible sheets, once the document is whole."""
        self._sheets.parser.Parse(self._rest, True)
        self._sheets.check()
        return {name: grid.table() for name, grid in self._sheets.visible.items()}

    def _parse(self, data: bytes) -> None:
        self._fed += len(data)
        self._sheets.parser.Parse(data, False)
        if self._fed - self._sheets.parser.CurrentByteIndex > LONGEST_TAG:
            raise TooLarge

    def _behind_row(self) -> bool:
        """Whether Expat stands right behind the end of a row, in no comment or the like, and prefixes mean what they usually do."""
        return self._sheets.row_ended_at == self._fed - len(ROW_END) and self._sheets.usual_prefixes

    def _simple_rows(self, data: bytes, at: int) -> int:
        """Take the rows from a position on that are simple; the position behind them."""
        if self._rows is None:
            self._rows = SimpleRows(self._sheets.namespaces)
        add, values = self._sheets.grid.add, self._rows.values
        with suppress(NotSimple):
            while (end := data.find(ROW_END, at)) >= 0:
                add(*values(data[at:end]))
                at = end + len(ROW_END)
        return at


def _read_ahead(path: Path, archive: zipfile.ZipFile) -> Iterator[bytes]:
    """The bytes of content.xml, unpacked by another thread while those before are read."""
    ahead: queue.Queue[bytes | BaseException] = queue.Queue(8)
    stopped = threading.Event()

    def put(item: bytes | BaseException) -> None:
        while not stopped.is_set():
            try:
                return ahead.put(item, timeout=0.2)
            except queue.Full:
                continue

    def unpack() -> None:
        try:
            for data in containers.chunks(path, archive, "content.xml", CHUNK):
                put(data)
                if stopped.is_set():
                    return
            put(b"")
        except BaseException as problem:  # told to the reader, whose business it is
            put(problem)

    thread = threading.Thread(target=unpack, daemon=True)
    thread.start()
    try:
        while data := ahead.get():
            if isinstance(data, BaseException):
                raise data
            yield data
    finally:
        stopped.set()
        thread.join()
