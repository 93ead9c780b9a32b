"""The archive: each publisher's file once, by the SHA-256 of its bytes, compressed, never changed."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zstandard
from django.conf import settings

from irhub.web.whole_files import whole_file

_CHUNK = 2**20


def archive_folder() -> Path:
    """Where archived bytes lie."""
    return Path(settings.HOME) / "archive"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place(archive: Path, sha256: str) -> Path:
    return archive / sha256[:2] / f"{sha256}.zst"


def store(archive: Path, path: Path, sha256: str) -> None:
    """Keep a file's bytes. Safe at any moment: the archive holds the whole file or does not hold it."""
    place = _place(archive, sha256)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(place, mode=0o444) as file, path.open("rb") as data:
        zstandard.ZstdCompressor(level=3, threads=-1).copy_stream(data, file, size=path.stat().st_size)


@contextmanager
def unpacked(archive: Path, sha256: str, file_name: str) -> Iterator[Path]:
    """The archived bytes as a file, under its own name, for as long as the block runs.

    Raises FileNotFoundError if the archive does not hold them, and OSError if they are no longer what was archived.
    """
    with tempfile.TemporaryDirectory(prefix="irhub-") as folder:
        path = Path(folder) / Path(file_name).name
        with _place(archive, sha256).open("rb") as packed, path.open("wb") as file:
            zstandard.ZstdDecompressor().copy_stream(packed, file)
        if sha256_of(path) != sha256:
            raise OSError(f"The archived bytes of {file_name} are damaged: restore the archive from its backup.")
        yield path
