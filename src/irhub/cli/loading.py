"""Commands that take editions in: load, refresh, rebuild."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import click

from irhub.cli.progress import Report, reporting
from irhub.cli.taking_in import taking_in
from irhub.operations import intake
from irhub.operations.intake import Told
from irhub.organisations.forming import rebuild as make_history_anew
from irhub.registers.commands import REGISTERS
from irhub.registers.deriving import bring_up_to_date, catch_up
from irhub.registers.finding import find
from irhub.registers.sources import SOURCES
from irhub.registers.taking_in import Outcome
from irhub.web.command_line import DATE, EXIT_FAILED, EXIT_QUARANTINED, EXIT_REFUSED, as_date

WAITS = (
    "What is quarantined is in no figure until a person decides: irhub editions gives its number; with that, irhub editions"
    " --why shows what was checked, and irhub accept or irhub reject decides."
)
"""What to do next about editions in quarantine."""


def _tell(told: list[Told], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told, indent=1))
        return
    for row in told:
        colour = {"refused": "red", "failed": "red", "quarantined": "yellow"}.get(row["outcome"])
        head = click.style(f"{row['outcome']:<12}", fg=colour)
        edition = f" ({row['edition']})" if row["edition"] else ""
        click.echo(f"{head} {row['file']}{edition}: {row['reason']}")
    if any(row["outcome"] == Outcome.QUARANTINED for row in told):
        click.echo(WAITS)


def exit_code(told: list[Told]) -> int:
    """1 if a fault of ours was met, else 2 if a file was refused, else 3 if an edition waits in quarantine, else 0."""
    outcomes = {row["outcome"] for row in told}
    codes = {intake.FAILED: EXIT_FAILED, intake.REFUSED: EXIT_REFUSED, Outcome.QUARANTINED: EXIT_QUARANTINED}
    return next((code for outcome, code in codes.items() if outcome in outcomes), 0)


def take_in(command: str, each: Callable[[Report], Iterable[Told]], tell: Callable[[list[Told]], None]) -> list[Told]:
    """Take editions in, tell of each file, and then make what pages read of them; ends the command if that fails."""
    told: list[Told] = []
    with taking_in(command) as taken, reporting() as report:
        try:
            for row in each(report):
                told.append(row)
                taken.accepted |= row["outcome"] == Outcome.APPLIED
        finally:
            tell(told)
        catch_up(report)
    return told


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--register", type=REGISTERS, help="The register, if its header is not to be trusted.")
@click.option("--date", "given", type=DATE, help="The edition's date, if neither its name nor its content says.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file.")
def load(paths: tuple[Path, ...], register: str | None, given: datetime | None, as_json: bool) -> None:
    """Take in register files, or every one in folders, at any depth, the oldest first. Files may be compressed with gzip.

    Each file is told of. What is no register is refused if you named it. In a folder, a CSV, workbook or ZIP that is no
    register is refused too, since it may be a damaged one, and so is text with a date in its name; anything else (a picture, a
    page, a document) is passed over. Hidden files are left out. The rest is loaded all the same.

    Exit code 0: all was applied or held already. 2: a file was refused. 3: an edition was quarantined. 4: editions are accepted,
    but what pages show could not be made of them yet. 1: a fault.
    """
    with reporting() as report:
        files = find(paths, register, report)
    if not files:
        raise click.UsageError("There is no file in the folder that you named.")
    told = take_in(
        "load", lambda report: intake.load_files(files, report, as_date(given)), lambda rows: _tell(rows, as_json)
    )
    sys.exit(exit_code(told))


@click.command("refresh")
@click.option("--register", "names", type=REGISTERS, multiple=True, help="Only these registers.")
@click.option("--from", "address", metavar="ADDRESS", help="Take the file at this address of a publisher instead.")
@click.option(
    "--date", "given", type=DATE, help="With --from: the edition's date, if neither its name nor its content says."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each register.")
def refresh_command(names: tuple[str, ...], address: str | None, given: datetime | None, as_json: bool) -> None:
    """Find, download and load the newest editions from GOV.UK, the CQC and Companies House.

    A register that could not be fetched counts as refused, and the others go on. Where a publisher's page turns programs away,
    --from takes the file's own address, as a browser shows it. Exit codes as for load.
    """
    if address is None and given:
        raise click.UsageError("--date needs --from.")
    if address is not None and len(names) > 1:
        raise click.UsageError("With --from name one register, or none: it is recognised.")

    def each(report: Report) -> Iterable[Told]:
        if address is None:
            return intake.fetch_and_load(names or tuple(SOURCES), report)
        return intake.fetch_from(address, names[0] if names else None, as_date(given), report)

    told = take_in("refresh", each, lambda rows: _tell(rows, as_json))
    sys.exit(exit_code(told))


@click.command()
def rebuild() -> None:
    """Make spans, changes and organisations anew from the archived editions.

    Exit code 2, with nothing changed, if a correction or decision of a person cannot be bound to its row again.
    """
    with taking_in("rebuild"), reporting() as report:
        make_history_anew(report)
        bring_up_to_date(report)
    click.echo("Rebuilt.")


COMMANDS = (load, refresh_command, rebuild)
