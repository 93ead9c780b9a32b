"""Empties the tables of the tests' database.

Rows are deleted where there are any, with triggers and foreign keys asleep: to truncate makes new files for a table and all that
refers to it, and takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg import sql

KEPT = {"django_content_type", "auth_permission"}
"""What migrations wrote, and no test changes."""
NOT_MODELS = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "accounts_attempts")
"""The queue of background work and the counts of attempts, whose tables Django does not manage."""


def holding_rows() -> list[str]:
    """The tables that hold rows."""
    names = {*NOT_MODELS, *connection.introspection.django_table_names(only_existing=True, include_views=False)} - KEPT
    each = [
        sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(sql.Literal(name), sql.Identifier(name)) for name in sorted(names)
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(each).as_string())
        return [name for (name,) in cursor.fetchall()]


def empty_tables() -> None:
    """Empty every table that holds rows."""
    if found := holding_rows():
        each = [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in found]
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(sql.SQL("; ").join(each).as_string())
            cursor.execute("RESET session_replication_role")


@contextmanager
def left_empty() -> Iterator[None]:
    """Tables are empty after the block, also when it fails: other tests find nothing of it."""
    try:
        yield
    finally:
        empty_tables()
