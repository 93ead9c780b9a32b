"""How long a day's refresh of England takes, part by part: one more edition of the sponsor register taken in and worked through.

    IRHUB_HOME=/path/to/a/copy/of/england-scale python bench/refresh.py

Use a copy of a data folder made by `irhub demo --scale england --no-serve`: editions are added to it. The newest edition, with 100
rows gone and 70 renamed, is published again on each of the two days after it. The first day brings the folder to this version of the code,
untimed; the second is timed: seconds on the clock, and of work of the hub's own process, without the database's.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

GONE, RENAMED = 100, 70
PARTS = (
    ("irhub.organisations.services", "linkers_answers", "linking what changed, with reading sponsors, places and companies"),
    ("irhub.organisations.services", "link_to_companies", "which companies records are"),
    ("irhub.organisations.services", "_organise", "organisations"),
    ("irhub.dashboards.services", "summarise", "summaries of councils and places, names for search"),
    ("irhub.dashboards.services", "summarise_places", "  of it, figures and history of places"),
    ("irhub.dashboards.services", "gather", "  of it, names for search"),
    ("irhub.dashboards.services", "recompute", "indicators"),
)  # fmt: skip
"""Module and function of each part, and what it does."""


def timed(what: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def watched(*args: Any, **options: Any) -> Any:
        begun, worked = time.perf_counter(), time.process_time()
        made = work(*args, **options)
        print(f"{what:<64}{time.perf_counter() - begun:>7.2f}{time.process_time() - worked:>7.2f}", flush=True)
        return made

    return watched


def next_day(folder: Path) -> Path:
    """The file of one more day, made of the newest edition that is held."""
    from irhub.registers import archive, rows
    from irhub.registers.fictional import FICTIONAL_NOTICE
    from irhub.registers.models import Edition

    newest = Edition.objects.filter(register="home_office_sponsors", state="accepted").latest("date")
    on = newest.date + timedelta(days=1)
    with archive.unpacked(rows.archive_folder(), newest.sha256, newest.file_name) as held:
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


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    django.setup()
    from importlib import import_module

    from django.core.management import call_command

    from irhub.dashboards.services import bring_up_to_date
    from irhub.registers.services import load

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        print(load(next_day(Path(folder))).outcome, bring_up_to_date(), flush=True)
    for module, name, what in PARTS:
        room = import_module(module)
        setattr(room, name, timed(what, getattr(room, name)))
    print(f"{'':<64}{'clock':>7}{'work':>7}")
    with tempfile.TemporaryDirectory() as folder:
        made = next_day(Path(folder))
        timed("taking the edition in", load)(made)
        print(timed("all after the edition", bring_up_to_date)())


if __name__ == "__main__":
    main()
