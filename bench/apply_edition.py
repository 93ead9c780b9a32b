"""Applying daily editions of 140,000 rows, against the plainest pandas script that reads both files and merges them.

    IRHUB_HOME=$(mktemp -d)/irhub python bench/apply_edition.py

Both do the same pairs of editions in turn, each side in a process of its own, on the same machine in one run; the ratio is
the figure to quote. Ours reads, judges, compares, archives and writes; pandas only reads and merges. The process that
applies also starts the embedded database, which is outside its time.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROWS, EDITIONS = 140_000, 9


def ours(files: list[Path]) -> list[float]:
    import django

    django.setup()
    from django.core.management import call_command

    from irhub.registers import taking_in

    call_command("migrate", verbosity=0)
    taking_in.load(files[0])
    seconds = []
    for file in files[1:]:
        begun = time.perf_counter()
        assert taking_in.load(file).outcome == "applied"
        seconds.append(time.perf_counter() - begun)
    return seconds


def pandas(files: list[Path]) -> list[float]:
    import pandas as pd

    seconds = []
    for old, new in itertools.pairwise(files):
        begun = time.perf_counter()
        before, after = (pd.read_csv(file, dtype=str, keep_default_na=False) for file in (old, new))
        merged = before.merge(after, how="outer", indicator=True)
        assert len(merged[merged["_merge"] != "both"])
        seconds.append(time.perf_counter() - begun)
    return seconds


def side(name: str, files: list[Path]) -> dict[str, float]:
    """Run one side in a process of its own: its median seconds an edition, and its peak memory in MiB."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "irhub.config.settings"}
    done = subprocess.run(
        [sys.executable, __file__, name, *map(str, files)], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    if len(sys.argv) > 1:
        seconds = {"ours": ours, "pandas": pandas}[sys.argv[1]](list(map(Path, sys.argv[2:])))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": statistics.median(seconds), "mib": peak}))
        return
    from irhub.registers.fictional import Scale, write_registers

    with tempfile.TemporaryDirectory() as folder:
        scale = Scale(ROWS, 3_000, 3_100, 10, EDITIONS)
        written = write_registers(Path(folder) / "files", scale, until=date(2026, 11, 20))
        files = [file for file in written if file.name.endswith("_Worker_and_Temporary_Worker.csv")]
        theirs, mine = side("pandas", files), side("ours", files)
        again = side("pandas", files)
    baseline = (theirs["seconds"] + again["seconds"]) / 2
    print(f"rows {ROWS:,}, editions {EDITIONS}")
    print(f"pandas, read and merge: {baseline:.2f} s an edition, {theirs['mib']:.0f} MiB")
    print(f"irhub, whole apply:     {mine['seconds']:.2f} s an edition, {mine['mib']:.0f} MiB")
    print(f"ratio: {mine['seconds'] / baseline:.2f}")


if __name__ == "__main__":
    main()
