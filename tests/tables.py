"""Empties the tables of the tests' database, those alone that hold rows: to empty all of them takes a second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg import sql

KEPT = {"django_content_type", "auth_permission"}
"""What migrations wrote, and no test changes."""
QUEUE = "procrastinate_jobs"
"""The queue of background work, whose tables Django does not manage."""


def holding_rows() -> list[str]:
    """The tables of models that hold rows, and of the queue."""
    names = {QUEUE, *connection.introspection.django_table_names(only_existing=True, include_views=False)} - KEPT
    each = [
        sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(sql.Literal(name), sql.Identifier(name)) for name in sorted(names)
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(each).as_string())
        return [name for (name,) in cursor.fetchall()]


def empty_tables() -> None:
    """Empty every table that holds rows, and those that refer to it."""
    if found := holding_rows():
        with connection.cursor() as cursor:
            tables = sql.SQL(", ").join(map(sql.Identifier, found))
            cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables).as_string())


@contextmanager
def left_empty() -> Iterator[None]:
    """Tables are empty after the block, also when it fails: other tests find nothing of it."""
    try:
        yield
    finally:
        empty_tables()
