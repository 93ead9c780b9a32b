"""The command that takes in the boundaries of councils, for maps."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from irhub.cli import EXIT_REFUSED
from irhub.dashboards.boundaries import NotBoundaries, forget, take_in


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--remove", is_flag=True, help="Keep no boundaries any more: maps show squares and dots.")
def boundaries(file: Path | None, remove: bool) -> None:
    """Take in the boundaries of councils, so that maps have outlines.

    FILE is the GeoJSON of Counties and Unitary Authorities, generalised (BUC or BGC), from the ONS Open Geography portal.
    It replaces what was held. Exit code 2: it is something else, and nothing was changed.
    """
    if remove == bool(file):
        raise click.UsageError("Name a file, or say --remove.")
    if not file:
        click.echo("Removed." if forget() else "No boundaries were held.")
        return
    try:
        kept = take_in(file)
    except NotBoundaries as problem:
        click.echo(str(problem), err=True)
        sys.exit(EXIT_REFUSED)
    click.echo(
        f"Kept the outlines of {kept.councils} councils of {kept.year}: {kept.far:,} corners for maps of many,"
        f" {kept.near:,} for maps of one."
    )


COMMANDS = (boundaries,)
