"""Commands that take editions in: load, refresh, rebuild."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import click

from irhub.cli.progress import reporting
from irhub.dashboards.services import bring_up_to_date
from irhub.operations import intake
from irhub.organisations import services as organisations
from irhub.registers.fictional import FICTIONAL_NOTICE
from irhub.registers.services import Outcome
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused
from irhub.registers.sources.companies_house_psc import is_later_part

EXIT_REFUSED, EXIT_QUARANTINED = 2, 3
REGISTERS = click.Choice(list(SOURCES))
DATE = click.DateTime(["%Y-%m-%d"])


def as_date(value: datetime | None) -> date | None:
    """The date of an option's value."""
    return value.date() if value else None


def register_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, folders opened, in the order of their names; of a register in parts the first stands for all.

    Of a folder companies come last: of them only those are kept that the other registers name.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir(), key=_companies_last) if path.is_dir() else [path]
        found += [file for file in inside if file.is_file() and file.name != FICTIONAL_NOTICE]
    return [file for file in found if not is_later_part(file)]


def _companies_last(file: Path) -> tuple[bool, Path]:
    return file.name.startswith("BasicCompanyData"), file


def load_files(files: list[Path], register: str | None = None, given: date | None = None) -> list[dict[str, str]]:
    """Load files and link organisations, telling how far it is."""
    with reporting() as report:
        return intake.load_files(files, report, register, given)


def _tell(told: list[dict[str, str]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told, indent=1))
        return
    for row in told:
        colour = {"refused": "red", "quarantined": "yellow"}.get(row["outcome"])
        head = click.style(f"{row['outcome']:<12}", fg=colour)
        click.echo(f"{head} {row['edition'] or row['file']}: {row['reason']}")


def exit_code(told: list[dict[str, str]]) -> int:
    """2 if a file was refused, else 3 if an edition waits in quarantine, else 0."""
    outcomes = {row["outcome"] for row in told}
    return EXIT_REFUSED if "refused" in outcomes else EXIT_QUARANTINED if Outcome.QUARANTINED in outcomes else 0


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--register", type=REGISTERS, help="The register, if its header is not to be trusted.")
@click.option("--date", "given", type=DATE, help="The edition's date, if neither its name nor its content says.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file.")
def load(paths: tuple[Path, ...], register: str | None, given: datetime | None, as_json: bool) -> None:
    """Take in register files or folders of them.

    Exit code 0: applied or already held. 2: a file was refused. 3: an edition was quarantined.
    """
    files = register_files(paths)
    if not files:
        raise click.UsageError("There is no file in the folder that you named.")
    told = load_files(files, register, as_date(given))
    _tell(told, as_json)
    sys.exit(exit_code(told))


@click.command("refresh")
@click.option("--register", "names", type=REGISTERS, multiple=True, help="Only these registers.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each register.")
def refresh_command(names: tuple[str, ...], as_json: bool) -> None:
    """Find, download and load the newest editions from GOV.UK, the CQC and Companies House.

    Exit codes as for load; a register that could not be fetched counts as refused.
    """
    with reporting() as report:
        told = intake.fetch_and_load(names or tuple(SOURCES), report)
    _tell(told, as_json)
    sys.exit(exit_code(told))


@click.command()
def rebuild() -> None:
    """Make spans, changes and organisations anew from the archived editions.

    Exit code 2, with nothing changed, if a correction or decision of a person cannot be bound to its row again.
    """
    with reporting() as report:
        try:
            organisations.rebuild(report)
        except Refused as refused:
            click.echo(str(refused), err=True)
            sys.exit(EXIT_REFUSED)
        bring_up_to_date(report)
    click.echo("Rebuilt.")


COMMANDS = (load, refresh_command, rebuild)
