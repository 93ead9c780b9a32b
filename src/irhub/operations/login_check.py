"""Whether the login of the web is as weak as it should be, told in words (ADR 38)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from irhub.accounts.row_security import APP
from irhub.operations.database_logins import QUIET

_MAY = """
    SELECT role.rolsuper, role.rolcreaterole, role.rolcreatedb, role.rolbypassrls, role.rolreplication,
        EXISTS (SELECT FROM pg_class WHERE relowner = role.oid) OR EXISTS (SELECT FROM pg_proc WHERE proowner = role.oid)
            OR EXISTS (SELECT FROM pg_database WHERE datdba = role.oid),
        has_schema_privilege(role.oid, 'public', 'CREATE'),
        has_database_privilege(role.oid, current_database(), 'CREATE'),
        has_database_privilege(role.oid, current_database(), 'TEMPORARY')
    FROM pg_roles role WHERE rolname = %s
"""
_SAYS = (
    "is a superuser",
    "may make other logins",
    "may make databases",
    "goes round the fence of every table",
    "may copy the whole server",
    "owns something in the database",
    "may make tables",
    "may make schemas",
    "may make temporary tables",
)
_MEMBER_OF = """
    SELECT role.rolname FROM pg_roles role, pg_roles login
    WHERE login.rolname = %s AND role.rolname <> ALL (%s) AND role.oid <> login.oid AND pg_has_role(login.oid, role.oid, 'MEMBER')
    ORDER BY 1
"""


def faults(login: str, owner: str) -> Iterator[str]:
    """What the web's login may that it should not, each as the end of a sentence that begins with it."""
    if login == owner:
        yield "is that of the database's owner"
    with connection.cursor() as cursor:
        cursor.execute(_MAY, [login])
        row = cursor.fetchone()
        if row is None:
            yield "is not there"
            return
        yield from (says for says, may in zip(_SAYS, row, strict=True) if may)
        if row[0]:  # a superuser is a member of everything
            return
        cursor.execute(QUIET, [login])
        if not cursor.fetchone()[0]:
            yield "shows what it runs, with all values, to every connection of its own (track_activities)"
        cursor.execute(_MEMBER_OF, [login, [APP]])
        for (name,) in cursor.fetchall():
            yield f"may become {name}"
