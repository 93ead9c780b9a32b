"""Pages of a filled hub, measured within one transaction of the folder's database, which is rolled back at the end."""

from __future__ import annotations

import gc
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

TIMES = 100
Ask = tuple[Any, str, dict[str, object]]
"""Who asks (a test client that is signed in), for which address, and what of it."""


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction of the folder's database, brought up to date before, which is undone at the end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    django.setup()
    logging.disable()
    from django.core.management import call_command
    from django.db import transaction

    from irhub.accounts.row_security import owner_access
    from irhub.cli.warming import warm

    with owner_access():
        call_command("migrate", verbosity=0)
    warm()  # as a web process does before its first request
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def print_times(pages: Mapping[str, Callable[[], Ask]]) -> None:
    """Print a row of Markdown for each page: the median and the 95th of 100 in milliseconds of the wall, and the median of this
    process's processor, as a request goes through the whole application without a network."""
    gc.collect()  # what it took to fill the hub is no part of a web process, which would search it for garbage
    gc.freeze()
    print("| page | median | 95 of 100 | processor, median |\n|---|---|---|---|")
    for name, ask in pages.items():
        took = [_timed(*ask()) for _ in range(TIMES)]
        wall, processor = (sorted(one[at] for one in took) for at in (0, 1))
        print(
            f"| {name} | {statistics.median(wall):.0f} | {wall[int(0.95 * TIMES)]:.0f} | {statistics.median(processor):.0f} |",
            flush=True,
        )


def _timed(client: Any, address: str, asked: dict[str, object]) -> tuple[float, float]:
    begun, used = time.perf_counter(), time.process_time()
    answer = client.get(address, asked)
    assert answer.status_code == 200, (address, answer.status_code)
    return 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - used)
