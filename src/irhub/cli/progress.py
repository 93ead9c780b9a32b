"""Telling people how far work is and how long it took: bars on a terminal, a line with its seconds for each step elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

Report = Callable[[str, int, int], None]


QUIET = 10.0
"""Seconds after which a long step says how far it is, where no bar does."""


@contextmanager
def reporting() -> Iterator[Report]:
    """A function to call with (what, done, of how many)."""
    if not sys.stderr.isatty():
        yield plainly()
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn()
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield report


def plainly(clock: Callable[[], float] = time.monotonic) -> Report:
    """Report in lines: each step with its seconds when it is done, and now and then how far a long one is."""
    begun: dict[str, float] = {}
    said = idle = clock()

    def report(what: str, done: int, total: int) -> None:
        nonlocal said, idle
        now = clock()
        begun.setdefault(what, idle if done else now)
        if done >= total:
            of = f"{total:,} in " if total > 1 else ""
            click.echo(f"{what}: {of}{now - begun.pop(what):.1f} s", err=True)
            said = idle = now
        elif done and now - said >= QUIET:
            click.echo(f"{what}: {done:,} of {total:,}", err=True)
            said = now

    return report
