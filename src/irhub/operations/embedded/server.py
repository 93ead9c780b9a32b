"""The embedded server of a data folder: started for the first process that needs it, stopped by the last that ends."""

from __future__ import annotations

import atexit
import errno
import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlencode

import psycopg
import structlog
from psycopg import sql

from irhub.operations import database_logins
from irhub.operations.embedded import guarding, processes
from irhub.operations.embedded.processes import PORT, SOCKET
from irhub.operations.embedded.programs import CannotStart, explained, owner
from irhub.operations.embedded.starting import PATIENCE, SUPERUSER, start

log = structlog.get_logger("irhub.database")
DATABASE = "irhub"
LONGEST_SOCKET = 103 if sys.platform == "darwin" else 107
"""Bytes that the system takes as the path of a socket."""

_in_use: dict[Path, int] = {}
"""Folders whose server this process uses, each with the open file whose lock says so."""


def ensure_running(folder: Path) -> None:
    """Have the server of a data folder run, and its database be there. Raises CannotStart.

    Processes that come at once start one server. One that runs is found and used, whoever started it; one that starts
    or stops is waited for.
    """
    too_long = len(os.fsencode(folder / SOCKET)) - LONGEST_SOCKET
    if too_long > 0:
        raise CannotStart(
            f"The path {folder} is {too_long} bytes too long for the database's socket: set IRHUB_HOME to a shorter one."
        )
    with _in_a_sentence(folder), _alone(folder):
        first = folder not in _in_use
        if first:
            _hold(folder)
        if not _serves(folder):
            _make_way(folder)
            start(folder)
        elif first and guarding.guard(folder):  # a server that a version before has started
            _run(folder, "SELECT pg_reload_conf()")
        if first:
            _make_database(folder)


def let_go(folder: Path) -> None:
    """Say that this process needs the server no longer. The last to say so stops it."""
    file = _in_use.pop(folder, None)
    if file is None:
        return
    with suppress(OSError), _alone(folder):
        with suppress(BlockingIOError):  # another process uses it
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if named := processes.named_server(folder):
                processes.stop([named[0]], PATIENCE)
        os.close(file)


def url(folder: Path, database: str = DATABASE, user: str = SUPERUSER) -> str:
    """The address of a database of the server, for one of its logins."""
    return f"postgresql://{user}@/{database}?{urlencode({'host': str(folder), 'port': PORT})}"


@contextmanager
def _in_a_sentence(folder: Path) -> Iterator[None]:
    """Tell what the system or the server refuses in a sentence."""
    try:
        yield
    except OSError as refused:
        if refused.errno in (errno.ENOSPC, errno.EDQUOT):
            raise CannotStart(explained("No space left on device", folder.parent)) from None
        name, says = os.fsdecode(refused.filename or folder), (refused.strerror or str(refused)).lower()
        raise CannotStart(
            f"{name} cannot be used: {says}. Set IRHUB_HOME to a folder in which the user that runs irhub may write."
        ) from None
    except psycopg.OperationalError as refused:
        raise CannotStart(explained(str(refused), folder)) from None


def _beside(folder: Path, name: str) -> int:
    """Open a file in the home, which is its owner's alone."""
    home = folder.parent
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(home / f"{folder.name}.{name}", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:  # in another's home it is theirs to use too
        os.fchown(file, home.stat().st_uid, home.stat().st_gid)
    return file


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time looks after the server. The lock ends with the process that holds it."""
    file = _beside(folder, "lock")
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)  # a process that was forked meanwhile has the file open too
        os.close(file)


def _hold(folder: Path) -> None:
    """Count this process, until it ends, among those that use the server."""
    file = _beside(folder, "users")
    fcntl.flock(file, fcntl.LOCK_SH)
    _in_use[folder] = file
    atexit.register(_at_exit, folder, os.getpid())


def _at_exit(folder: Path, process: int) -> None:
    if os.getpid() == process:  # and not one that was forked from it
        let_go(folder)


def _serves(folder: Path) -> bool:
    """Whether the server is proved to run and to be the one that answers. One that starts or stops is waited for."""
    until = time.monotonic() + PATIENCE
    while named := processes.named_server(folder):
        process, status = named
        if status in ("ready", "standby"):
            return processes.answers(folder, process)
        if time.monotonic() > until:
            raise CannotStart(
                f"The database in {folder} has been {status} for {PATIENCE} seconds: run it again in a while. Its log is"
                f" {folder / 'log'}."
            )
        time.sleep(0.1)
    return False


def _make_way(folder: Path) -> None:
    """Leave nothing that would keep the server from starting, and no other at work in its folder."""
    owner(folder)
    if not folder.exists():
        return
    if running := processes.servers(folder):
        log.warning("a database server that cannot be reached is stopped", processes=[one.pid for one in running])
        if left := processes.stop(running, PATIENCE):
            raise CannotStart(f"The database server {left[0].pid} of {folder} does not end: stop it and run it again.")
    for file in processes.put_aside(folder):
        log.warning("a state file that names no database server was put aside", file=str(file))


def _make_database(folder: Path) -> None:
    """Have the database be there, and the logins that are not its owner's."""
    with _connected(folder) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        database_logins.make(connection, DATABASE, {database_logins.WEB: "", database_logins.WORK: ""})


def _run(folder: Path, statement: LiteralString) -> None:
    with _connected(folder) as connection:
        connection.execute(statement)


def _connected(folder: Path) -> psycopg.Connection[tuple[object, ...]]:
    checked = owner(folder).pw_name
    return psycopg.connect(url(folder, "postgres"), requirepeer=checked, autocommit=True)
