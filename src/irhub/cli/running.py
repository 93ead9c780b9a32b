"""The command that runs a site of fictional registers: demo."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path

import click
from django.conf import settings
from django.urls import reverse

from irhub.accounts.demo import cast_now
from irhub.accounts.demo import told as told_of
from irhub.accounts.row_security import system_access
from irhub.cli import scenes
from irhub.cli.loading import exit_code, take_in
from irhub.cli.progress import reporting
from irhub.cli.serving import PORT, become_server, check_address
from irhub.operations import intake
from irhub.registers.fictional import SCALES, write_registers
from irhub.registers.finding import find

DEMO_DAY = date(2026, 11, 20)
"""The last day of the fictional registers."""


def _summary(told: list[intake.Told], as_json: bool) -> None:
    outcomes = [row["outcome"] for row in told]
    summary = {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}
    click.echo(
        json.dumps(summary) if as_json else "Editions: " + ", ".join(f"{n} {what}" for what, n in summary.items())
    )
    for row in told:
        if row["outcome"] in {"refused", "failed", "quarantined"}:
            click.echo(f"{row['outcome']}: {row['edition'] or row['file']}. {row['reason']}", err=True)


@click.command()
@click.option("--scale", type=click.Choice(list(SCALES)), default="small", show_default=True)
@click.option("--no-serve", is_flag=True, help="Load only.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=8000, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def demo(scale: str, no_serve: bool, host: str, port: int, as_json: bool) -> None:
    """Load fictional registers in the official formats and serve the dashboard. Every name is invented.

    They are kept in a data folder of their own, ~/.local/share/irhub-demo, unless IRHUB_HOME is set.
    """
    if not no_serve:  # before minutes of work
        check_address(host, port)
    folder = Path(settings.HOME) / "fictional" / scale
    done = folder / "written"
    if not done.exists():
        click.echo(f"Writing fictional registers ({scale})", err=True)
        with reporting() as report:
            write_registers(folder / "registers", scale, until=DEMO_DAY, progress=report)
        done.write_text("every file was written\n")
    files = find([folder / "registers"])
    told = take_in("demo", lambda report: intake.load_files(files, report), lambda rows: _summary(rows, as_json))
    outcomes = {row["outcome"] for row in told}
    if outcomes & {"refused", "failed"}:
        sys.exit(exit_code(told))
    scenes.play(folder / "scenes.json")
    if not no_serve:
        _tell_who_is_ready(host, port)
        os.environ["IRHUB_DEMO"] = "1"
        become_server(host, port, workers=min(2, os.cpu_count() or 1))


def _tell_who_is_ready(host: str, port: int) -> None:
    """Say as whom the demo can be tried, and where."""
    with system_access("the people of the demo are told to whoever starts it", by="irhub demo"):
        ready = [told_of(held) for held in cast_now()]
    click.echo("Be one of these people with one click, without a password:")
    for line in ready:
        click.echo(f"  {line}")
    click.echo(f"on http://{host}:{port}{reverse('demo-people')}")


COMMANDS = (demo,)
