"""The command that looks for what is wrong: doctor."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table

from irhub.accounts.row_security import system_access
from irhub.operations import doctor as doctoring
from irhub.operations.findings import Level

EXIT_WARNINGS = 2
_COLOURS = {Level.GOOD: "green", Level.WARNING: "yellow", Level.WRONG: "red"}


@click.command()
@click.option("--full", is_flag=True, help="Unpack and hash every archived file.")
@click.option("--json", "as_json", is_flag=True)
@system_access("the whole installation is looked at")
def doctor(full: bool, as_json: bool) -> None:
    """Say what is wrong with this installation and how to mend it.

    Exit code 0: nothing. 1: something is wrong. 2: warnings alone.
    """
    findings = []
    table = Table("", "what", "", box=None, pad_edge=False, show_header=False)
    for finding in doctoring.examine(full=full):
        findings.append(finding)
        mend = f"\n→ {finding.mend}" if finding.mend else ""
        table.add_row(f"[{_COLOURS[finding.level]}]{finding.level}", finding.about, f"{finding.says}{mend}")
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        Console(width=None if sys.stdout.isatty() else 160).print(table)
    levels = {finding.level for finding in findings}
    sys.exit(1 if Level.WRONG in levels else EXIT_WARNINGS if Level.WARNING in levels else 0)


COMMANDS = (doctor,)
