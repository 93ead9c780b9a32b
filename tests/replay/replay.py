"""Replay real editions of the sponsor register by `irhub load` into an empty data folder, and print what came of it.

    python tests/replay/replay.py FOLDER_WITH_RUNS_AND_EDITIONS [EDITIONS]

The folder holds sponsor_names_runs*.parquet (organisation_name, first_seen, last_seen) and sponsor_names_editions.csv.
Names only are published there: town, rating and route are constant, county is blank. Set IRHUB_HOME to an empty folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl

COMMAND = str(Path(sys.executable).with_name("irhub"))
AT_ONCE = 50
"""Editions in a folder, which one command loads: what pages read is made once for all of them."""


def editions(folder: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each edition as the Home Office publishes it, oldest first, with the name of its file."""
    runs = pl.read_parquet(next(folder.glob("sponsor_names_runs*.parquet")))
    days = pl.read_csv(folder / "sponsor_names_editions.csv", try_parse_dates=True)["edition"].sort()
    for day in days:
        standing = runs.filter((pl.col("first_seen") <= day) & (pl.col("last_seen") >= day))
        yield (
            f"{day}_-_Worker_and_Temporary_Worker.csv",
            standing.select(
                pl.col("organisation_name").alias("Organisation Name"),
                pl.lit("Exampleton").alias("Town/City"),
                pl.lit("").alias("County"),
                pl.lit("Worker (A rating)").alias("Type & Rating"),
                pl.lit("Skilled Worker").alias("Route"),
            ),
        )


def write(found: Iterator[tuple[str, pl.DataFrame]], target: Path, most: int) -> int:
    """Write the next editions into a folder, and return how many there were."""
    target.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, rows in islice(found, most):
        rows.write_csv(target / name, include_bom=True, line_terminator="\r\n", quote_style="always")
        written += 1
    return written


def loaded(folder: Path, told: list[dict[str, str]]) -> tuple[int, float, float]:
    """Load a folder and add what was told of its files; returns exit code, seconds and the most memory held, in MiB."""
    begun = time.perf_counter()
    process = subprocess.Popen([COMMAND, "load", str(folder), "--json"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    out = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    told += json.loads(out)
    return process.returncode, time.perf_counter() - begun, used.ru_maxrss / 1024


def main() -> None:
    found, told, codes = editions(Path(sys.argv[1])), [], Counter[int]()
    most = int(sys.argv[2]) if len(sys.argv) > 2 else None
    seconds = memory = 0.0
    with tempfile.TemporaryDirectory() as target:
        for number in range(10_000):
            folder = Path(target) / f"{number:04}"
            wanted = AT_ONCE if most is None else min(AT_ONCE, most - len(told))
            if wanted <= 0 or not write(found, folder, wanted):
                break
            code, took, held = loaded(folder, told)
            codes[code] += 1
            seconds, memory = seconds + took, max(memory, held)
            for file in folder.iterdir():
                file.unlink()
            print(f"{len(told)} editions, {seconds:.0f} s, exit code {code}", file=sys.stderr, flush=True)
    for row in told:
        if row["outcome"] != "applied":
            print(row["outcome"], row["file"], row["reason"], sep="\t")
    print(json.dumps(_figures(told, codes, seconds, memory), indent=1))


def _figures(told: list[dict[str, str]], codes: Counter[int], seconds: float, memory: float) -> dict[str, object]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    import django

    django.setup()
    from django.db import connection

    from irhub.registers.models import Change, SponsorSpan

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    for change in (
        Change.objects.filter(kind="renamed").order_by("id").values_list("confidence", "old_value", "new_value", "by")
    ):
        print(*change, sep="\t")
    return {
        "editions": len(told),
        "outcomes": Counter(row["outcome"] for row in told),
        "exit_codes": codes,
        "seconds": round(seconds),
        "peak_memory_mib": round(memory),
        "database_mib": round(size / 2**20),
        "names_on_the_last": SponsorSpan.objects.filter(until=None).count(),
        "changes": Counter(Change.objects.values_list("kind", flat=True)),
    }


if __name__ == "__main__":
    main()
