"""Commands about people's decisions on links: decisions list, export, import."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TextIO

import click

from irhub.organisations import exchange
from irhub.web.command_line import EXIT_REFUSED, FORMATS, show
from irhub.web.errors import ActionRefused

_COLUMNS = [
    "number",
    "verdict",
    "sponsor",
    "town",
    "provider_id",
    "provider",
    "who",
    "body",
    "at",
    "blind",
    "why",
    "stands",
]


@click.group()
def decisions() -> None:
    """What people decided of links: shown, and carried between installations."""


@decisions.command("list")
@click.option("--format", "form", type=FORMATS, default="table")
def list_command(form: str) -> None:
    """List every decision, newest first, withdrawn ones too."""
    show((vars(row) for row in exchange.listed()), _COLUMNS, form)


@decisions.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8"), default="-")
def export_command(file: TextIO) -> None:
    """Write all decisions to FILE (or the terminal), one JSON object a line, for irhub decisions import elsewhere."""
    for line in exchange.exported():
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


@decisions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def import_command(file: Path, as_json: bool) -> None:
    """Take in decisions of another installation from FILE. What is held already is passed over.

    Exit code 2, with nothing taken in, if the file is not one of decisions.
    """
    try:
        told = exchange.taken_in(file.read_text(encoding="utf-8").splitlines())
    except (ActionRefused, UnicodeDecodeError) as refused:
        click.echo(f"{file.name}: {refused}", err=True)
        sys.exit(EXIT_REFUSED)
    if as_json:
        click.echo(json.dumps(vars(told)))
        return
    click.echo(f"{told.added} added, {told.held} held already, {told.unknown} of records that are not held here.")


COMMANDS = (decisions,)
