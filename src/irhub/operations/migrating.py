"""Bringing the database's tables up to date: by one process at a time, and only where something is pending."""

from __future__ import annotations

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from irhub.accounts import keys, proof
from irhub.accounts.row_security import owner_access
from irhub.operations import database_logins
from irhub.operations.health import pending
from irhub.web.errors import ActionRefused


def migrate() -> list[str]:
    """Apply what is pending and return its names, and have the database know this installation's key. Processes that start together
    wait for the one that does it.
    """
    if not pending() and proof.fits():
        return []
    with owner_access(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('irhub migrate'))")
        try:
            names = pending()
            if names:
                call_command("migrate", verbosity=0, interactive=False)
                make_logins()
            keys.keep_up()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('irhub migrate'))")
    return names


def make_logins() -> None:
    """Have the logins be there of which this process was told addresses of their own, with what they need and no more.

    Raises ActionRefused where the owner's login may not make them.
    """
    with owner_access():
        owner = settings.IRHUB_LOGINS["owner"]["USER"]
        told = {name: settings.IRHUB_LOGINS[name] for name in ("web", "work")}
        passwords = {login["USER"]: login["PASSWORD"] for login in told.values() if login["USER"] != owner}
        connection.ensure_connection()
        try:
            database_logins.make(
                connection.connection, connection.settings_dict["NAME"], passwords, web=told["web"]["USER"]
            )
        except psycopg.errors.InsufficientPrivilege as refused:
            raise ActionRefused(
                f"The owner's login may not make the other logins ({str(refused).splitlines()[0]}): docs/operations.md,"
                " Managed PostgreSQL, says what somebody who may has to run."
            ) from None
