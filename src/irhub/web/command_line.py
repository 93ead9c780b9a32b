"""What commands of every room share: exit codes, dates as options, and rows printed as a table for people, CSV or JSON for scripts."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table

EXIT_FAILED, EXIT_REFUSED, EXIT_QUARANTINED, EXIT_NOT_MADE, EXIT_STOPPED = 1, 2, 3, 4, 130
FORMATS = click.Choice(["table", "csv", "json"])


class Day(click.DateTime):
    """A date as YYYY-MM-DD; what is none is told without the signs that programs use."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How help writes it."""
        return "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The date. Fails with a sentence that shows how to write one."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value} is no date: write it as YYYY-MM-DD, for example 2026-11-28.", param, ctx)


DATE = Day()


def as_date(value: datetime | None) -> date | None:
    """The date of an option's value."""
    return value.date() if value else None


def show(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: str) -> None:
    """Print rows of the named columns in the form asked for; dates in ISO form."""
    if form == "json":
        click.echo(json.dumps([{column: row[column] for column in columns} for row in rows], default=str, indent=1))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row[column] for column in columns] for row in rows)
    else:
        table = Table(*[column.replace("_", " ") for column in columns], box=None, pad_edge=False)
        for row in rows:
            table.add_row(*["" if row[column] is None else str(row[column]) for column in columns])
        Console(width=None if sys.stdout.isatty() else 200).print(table)
