"""Bringing the database's tables up to date: by one process at a time, and only where something is pending."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from irhub.operations.health import pending


def migrate() -> list[str]:
    """Apply what is pending and return its names. Processes that start together wait for the one that does it."""
    if not pending():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('irhub migrate'))")
        try:
            names = pending()
            if names:
                call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('irhub migrate'))")
    return names
