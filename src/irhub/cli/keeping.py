"""Commands that keep the site running: worker, job, migrate, backup, restore, doctor."""

from __future__ import annotations

import getpass
import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from irhub.accounts.row_security import system_access
from irhub.cli.progress import reporting
from irhub.cli.taking_in import tell_of_lag
from irhub.operations import backup as backups
from irhub.operations import doctor as doctoring
from irhub.operations import queries, restoring, running, signing
from irhub.operations.findings import Level
from irhub.operations.migrating import make_logins
from irhub.operations.migrating import migrate as bring_up_to_date
from irhub.operations.worker import work
from irhub.web.background_jobs import Failed, jobs
from irhub.web.command_line import FORMATS, show

EXIT_WARNINGS = 2
_COLOURS = {Level.GOOD: "green", Level.WARNING: "yellow", Level.WRONG: "red"}


@click.command()
def worker() -> None:
    """Do the work in the background: run each job at its time, until stopped."""
    click.echo(f"Working. {len(jobs())} jobs run by schedule; irhub job list shows them.", err=True)
    work()


@click.group()
def job() -> None:
    """The jobs that run in the background."""


@job.command("list")
@click.option("--format", "form", type=FORMATS, default="table")
def list_jobs(form: str) -> None:
    """List the jobs: when they ran last, what they said, when they are due (UTC)."""
    rows = (
        {
            "job": row.job.name,
            "last_run": f"{row.last.started_at:%Y-%m-%d %H:%M}" if row.last else None,
            "outcome": row.last.outcome if row.last else None,
            "said": row.last.said if row.last else None,
            "due": f"{row.due:%Y-%m-%d %H:%M}",
        }
        for row in queries.jobs()
    )
    show(rows, ["job", "last_run", "outcome", "said", "due"], form)


@job.command("run")
@click.argument("name", type=click.Choice(list(jobs())))
def run_job(name: str) -> None:
    """Run the job NAME here and now. Exit code 1 if it fails."""
    try:
        click.echo(running.run(name))
    except Failed as failed:
        click.echo(str(failed), err=True)
        sys.exit(1)


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date. Processes that start together do it once."""
    names = bring_up_to_date()
    make_logins()
    click.echo(f"Applied: {', '.join(names)}." if names else "Nothing was pending.")
    tell_of_lag()


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """Save database and archive as one file: TARGET (ending in .tar), or a dated one in the folder TARGET.

    The site may run meanwhile. The signing key is not in it.
    """
    with reporting() as report:
        made = backups.back_up(target, report)
    click.echo(f"{made}: {made.stat().st_size / 2**20:,.1f} MiB")
    click.echo(f"Signed. Keep the key by which that is checked apart from it: {signing.public_key()}", err=True)


@click.command("backup-key")
def backup_key() -> None:
    """Tell the key by which the signatures of this place's backups are checked: keep the line apart from them.

    It is no secret. The half that signs is made on first use and stays in the file that IRHUB_BACKUP_KEY names, else in the data folder.
    """
    click.echo(signing.public_key())


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", default="", help="What irhub backup-key told where the backup was made; needed in a new place.")
@click.option("--unsigned", is_flag=True, help="Take a backup that was made before they were signed.")
@click.option("--force", is_flag=True, help="Replace what the place holds.")
@system_access("everything that is put back is checked")
def restore(file: Path, key: str, unsigned: bool, force: bool) -> None:
    """Put the backup FILE back into the database and the data folder of the settings, and check all of it.

    Stop irhub serve and irhub worker first. A backup that is refused leaves the database as it was.
    """
    with reporting() as report:
        put_back = restoring.restore(file, key=key, unsigned=unsigned, force=force, report=report)
    click.echo(
        f"Restored and checked: {put_back.rows:,} rows of {put_back.tables} tables, {put_back.events:,} events of the"
        f" audit trail, {put_back.files:,} archived files."
    )
    restoring.record_restore(file.name, by=f"{getpass.getuser()} (command)")


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


COMMANDS = (worker, job, migrate, backup, backup_key, restore, doctor)
