"""Replay real editions of the sponsor register into an empty data folder and print what came of it.

    python tests/replay/replay.py FOLDER_WITH_RUNS_AND_EDITIONS

The folder holds sponsor_names_runs*.parquet (organisation_name, first_seen, last_seen) and sponsor_names_editions.csv.
Names only are published there: town and county are left blank, rating and route constant. Set IRHUB_HOME to an empty folder.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import django
import polars as pl


def editions(folder: Path, target: Path):
    """Write each edition as the Home Office does and yield its path, oldest first."""
    runs = pl.read_parquet(next(folder.glob("sponsor_names_runs*.parquet")))
    days = pl.read_csv(folder / "sponsor_names_editions.csv", try_parse_dates=True)["edition"].sort()
    for day in days:
        standing = runs.filter((pl.col("first_seen") <= day) & (pl.col("last_seen") >= day))
        path = target / f"{day}_-_Worker_and_Temporary_Worker.csv"
        standing.select(
            pl.col("organisation_name").alias("Organisation Name"),
            pl.lit("").alias("Town/City"),
            pl.lit("").alias("County"),
            pl.lit("Worker (A rating)").alias("Type & Rating"),
            pl.lit("Skilled Worker").alias("Route"),
        ).write_csv(path, include_bom=True, line_terminator="\r\n", quote_style="always")
        yield path
        path.unlink()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from irhub.registers import services
    from irhub.registers.models import Change

    call_command("migrate", verbosity=0)
    outcomes: Counter[str] = Counter()
    seconds = 0.0
    with tempfile.TemporaryDirectory() as target:
        for path in editions(Path(sys.argv[1]), Path(target)):
            begun = time.perf_counter()
            outcomes[services.load(path).outcome.value] += 1
            seconds += time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    renames = Change.objects.filter(kind="renamed").order_by("id")
    print(
        json.dumps(
            {
                "outcomes": outcomes,
                "seconds": round(seconds),
                "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                "database_mib": round(size / 2**20),
                "changes": Counter(Change.objects.values_list("kind", flat=True)),
            },
            indent=1,
        )
    )
    for change in renames.values_list("confidence", "old_value", "new_value", "by"):
        print(*change, sep="\t")


if __name__ == "__main__":
    main()
