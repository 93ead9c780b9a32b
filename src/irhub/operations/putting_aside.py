"""What the database held stays beside what is put back, until that is proved: a restore that is refused leaves the place as it was."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from irhub.operations import database_logins, dumps
from irhub.operations.inventory import BEFORE, LEFT_OVER
from irhub.web.errors import ActionRefused

PATIENCE = 5
"""Seconds in which whoever has just ended may still be seen in the database."""
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND coalesce(backend_type, 'client backend') = 'client backend' AND pid <> pg_backend_pid()
"""
_STANDS = "SELECT to_regnamespace(%s) IS NOT NULL"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename"
_IN_USE = "The database is in use: stop irhub serve and irhub worker, and restore again."
STOPPED = "A restore of this database was stopped before its end: what it held stands aside, and nobody has proved what is there now."
GO_ON = "Run irhub restore again, with any whole backup: what was there comes back first, and stays if that backup is refused."


@contextmanager
def nobody_else() -> Iterator[None]:
    """Be the only one in the database until the end of the block: another restore that begins meanwhile finds this one.

    Raises ActionRefused if anybody else is connected to it, whatever they do: a site that waits for visitors as well.
    """
    connection.close()
    until = time.monotonic() + PATIENCE
    with dumps.connect() as own:
        own.autocommit = True
        while _others(own):
            if time.monotonic() > until:
                raise ActionRefused(_IN_USE)
            time.sleep(0.2)
        yield


def refuse_if_put_aside() -> None:
    """Raises ActionRefused where a restore was killed before its end: what is there was not proved, and what was there stands aside."""
    if stands(BEFORE):
        raise ActionRefused(f"{STOPPED} {GO_ON}")


def stands(schema: str) -> bool:
    """Whether the database has a schema."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDS, [schema])
        return bool(cursor.fetchone()[0])


@contextmanager
def put_aside(roles: Collection[str]) -> Iterator[None]:
    """Put what the database holds aside, so that a backup can be put in within. At the end it is left over (`drop_left_over`), or brought
    back if something is raised.

    What a restore that was killed left aside is brought back first. Raises ActionRefused if the database is in use.
    """
    connection.close()
    drop_left_over()
    with _alone() as own:
        database_logins.make_roles(own, roles)
        killed = own.execute(_STANDS, [BEFORE]).fetchone() == (True,)
        if killed:
            _bring_back(own)
    if killed:
        drop_left_over()
    with _alone() as own:
        _rename(own, "public", BEFORE)
        own.execute("CREATE SCHEMA public")
        own.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    try:
        yield
        connection.close()
        drop_left_over()  # which a backup may have held, of a database in which some was left
    except BaseException:
        connection.close()
        with _alone() as own:
            _bring_back(own)
        drop_left_over()
        raise
    with _alone() as own:
        _rename(own, BEFORE, LEFT_OVER)


@contextmanager
def _alone() -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection, one transaction, which waits ten seconds for others."""
    try:
        with dumps.connect() as own:
            own.execute("SET lock_timeout = '10s'")
            yield own
    except psycopg.errors.LockNotAvailable:
        raise ActionRefused(_IN_USE) from None


def _bring_back(own: psycopg.Connection[Any]) -> None:
    if own.execute(_STANDS, ["public"]).fetchone() == (True,):
        _rename(own, "public", LEFT_OVER)
    _rename(own, BEFORE, "public")


def _rename(own: psycopg.Connection[Any], schema: str, to: str) -> None:
    own.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(schema), sql.Identifier(to)))


def drop_left_over() -> None:
    """Drop what nobody needs any more, each table in a transaction of its own.

    All at once would take a lock for each table, index, policy and trigger, of which a server has some thousands for everybody.
    """
    with dumps.connect() as own:
        own.autocommit = True
        for (table,) in own.execute(_TABLES, [LEFT_OVER]).fetchall():
            own.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(LEFT_OVER, str(table))))
        own.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(LEFT_OVER)))


def _others(own: psycopg.Connection[Any]) -> int:
    row = own.execute(_OTHERS).fetchone()
    return int(row[0]) if row else 0
