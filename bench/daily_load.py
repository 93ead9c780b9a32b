"""How long `irhub load` of one more daily edition takes with England loaded: the whole command, part by part, and its peak memory.

    IRHUB_HOME=/path/to/a/copy/of/england-scale python bench/daily_load.py

Use a copy of a data folder made by `irhub demo --scale england --no-serve`: editions are added to it. The newest edition of the sponsor
register, with 100 rows gone and 70 renamed, is published again on each of the three days after it. The first day brings the folder to this
version of the code and is not told; the two after it are. The parts are what the command itself says on its standard error;
work is seconds of processors, of the command's process and, where it is the embedded one, of the database's server.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import django

GONE, RENAMED, DAYS = 100, 70, 3
TICKS = os.sysconf("SC_CLK_TCK")


def next_day(folder: Path) -> Path:
    """The file of one more day, made of the newest edition that is held."""
    from irhub.registers import archive
    from irhub.registers.finding import FICTIONAL_NOTICE
    from irhub.registers.models import Edition

    newest = Edition.objects.filter(register="home_office_sponsors", state="accepted").latest("date")
    on = newest.date + timedelta(days=1)
    with archive.unpacked(archive.archive_folder(), newest.sha256, newest.file_name) as held:
        header, *lines = held.read_bytes().splitlines(keepends=True)
    every = len(lines) // GONE
    kept = [line for at, line in enumerate(lines) if at % every != on.day]
    every = len(kept) // RENAMED
    renamed = [
        line if at % every != on.day else b'"New ' + line[1:] if line.startswith(b'"') else b"New " + line
        for at, line in enumerate(kept)
    ]  # fmt: skip
    (folder / FICTIONAL_NOTICE).touch()
    made = folder / newest.file_name.replace(newest.date.isoformat(), on.isoformat())
    made.write_bytes(header + b"".join(renamed))
    return made


def work_of_database() -> float:
    """Seconds of processors that the embedded server and its connections have taken since it began; 0 if it is another's."""
    from django.conf import settings

    if os.environ.get("DATABASE_URL"):
        return 0.0
    server = int((Path(settings.HOME) / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    living = [file.parent for file in Path("/proc").glob("[0-9]*/stat")]
    taken = 0
    for process in living:
        try:
            told = (process / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(process.name) == server:
            taken += sum(map(int, told[11:15]))  # its own, and of its connections that have ended
        elif int(told[1]) == server:
            taken += sum(map(int, told[11:13]))
    return taken / TICKS


def load(file: Path) -> None:
    """Run the command as a user does, and tell what it took."""
    begun, before = time.perf_counter(), work_of_database()
    command = subprocess.Popen(
        [str(Path(sys.executable).with_name("irhub")), "load", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert command.stdout
    told = command.stdout.read().decode()
    _, status, used = os.wait4(command.pid, 0)
    command.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if command.returncode:
        sys.exit(told)
    print(told.rstrip())
    print(
        f"the whole command: {seconds:.1f} s on the clock; work {used.ru_utime + used.ru_stime:.1f} s of its own,"
        f" {work_of_database() - before:.1f} s of the database; peak memory {used.ru_maxrss / 1024:.0f} MiB"
    )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    django.setup()
    from irhub.operations.migrating import migrate

    migrate()
    for day in range(DAYS):
        with tempfile.TemporaryDirectory() as folder:
            file = next_day(Path(folder))
            if day:
                print(f"\n{file.name}, {len(file.read_bytes().splitlines()) - 1:,} rows", flush=True)
                load(file)
            else:
                subprocess.run(
                    [str(Path(sys.executable).with_name("irhub")), "load", str(file)], check=True, capture_output=True
                )


if __name__ == "__main__":
    main()
