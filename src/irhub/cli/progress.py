"""Telling people how long work goes: a bar on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

Report = Callable[[str, int, int], None]


@contextmanager
def reporting(every: int = 10) -> Iterator[Report]:
    """A function to call with (what, done, of how many). Off a terminal it says one line for every tenth part."""
    if not sys.stderr.isatty():
        yield _plain(every)
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn()
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, int] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield report


def _plain(parts: int) -> Report:
    said: dict[str, int] = {}

    def report(what: str, done: int, total: int) -> None:
        part = parts * done // max(total, 1)
        if said.get(what, 0) < part:
            said[what] = part
            click.echo(f"{what}: {done} of {total}", err=True)

    return report
