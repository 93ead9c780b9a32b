"""`migrate`, as the owner of the tables: everything else runs as a role that owns nothing (row_security.py)."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from irhub.accounts import second_steps
from irhub.accounts.row_security import owner_access


class Command(migrate.Command):
    """Django's own command, with the rights that it needs."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the tables up to date, and have the database know the installation's key."""
        with owner_access():
            super().handle(*args, **options)
            second_steps.keep_up()
