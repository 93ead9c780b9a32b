"""Whether this process can do its work: asked by load balancers and by `irhub doctor`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from irhub.accounts import proof
from irhub.registers.archive import archive_folder


def fault_of_database() -> DatabaseError | None:
    """What keeps the database from answering; None if it answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as fault:
        connection.close()
        return fault
    return None


def database() -> bool:
    """Whether the database answers."""
    return fault_of_database() is None


def pending() -> list[str]:
    """The migrations that the database still lacks. Raises DatabaseError."""
    if _written() <= MigrationRecorder(connection).applied_migrations().keys():
        return []  # without importing each of them, as every command would
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _written() -> set[tuple[str, str]]:
    """The app and name of each migration that is there, as Django's loader finds them."""
    return {
        (app.label, module.name)
        for app in apps.get_app_configs()
        for module in iter_modules([str(Path(app.path) / "migrations")])
        if not module.ispkg and module.name[0] not in "_~"
    }


@cache
def _once_up_to_date() -> bool:
    """Raises LookupError while migrations are pending, or the database does not know this installation's key: only the good answer is
    kept, since neither code nor key of a process ever changes.
    """
    if pending() or not proof.fits():
        raise LookupError
    return True


def migrations() -> bool:
    """Whether the database has every table that this version needs."""
    try:
        return _once_up_to_date()
    except (LookupError, DatabaseError):
        return False


def archive() -> bool:
    """Whether a file can be written into the archive."""
    folder = archive_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".ready-") as file:
            file.write(b"x")
            file.flush()
    except OSError:
        return False
    return True


CHECKS: Mapping[str, Callable[[], bool]] = {"database": database, "migrations": migrations, "archive": archive}


def ready() -> dict[str, bool]:
    """Each check and whether it holds."""
    return {name: check() for name, check in CHECKS.items()}
