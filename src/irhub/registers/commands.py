"""Commands about a person's corrections of published facts: correct, corrections, withdraw."""

from __future__ import annotations

import getpass
from datetime import datetime

import click

from irhub.registers import corrections as correcting
from irhub.registers.models import Correction
from irhub.registers.sources import SOURCES
from irhub.web.command_line import DATE, FORMATS, as_date, show

REGISTERS = click.Choice(list(SOURCES))
_COLUMNS = [
    "id", "register", "entity_key", "field", "published", "corrected", "reason", "from_date", "until_date", "made_by",
    "made_at", "withdrawn_at",
]  # fmt: skip


@click.command()
@click.argument("register", type=REGISTERS)
@click.argument("record")
@click.argument("field")
@click.argument("corrected")
@click.option("--reason", required=True, help="How it is known, for everyone who reads the correction.")
@click.option("--since", type=DATE, help="When it begins to hold. Default: the edition of the row.")
@click.option("--until", type=DATE, help="When it ceases to hold. Default: open.")
@click.option("--by", default=None, help="Who says so. Default: your user name.")
def correct(
    register: str,
    record: str,
    field: str,
    corrected: str,
    reason: str,
    since: datetime | None,
    until: datetime | None,
    by: str | None,
) -> None:
    """Put a CORRECTED value beside the FIELD of a RECORD. The register's own words stay as they are.

    RECORD is a name as published, or a key. Example: irhub correct cqc_locations 1-200000001 beds 24 --reason "..."
    """
    made = correcting.correct(
        register,
        record,
        field,
        corrected,
        reason=reason,
        by=by or getpass.getuser(),
        since=as_date(since),
        until=as_date(until),
    )
    click.echo(
        f"correction {made.pk}: {made.field} of {record}: the register says “{made.published}”, right is “{made.corrected}”."
    )


@click.command()
@click.option("--format", "form", type=FORMATS, default="table")
def corrections(form: str) -> None:
    """List corrections, newest first, withdrawn ones too."""
    show(Correction.objects.order_by("-made_at", "-pk").values(*_COLUMNS), _COLUMNS, form)


@click.command()
@click.argument("correction", type=int)
def withdraw(correction: int) -> None:
    """Take a CORRECTION back, by its number. It is kept, and no longer shown on pages."""
    correcting.withdraw(correction)
    click.echo(f"correction {correction}: withdrawn.")


COMMANDS = (correct, corrections, withdraw)
