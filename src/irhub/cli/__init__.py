"""The `irhub` command: thin, calls services and queries."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys


def main() -> None:
    """Run the command: find the data folder, set up Django, bring the database's tables up to date, and go.

    Exit codes: 0 done, 1 failed, 2 refused or wrongly called, 3 quarantined.
    """
    if sys.argv[1:2] == ["demo"]:  # fictional registers get a data folder of their own
        os.environ.setdefault("IRHUB_HOME", "~/.local/share/irhub-demo")
        os.environ.setdefault("IRHUB_PUBLIC", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")

    try:
        _run(sys.argv[1:2])
    except Exception as fault:
        told = explain(fault)
        if told is None:
            raise
        sys.exit(f"irhub: {told}")


UNMIGRATED = {"migrate", "backup", "restore", "doctor", "docs"}
"""Commands that look at the database as it is."""


def _run(command: list[str]) -> None:
    import django

    django.setup()
    if "--help" not in sys.argv and not UNMIGRATED & set(command):
        _bring_up_to_date()

    from irhub.cli.commands import irhub

    irhub(prog_name="irhub")


def _bring_up_to_date() -> None:
    from django.conf import settings

    from irhub.operations.health import pending
    from irhub.operations.migrating import migrate

    if settings.IRHUB_MIGRATE:
        migrate()
    elif waiting := pending():
        sys.exit(f"irhub: {len(waiting)} changes of the database's tables are pending: run irhub migrate first.")


def explain(fault: BaseException) -> str | None:
    """What went wrong outside the program, and what to do, in a sentence; None if it is none of these."""
    import psycopg
    from django.db import InterfaceError, OperationalError
    from polars.exceptions import PolarsError
    from psycopg import errors

    full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    polars_says = str(fault) if isinstance(fault, PolarsError) else ""
    told = re.search(r"\(os error (\d+)\)", polars_says)
    cut_off = "thrift: transport error" in polars_says  # what it says of a table's file whose end could not be written
    if (isinstance(fault, OSError) and fault.errno in full) or (told and int(told[1]) in full) or cut_off:
        return "The disk is full. Make room and run it again: nothing was lost and nothing is half done."
    if isinstance(fault, PermissionError):
        return f"{fault.filename} may not be written or read by this user. Nothing was changed."
    if isinstance(fault, errors.DiskFull) or isinstance(fault.__cause__, errors.DiskFull):
        return "The database's disk is full. Make room and run it again: nothing was lost and nothing is half done."
    if isinstance(fault, OperationalError | InterfaceError | psycopg.OperationalError):
        return (
            "The database cannot be reached or was lost on the way. What was not finished was not done: run it again"
            " when it is back. irhub doctor says more."
        )
    if isinstance(fault, subprocess.SubprocessError | RuntimeError) and "postgres" in str(fault):
        return "The embedded database cannot be started. Its log is the file postgres/log in the data folder."
    return None
