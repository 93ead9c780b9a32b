"""A migrated database, kept from one run of the tests to the next.

To migrate takes a processor some fifteen seconds, which a run of one file would pay each time. What is kept is PostgreSQL's own dump,
under a name made of all that decides what migrating gives; a fresh clone has none, so that there everything is migrated.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from irhub.operations.database_logins import make_roles
from irhub.operations.embedded.programs import program

ROOT = Path(__file__).parent.parent
KEPT = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "irhub-tests"
MOST = 8
"""How many dumps are kept: the newest, for as many branches."""


def restore(database: str, server: str) -> bool:
    """Make a database of the dump that fits, on the server that the connection string reaches; False where none is kept whole."""
    dump = _dump(server)
    try:
        roles = json.loads(dump.with_suffix(".roles").read_text())
        with psycopg.connect(server, autocommit=True) as connection:
            make_roles(connection, roles)
            for role in map(sql.Identifier, roles):
                connection.execute(sql.SQL("GRANT {} TO SESSION_USER").format(role))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        _run(database, server, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(dump))
    except (OSError, ValueError, psycopg.Error, subprocess.CalledProcessError):
        return False
    dump.touch()
    return True


def keep(database: str, server: str) -> None:
    """Keep a migrated database and the names of its roles, which belong to the server and are in no dump."""
    dump = _dump(server)
    KEPT.mkdir(parents=True, exist_ok=True)
    with psycopg.connect(server) as connection:
        rows = connection.execute("SELECT rolname FROM pg_roles WHERE NOT rolcanlogin AND rolname !~ '^pg_'").fetchall()
    part = dump.with_suffix(f".{os.getpid()}.part")
    _run(database, server, "pg_dump", "--format=custom", "--no-owner", f"--file={part}")
    dump.with_suffix(".roles").write_text(json.dumps([name for (name,) in rows]))
    part.replace(dump)
    for old in sorted(KEPT.glob("*.dump"), key=lambda path: path.stat().st_mtime, reverse=True)[MOST:]:
        old.unlink(missing_ok=True)
        old.with_suffix(".roles").unlink(missing_ok=True)


def _dump(server: str) -> Path:
    """Named by a hash of our migrations, of the versions of the packages that bring others, and of the server's version."""
    decides = hashlib.sha256()
    for path in sorted([*ROOT.glob("src/irhub/*/migrations/*.py"), ROOT / "requirements-dev.txt"]):
        decides.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    with psycopg.connect(server) as connection:
        decides.update(str(connection.info.server_version).encode())
    return KEPT / f"{decides.hexdigest()[:32]}.dump"


def _run(database: str, server: str, name: str, *arguments: str) -> None:
    reached = psycopg.conninfo.make_conninfo(server, dbname=database)
    subprocess.run([str(program(name)), f"--dbname={reached}", *arguments], check=True, capture_output=True)
