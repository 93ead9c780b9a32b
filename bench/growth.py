"""A year of daily editions: does the database grow by what changed, or by the number of editions?

    python bench/growth.py

The same year is loaded twice, into data folders of their own: every edition, and only every 25th. What has changed by the
end is nearly the same; the number of editions is 25 times as large. Sizes are of the sponsor register's spans and
changes with their indexes, after VACUUM FULL.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

ROWS, EDITIONS, EVERY = 20_000, 250, 25


def side(files: list[Path]) -> dict[str, float]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from irhub.registers import taking_in
    from irhub.registers.models import Change, SponsorSpan

    call_command("migrate", verbosity=0)

    def mib() -> float:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM FULL registers_sponsorspan")
            cursor.execute("VACUUM FULL registers_change")
            cursor.execute(
                "SELECT pg_total_relation_size('registers_sponsorspan') + pg_total_relation_size('registers_change')"
            )
            return cursor.fetchone()[0] / 2**20

    taking_in.load(files[0])
    first = mib()
    for file in files[1:]:
        taking_in.load(file)
    return {"first": first, "last": mib(), "spans": SponsorSpan.objects.count(), "changes": Change.objects.count()}


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(side(list(map(Path, sys.argv[1:])))))
        return
    from irhub.registers.fictional import Scale, write_registers

    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        os.chmod(folder, 0o755)  # the embedded server may run as another user
        written = write_registers(Path(folder) / "f", Scale(ROWS, 2_000, 2_100, 10, EDITIONS), until=date(2026, 11, 20))
        files = [file for file in written if file.name.endswith("_Worker_and_Temporary_Worker.csv")]
        told = {}
        for name, some in (("every edition", files), (f"every {EVERY}th", files[::-EVERY][::-1])):
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "irhub.config.settings",
                "IRHUB_HOME": f"{folder}/{name.replace(' ', '-')}",
                "IRHUB_MAX_GAINED_PERCENT": "100",
                "IRHUB_MAX_LOST_PERCENT": "100",
            }
            done = subprocess.run(
                [sys.executable, __file__, *map(str, some)], env=environment, capture_output=True, text=True, check=True
            )
            told[name] = json.loads(done.stdout.splitlines()[-1]) | {"editions": len(some)}
    for name, row in told.items():
        print(
            f"{name:<14} {row['editions']:>3} editions: {row['first']:.1f} MiB after the first, {row['last']:.1f} after the"
            f" last; {row['spans']:,} spans, {row['changes']:,} changes"
        )
    whole, few = (row["last"] - row["first"] for row in told.values())
    print(f"growth with {EVERY} times the editions: {whole / few:.2f} times")


if __name__ == "__main__":
    main()
