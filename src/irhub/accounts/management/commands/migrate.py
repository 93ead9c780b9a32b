"""`migrate`, as the owner of the tables: everything else runs as a role that owns nothing (row_security.py)."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.core.management.commands import migrate

from irhub.accounts import keys
from irhub.accounts.row_security import owner_access
from irhub.web import migration_states


class Command(migrate.Command):
    """Django's own command, with the rights that it needs."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the tables up to date, and have the database know the installation's key."""
        may_undo = bool(options.get("migration_name"))
        with owner_access(), nullcontext() if may_undo else migration_states.forwards():
            super().handle(*args, **options)
            keys.keep_up()
