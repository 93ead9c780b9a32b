"""Opening what a publisher wraps a register in, within limits: a ZIP that unpacks to more than it should is refused."""

from __future__ import annotations

import gzip
import io
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path, PurePosixPath
from typing import IO, cast

from irhub.files.reading import kinds
from irhub.files.reading.refused import Refused

MAX_MEMBERS = 200
MAX_UNPACKED = 6 * 2**30
"""Bytes: the whole of Companies House unpacks to less than half of this."""
MAX_STREAMED = 40 * 2**30
"""Bytes that may be read from a file of lines, of which nothing is unpacked: all persons with significant control are 13."""
MAX_RATIO = 250
"""Unpacked to packed size, for files over RATIO_FROM bytes; a CQC workbook unpacks to some twenty times its size."""
RATIO_FROM = 200 * 2**20

LONGEST_LINE = 2**20
OF_LINES = (".txt", ".json", ".jsonl")
ZIP_MAGIC = b"PK\x03\x04"
_ENCRYPTED = 0x1
GZIP_MAGIC = b"\x1f\x8b"
DAMAGED = (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError, RuntimeError)
"""What zipfile and gzip raise for a member that is cut short, changed, packed in a way that it does not know, or encrypted."""

CHANGED = (ValueError, OverflowError, struct.error)
"""What else zipfile raises where the bytes that say what a ZIP holds were changed."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def usually_packed(member: zipfile.ZipInfo) -> bool:
    """Whether a member is packed as ZIP files of tables and texts are. zipfile unpacks what is packed otherwise (BZIP2, LZMA) without end
    before it gives the first byte, so that nothing can be counted: a kilobyte can fill the memory of the machine."""
    return member.compress_type in _PACKED


def is_zip(path: Path) -> bool:
    """Whether the file begins as a ZIP does (an XLSX or ODS workbook is one)."""
    with path.open("rb") as file:
        return file.read(4) == ZIP_MAGIC


def is_gzip(path: Path) -> bool:
    """Whether the file begins as one compressed with gzip does."""
    with path.open("rb") as file:
        return file.read(2) == GZIP_MAGIC


def gunzipped(path: Path, folder: Path) -> Path:
    """Unpack a file that gzip compressed (`register.csv.gz`) into a folder, under its own name without `.gz`.

    Raises Refused if it is none, is damaged, or unpacks to more than a register does; then nothing is left in the folder.
    """
    target = folder / (path.stem if path.suffix.lower() == ".gz" else path.name)
    if target.resolve() == path.resolve():
        raise ValueError(f"{path} cannot be unpacked onto itself.")
    try:
        with gzip.open(path) as packed, target.open("wb") as file:
            shutil.copyfileobj(cast("IO[bytes]", _Counted(cast("IO[bytes]", packed), path)), file, 2**20)
    except DAMAGED as damaged:
        target.unlink(missing_ok=True)
        raise Refused(f"{path.name} is damaged: it could not be unpacked whole. Download it again.") from damaged
    except Refused:
        target.unlink(missing_ok=True)
        raise
    return target


@contextmanager
def opened(path: Path, most: int = MAX_UNPACKED) -> Iterator[zipfile.ZipFile]:
    """A ZIP whose members were counted and whose declared sizes are within the limits. Raises Refused."""
    try:
        archive = zipfile.ZipFile(path)
    except (*DAMAGED, *CHANGED):
        raise Refused(f"{path.name} is not a whole ZIP file: the download may have been cut short.") from None
    with archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise Refused(f"{path.name} holds {len(members)} files; at most {MAX_MEMBERS} were expected.")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise Refused(f"{path.name} has a password: unpack it, and load what is in it.")
        if not all(map(usually_packed, members)):
            raise Refused(f"{path.name} is packed in an unusual way: unpack it, and load what is in it.")
        _within_limits(path, sum(member.file_size for member in members), most)
        yield archive


def _within_limits(path: Path, unpacked: int, most: int = MAX_UNPACKED) -> None:
    packed = path.stat().st_size
    if unpacked > most or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed):
        raise Refused(
            f"{path.name} would unpack from {packed / 2**20:.0f} MiB to {unpacked / 2**20:,.0f} MiB, far more than a"
            " register does: it was not opened."
        )


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether a ZIP is an XLSX or ODS workbook."""
    return bool({"xl/workbook.xml", "content.xml"} & set(archive.namelist()))


def csv_member(path: Path, archive: zipfile.ZipFile, endings: tuple[str, ...] = (".csv",)) -> str:
    """The one member that is a CSV file, but for what a Mac adds. Raises Refused if there is none, or several."""
    names = [name for name in archive.namelist() if name.lower().endswith(endings) and not _of_a_mac(name)]
    if not names and path.suffix.casefold() in kinds.WORKBOOKS:
        others = ", ".join(archive.namelist()[:3])[:200]
        raise Refused(
            f"{path.name} is named as a workbook, but is a ZIP of other files ({others}): nothing of it was read. Download it again."
        )
    if len(names) != 1:
        raise Refused(
            f"{path.name} holds {len(names)} CSV files; one was expected. Unpack it, and load the register's own file."
        )
    return names[0]


def _of_a_mac(name: str) -> bool:
    """Whether a member is one that macOS adds beside each file: its icon and the like, under the file's own name."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")


def first_bytes(path: Path, archive: zipfile.ZipFile, size: int = 2**18) -> bytes:
    """The beginning of the one CSV of a ZIP, or of its one file of lines."""
    try:
        with _whole(archive, archive.getinfo(csv_member(path, archive, (".csv", *OF_LINES)))) as member:
            return member.read(size)
    except DAMAGED as damaged:
        raise Refused(f"{path.name} is damaged: it could not be unpacked.") from damaged


def count(path: Path, archive: zipfile.ZipFile) -> None:
    """Unpack every member to nowhere, to learn whether what really comes out is within the limits. Raises Refused."""
    counted = 0
    for member in archive.infolist():
        try:
            with _whole(archive, member) as file:
                reading = _Counted(file, path, counted)
                while reading.read(2**20):
                    pass
                counted = reading.bytes
        except DAMAGED as damaged:
            raise Refused(f"{path.name} is damaged: {member.filename} could not be unpacked whole.") from damaged


def chunks(path: Path, archive: zipfile.ZipFile, name: str, size: int = 2**20) -> Iterator[bytes]:
    """The bytes of one member as they come out, counted. Raises Refused."""
    try:
        with _whole(archive, archive.getinfo(name)) as member:
            reading = _Counted(member, path)
            while data := reading.read(size):
                yield data
    except DAMAGED as damaged:
        raise Refused(f"{path.name} is damaged: {name} could not be unpacked whole.") from damaged


def _whole(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int = MAX_UNPACKED) -> IO[bytes]:
    """A member with all that it holds: zipfile stops at the size that the ZIP declares, other readers do not."""
    told = copy(member)
    told.file_size = most + 1
    try:
        return archive.open(told)
    except (*CHANGED, OSError) as changed:  # it leads to where the file has no bytes
        raise zipfile.BadZipFile(str(changed)) from changed


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a text file, or of the one in a ZIP, one after another: nothing is unpacked. Raises Refused."""
    if not is_zip(path):
        with path.open("rb") as file:
            yield from _lines(path, file)
        return
    with opened(path, MAX_STREAMED) as archive:
        name = csv_member(path, archive, OF_LINES)
        try:
            with _whole(archive, archive.getinfo(name), MAX_STREAMED) as member:
                yield from _lines(path, io.BufferedReader(cast("io.RawIOBase", member), 2**20))
        except DAMAGED as damaged:
            raise Refused(f"{path.name} is damaged: {name} could not be unpacked whole.") from damaged


def _lines(path: Path, file: IO[bytes] | io.BufferedReader) -> Iterator[bytes]:
    counted = 0
    while line := file.readline(LONGEST_LINE):
        counted += len(line)
        if len(line) == LONGEST_LINE or counted > MAX_STREAMED:
            raise Refused(
                f"{path.name} is not a file of lines, one record each: a line of it, or the whole, is too long."
            )
        yield line


def unpack_csv(path: Path, archive: zipfile.ZipFile, target: Path) -> None:
    """Write the one CSV of a ZIP to `target`, counting what comes out, whatever sizes the ZIP declares."""
    name = csv_member(path, archive)
    try:
        with _whole(archive, archive.getinfo(name)) as member, target.open("wb") as file:
            shutil.copyfileobj(cast("IO[bytes]", _Counted(member, path)), file, 2**20)
    except DAMAGED as damaged:
        raise Refused(f"{path.name} is damaged: {name} could not be unpacked whole.") from damaged


class _Counted:
    """Reads on from a file until the limits are passed."""

    def __init__(self, file: IO[bytes], path: Path, before: int = 0) -> None:
        self.file, self.path, self.bytes = file, path, before

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.bytes += len(chunk)
        _within_limits(self.path, self.bytes)
        return chunk
