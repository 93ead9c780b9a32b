"""What a file is by its first bytes, if it is no table."""

from __future__ import annotations

import os
from pathlib import Path

_PARQUET = b"PAR1"
WORKBOOKS = (".xlsx", ".ods")
"""How the names of workbooks end."""
_KINDS = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (XLS) or one with a password",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf\x27\x1c": "a compressed file",
    b"Rar!\x1a\x07": "a compressed file",
    b"BZh": "a compressed file",
    b"\xfd7zXZ\0": "a compressed file",
    b"\x28\xb5\x2f\xfd": "a compressed file",
    _PARQUET: "a Parquet file",
    b"SQLite format 3\0": "a database",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_ALSO_LETTERS = (b"MZ", b"BZh", b"GIF8", _PARQUET)
"""Beginnings that the words of a table can have too: what a program or picture holds soon after, text does not."""


def foreign(data: bytes) -> str | None:
    """What a file that begins so is, in words that follow "is"; None for text, and for ZIP files (workbooks among them)."""
    for magic, what in _KINDS.items():
        if data.startswith(magic) and (magic not in _ALSO_LETTERS or _binary(data[:512])):
            return what
    return None


def _binary(data: bytes) -> bool:
    return b"\0" in data or any(byte < 9 or 13 < byte < 26 for byte in data)


def whole_parquet(path: Path) -> bool:
    """Whether a Parquet file is there and ends as one does: a process that was killed, or a machine that went down, leaves one that does not."""
    try:
        with path.open("rb") as file:
            if file.read(4) != _PARQUET:
                return False
            return file.seek(-4, os.SEEK_END) >= 8 and file.read(4) == _PARQUET
    except OSError:
        return False
