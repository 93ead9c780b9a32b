"""PostgreSQL's own dump and restore programs, asked with the settings of the site's database."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from irhub.operations.embedded.programs import program
from irhub.operations.inventory import LEFT_OVER
from irhub.web.errors import ActionRefused

Report = Callable[[str, int, int], None]
_TABLE = re.compile(r"(?:dumping contents of|processing data for) table")


class DumpFailed(Exception):
    """The program ended badly. The message is the last thing that it said."""


def conninfo() -> str:
    """How its owner reaches the site's database, without the password. Raises CannotStart, ActionRefused."""
    if "owner" not in settings.IRHUB_LOGINS:
        raise ActionRefused("This needs the login of the database's owner: set DATABASE_URL.")
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()} - {"password"}
    own = connection.copy()
    own.settings_dict |= settings.IRHUB_LOGINS["owner"] | {"NAME": connection.settings_dict["NAME"]}
    parameters = own.get_connection_params()
    return psycopg.conninfo.make_conninfo("", **{name: parameters[name] for name in known & parameters.keys()})


def connect() -> psycopg.Connection[tuple[object, ...]]:
    """A connection of its own to the site's database, as its owner."""
    return psycopg.connect(conninfo(), password=_password())


def _password() -> str | None:
    return str(settings.IRHUB_LOGINS["owner"]["PASSWORD"]) or None


def dump(to: Path, snapshot: str, tables: int, report: Report) -> None:
    """Write a dump of the snapshot. Raises DumpFailed.

    It is made by the owner of the tables, whom the policies give every row: pg_dump must be told that they may be used.
    """
    _run(
        [
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--enable-row-security",
            "--exclude-table-data=irhub_seal",
            f"--exclude-schema={LEFT_OVER}",
            f"--snapshot={snapshot}",
            f"--file={to}",
        ],
        tables,
        report,
        "Dumping",
    )


def restore(dump: Path, tables: int, report: Report) -> None:
    """Put a dump into the database, in one transaction. Raises DumpFailed, with nothing put in."""
    _run(
        ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(dump)], tables, report, "Restoring"
    )


def _run(command: list[str], tables: int, report: Report, what: str) -> None:
    name, *arguments = command
    environment = os.environ | {"PGPASSWORD": _password() or ""}
    with subprocess.Popen(
        [
            str(program(name)), "--verbose", "--no-password",
            f"--dbname={conninfo()}", *arguments,
        ],
        stderr=subprocess.PIPE, text=True, env=environment, errors="replace",
    ) as running:  # fmt: skip
        done, said = 0, ""
        for line in running.stderr or ():
            if _TABLE.search(line):
                done += 1
                report(f"{what} tables", min(done, tables), tables)
            if "error:" in line:
                said = line.strip()
    if running.returncode:
        raise DumpFailed(said or f"{name} ended with {running.returncode}")
