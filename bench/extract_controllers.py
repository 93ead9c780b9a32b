"""How long it takes to read a snapshot of persons with significant control as a stream, and how much memory.

    python bench/extract_controllers.py [MILLIONS OF LINES]

Writes fictional snapshots in the official format, of which one line in 500 is of a company that gives care, and prints seconds, lines
a second and the most memory that the process held, for a half and for the whole: memory must not grow with the file.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import zipfile
from datetime import date
from pathlib import Path

import polars as pl

from irhub.registers.fictional.controllers import snapshot_lines
from irhub.registers.sources.base import CompaniesOfInterest
from irhub.registers.sources.companies_house_psc import extract

CARE_EVERY = 500
ONCE = 200_000
"""Entries of a piece that is written again and again."""


def write(path: Path, lines: int) -> int:
    """A ZIP of about so many lines. Returns its size unpacked."""
    *piece, totals = snapshot_lines([], ONCE, date(2026, 11, 1), 0, {})
    block = ("\n".join(piece) + "\n").encode()
    times = max(1, round(lines / len(piece)))
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as whole,
        whole.open(zipfile.ZipInfo(f"{path.stem}.txt"), "w", force_zip64=True) as member,
    ):
        for _ in range(times):
            member.write(block)
        member.write(f"{totals}\n".encode())
    return times * len(block)


def main(millions: float) -> None:
    none = pl.Series([], dtype=pl.String)
    care = pl.Series([f"{16_000_001 + number:08d}" for number in range(0, ONCE, CARE_EVERY)])
    for share in (0.5, 1.0):
        lines = int(millions * share * 1_000_000)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "persons-with-significant-control-snapshot-2026-11-01.zip"
            size = write(path, lines)
            begun = time.perf_counter()
            extract(path, Path(folder) / "extract.jsonl", CompaniesOfInterest(none, none, care), date(2026, 11, 1))
            taken = time.perf_counter() - begun
            kept = (Path(folder) / "extract.jsonl").read_text().count("\n") - 1
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{lines:>12,} lines ({size / 2**30:.1f} GiB): {taken:6.1f} s, {lines / taken:>11,.0f} lines a second,"
            f" {kept:,} kept, {most:,.0f} MiB at most",
            flush=True,
        )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 4)
