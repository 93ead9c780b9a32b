"""The command about what deserves attention: indicators."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from irhub.indicators import past, queries
from irhub.indicators.indicator import SEVERITIES
from irhub.places import council_of, resolve
from irhub.web.command_line import DATE, EXIT_REFUSED, FORMATS, as_date, show

_DEFINED = ["code", "question", "title", "version", "audience", *map(str, SEVERITIES)]
_HELD = [
    "severity", "code", "version", "as_at", "since", "own_date", "name", "organisation_id", "locations", "beds", "value", "low", "high", "says",
    "next_step", "link_says",
]  # fmt: skip
_SHORT = ["severity", "code", "since", "says"]


@click.command()
@click.option("--council", help="Everything that holds in this council, the most urgent first.")
@click.option("--as-at", "day", type=DATE, help="As at a past day, with --council.")
@click.option("--format", "form", type=FORMATS, default="table")
def indicators(council: str | None, day: datetime | None, form: str) -> None:
    """List the indicators and how often each holds in England, or what holds in a council.

    Signals that are for people who act in a role are listed too; those that name people are not.
    """
    if council is None:
        if day:
            raise click.UsageError("--as-at needs --council.")
        counts = queries.counts_by_indicator()
        rows = [
            {name: getattr(one, name) for name in _DEFINED[:5]}
            | {str(severity): counts.get(one.code, {}).get(severity, 0) for severity in SEVERITIES}
            for one in queries.definitions()
        ]
        show(rows, _DEFINED, form)
        return
    place = council_of(council) or resolve(council)
    if place is None:
        click.echo(f"No English council with adult social care is named {council}.", err=True)
        sys.exit(EXIT_REFUSED)
    as_at = as_date(day)
    if as_at:
        past.work_out(as_at)
    found = queries.signals_of_place([place.code], as_at, audiences=queries.FOR_ROLES)[:]
    columns = _SHORT if form == "table" else _HELD
    show(({name: getattr(row, name) for name in columns} for row in found), columns, form)


COMMANDS = (indicators,)
