"""The logins of the web and of the worker: made, and kept from being more than they should be (ADR 38)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import sql

WEB, WORK = "irhub_web", "irhub_work"
"""Their names in the embedded server."""
APP, SYSTEM, JOBS = "irhub_app", "irhub_system", "irhub_jobs"
"""The roles without a login, which hold the rights (accounts/row_security.py)."""
QUIET = """
    SELECT current_setting('track_activities') = 'off' OR EXISTS (
        SELECT FROM pg_db_role_setting kept JOIN pg_roles role ON role.oid = kept.setrole
        WHERE role.rolname = %s AND 'track_activities=off' = ANY (kept.setconfig)
    )
"""
"""Whether nobody reads what a login runs, with all values in it: the server shows that to every connection of the same login."""
WEAK = sql.SQL("NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")


def make(connection: psycopg.Connection[Any], database: str, passwords: Mapping[str, str], web: str = WEB) -> None:
    """Have the logins `passwords` be there, each with its password (blank: none), weak, and members of what they need.

    `web`: which of them is the web's. Nobody who is not told makes temporary tables in the database. Where all stands
    already, nothing is written. Raises psycopg.Error if the connection's login may not.
    """
    make_roles(connection, (APP, SYSTEM, JOBS))
    for login, password in passwords.items():
        if not _known(connection, login):
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
        if password:
            _set_password(connection, login, password)
        _weaken(connection, login)
        needed = (APP,) if login == web else (APP, SYSTEM, JOBS)
        for role in needed:
            _join(connection, login, role)
        for role in {SYSTEM, JOBS} - set(needed):
            _leave(connection, login, role)
        if login == web:
            _hush(connection, login)
    _close(connection, database)


def make_roles(connection: psycopg.Connection[Any], names: Iterable[str]) -> None:
    """Have roles be there that hold rights, and nobody logs in as. Jobs have what requests have, by being a member."""
    for role in names:
        if not _known(connection, role):
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        if role == JOBS:
            _join(connection, JOBS, APP)


def _known(connection: psycopg.Connection[Any], name: str) -> bool:
    return connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone() is not None


def _set_password(connection: psycopg.Connection[Any], login: str, password: str) -> None:
    """Set a password as its SCRAM verifier, worked out here: the password itself is in no statement and in no log of the server."""
    verifier = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(verifier.decode()))
    )


def _weaken(connection: psycopg.Connection[Any], login: str) -> None:
    strong = connection.execute(
        "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls FROM pg_roles WHERE rolname = %s",
        [login],
    ).fetchone()
    if strong and strong[0]:
        connection.execute(sql.SQL("ALTER ROLE {} {}").format(sql.Identifier(login), WEAK))


def _hush(connection: psycopg.Connection[Any], login: str) -> None:
    """Have nobody read what a login runs, where the connection's own login may: else the check tells of it."""
    row = connection.execute(QUIET, [login]).fetchone()
    if row and not row[0]:
        with suppress(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute(sql.SQL("ALTER ROLE {} SET track_activities = off").format(sql.Identifier(login)))


def _join(connection: psycopg.Connection[Any], login: str, role: str) -> None:
    if not _belongs(connection, login, role):
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(login)))


def _leave(connection: psycopg.Connection[Any], login: str, role: str) -> None:
    if _belongs(connection, login, role):
        connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(role), sql.Identifier(login)))


def _belongs(connection: psycopg.Connection[Any], login: str, role: str) -> bool:
    row = connection.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [login, role]).fetchone()
    return bool(row and row[0])


def _close(connection: psycopg.Connection[Any], database: str) -> None:
    """Keep everybody but jobs and the system from making temporary tables, and everybody from making schemas."""
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM aclexplode(COALESCE(datacl, acldefault('d', datdba))) WHERE grantee = 0"
        " AND privilege_type IN ('TEMPORARY', 'CREATE')) FROM pg_database WHERE datname = %s",
        [database],
    ).fetchone()
    if row and row[0]:
        named = sql.Identifier(database)
        connection.execute(sql.SQL("REVOKE TEMPORARY, CREATE ON DATABASE {} FROM PUBLIC").format(named))
        connection.execute(
            sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}, {}").format(
                named, sql.Identifier(JOBS), sql.Identifier(SYSTEM)
            )
        )
