"""Files that are found whole or not at all, whatever happens to a disk, a process or a machine while they are written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO


@contextmanager
def whole_file(place: Path, *, mode: int = 0o600, first_wins: bool = False) -> Iterator[IO[bytes]]:
    """A file to write, which stands at its place once the block has ended well and the disk holds it. Its folder is there already.

    `mode`: who may read and write it. `first_wins`: of those who write it at once the first keeps the place; otherwise the last does.
    Raises OSError, for one if the disk is full; then, as after an error in the block, the place is as it was.
    """
    with NamedTemporaryFile(dir=place.parent, prefix=f".{place.name[:100]}-", delete=False) as file:
        beside = Path(file.name)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(mode)
            if first_wins:
                with suppress(FileExistsError):
                    os.link(beside, place)
            else:
                beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
