"""Commands that keep what the site holds: migrate, backup, restore."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from irhub.accounts.row_security import system_access
from irhub.cli.progress import reporting
from irhub.cli.taking_in import tell_of_lag
from irhub.operations import backup as backups
from irhub.operations import putting_aside, restoring, signing
from irhub.operations.migrating import make_logins
from irhub.operations.migrating import migrate as bring_up_to_date


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date. Processes that start together do it once.

    What a restore that was killed left over is dropped.
    """
    putting_aside.refuse_if_put_aside()
    names = bring_up_to_date()
    putting_aside.drop_left_over()
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
        by = f"{getpass.getuser()} (command)"
        put_back = restoring.restore(file, by=by, key=key, unsigned=unsigned, force=force, report=report)
    click.echo(
        f"Restored and checked: {put_back.rows:,} rows of {put_back.tables} tables, {put_back.events:,} events of the"
        f" audit trail, {put_back.files:,} archived files."
    )


COMMANDS = (migrate, backup, backup_key, restore)
