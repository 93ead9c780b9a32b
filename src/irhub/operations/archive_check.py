"""Whether the archive still holds what the editions name."""

from __future__ import annotations

import random
from collections.abc import Callable

import zstandard

from irhub.registers import archive
from irhub.registers.archive import archive_folder
from irhub.registers.models import Edition

Report = Callable[[str, int, int], None]


def faults_of_archive(report: Report = lambda *_: None, most: int | None = None) -> tuple[int, list[str]]:
    """How many archived files were unpacked and hashed, and a sentence for each that is missing or altered.

    `most`: only so many, taken at random.
    """
    held = dict(Edition.objects.order_by("sha256").values_list("sha256", "file_name"))
    looked_at = sorted(held) if most is None or most >= len(held) else random.sample(sorted(held), most)
    faults = []
    for done, sha256 in enumerate(looked_at, 1):
        try:
            with archive.unpacked(archive_folder(), sha256, held[sha256]):
                pass
        except FileNotFoundError:
            faults.append(f"the archive lacks {held[sha256]}")
        except (OSError, zstandard.ZstdError):
            faults.append(f"the archived bytes of {held[sha256]} are damaged")
        report("Checking the archive", done, len(looked_at))
    return len(looked_at), faults
