"""Printing rows: a table for people, CSV or JSON for scripts."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table

FORMATS = click.Choice(["table", "csv", "json"])


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
