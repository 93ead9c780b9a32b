"""The command that takes in the boundaries of councils, for maps."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from irhub.dashboards.boundaries import forget, take_in, write
from irhub.dashboards.geojson import NotBoundaries
from irhub.web.command_line import EXIT_REFUSED


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--remove", is_flag=True, help="Go back to the outlines that the hub brings along.")
@click.option(
    "--write",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write them, simplified, to this GeoJSON file instead: so was made what the hub brings along.",
)
def boundaries(file: Path | None, remove: bool, target: Path | None) -> None:
    """Take in boundaries of councils, in place of those that the hub brings along.

    FILE is the GeoJSON (or .geojson.gz) of Counties and Unitary Authorities, generalised (BUC or BGC), from the ONS Open
    Geography portal. It replaces what was taken in before. Exit code 2: it is something else, and nothing was changed.
    """
    if remove == bool(file) or (target and not file):
        raise click.UsageError("Name a file, or say --remove.")
    if not file:
        click.echo("Removed: maps have the outlines that the hub brings along." if forget() else "None were taken in.")
        return
    try:
        kept = write(file, target) if target else take_in(file)
    except NotBoundaries as problem:
        click.echo(str(problem), err=True)
        sys.exit(EXIT_REFUSED)
    said = f"the outlines of {kept.councils} councils{f' of {kept.year}' if kept.year else ''}"
    if target:
        click.echo(f"Wrote {said} to {target}: {kept.near:,} corners.")
    else:
        click.echo(f"Kept {said}: {kept.far:,} corners for maps of many, {kept.near:,} for maps of one.")


COMMANDS = (boundaries,)
