"""Commands that read the history: changes, as-of."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from irhub.dashboards.queries import of_councils
from irhub.organisations.queries import beside_others
from irhub.places import council_of, resolve
from irhub.registers import queries as register_queries
from irhub.registers.commands import REGISTERS
from irhub.registers.wording import KINDS
from irhub.web.command_line import DATE, EXIT_REFUSED, FORMATS, as_date, show

_CHANGE_COLUMNS = [
    "kind",
    "register",
    "after",
    "by",
    "name",
    "place",
    "old_value",
    "new_value",
    "confidence",
    "sentence",
]


@click.command()
@click.option("--since", type=DATE, help="Changes seen in editions of this date or later.")
@click.option("--until", type=DATE, help="Changes seen in editions of this date or earlier.")
@click.option("--kind", type=click.Choice(list(KINDS)), multiple=True)
@click.option("--council", help="Only locations of this council and sponsors linked to a provider there.")
@click.option("--format", "form", type=FORMATS, default="table")
@click.option("--json", "form", flag_value="json")
def changes(
    since: datetime | None, until: datetime | None, kind: tuple[str, ...], council: str | None, form: str
) -> None:
    """List what changed, newest first."""
    place = (council_of(council) or resolve(council)) if council else None
    if council and place is None:
        click.echo(f"No English council with adult social care is named {council}.", err=True)
        sys.exit(EXIT_REFUSED)
    found = register_queries.changes_between(as_date(since), as_date(until), kind)
    if place:
        found = of_councils(found, [place])
    columns = _CHANGE_COLUMNS if form != "table" else ["by", "sentence"]
    told = register_queries.changes_told(found, beside_others(found))
    if form == "table" and not found.exists():
        click.echo("No change is held that fits: irhub editions lists what was compared.")
        return
    show((vars(row.change) | {"sentence": row.sentence.text} for row in told), columns, form)


@click.command("as-of")
@click.argument("day", type=DATE)
@click.option("--register", type=REGISTERS, required=True)
@click.option("--format", "form", type=FORMATS, default="csv")
def as_of(day: datetime, register: str, form: str) -> None:
    """Print a register as it stood on a DAY: the newest accepted edition of that date or before.

    `since` and `line` name the edition and line in which each record was first seen as it then stood.
    """
    found = register_queries.register_as_of(register, day.date())
    if found is None:
        click.echo(f"No edition of {register} dated {day:%-d %B %Y} or before is held.", err=True)
        sys.exit(EXIT_REFUSED)
    show(found.rows, found.columns, form)


COMMANDS = (changes, as_of)
