"""Putting a backup back, and proving that what came back is what was saved."""

from __future__ import annotations

import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from irhub.accounts import anchors
from irhub.accounts.audit import record, verify
from irhub.accounts.models import AuditEvent
from irhub.operations import database_logins, dumps
from irhub.operations.archive_check import faults_of_archive
from irhub.operations.backup import DUMP, FORM, MANIFEST, Hashing, Manifest, blobs_of, free_bytes, table_counts
from irhub.operations.migrating import migrate
from irhub.registers.rows import archive_folder
from irhub.web.errors import ActionRefused

Report = Callable[[str, int, int], None]
_MEMBER = re.compile(r"archive/([0-9a-f]{2})/\1[0-9a-f]{62}\.zst")
_HELD = ("registers_edition", "accounts_person", "accounts_auditevent")
"""A database with a row in one of these is not an empty place."""


@dataclass(frozen=True)
class Restored:
    """What was put back and proved: tables and rows that were counted, events of the trail, archived files."""

    tables: int
    rows: int
    events: int
    files: int


def restore(file: Path, *, force: bool = False, report: Report = lambda *_: None) -> Restored:
    """Put a backup back into the database and the archive of the settings, and check all of it.

    Raises ActionRefused, with nothing changed, if the file is not a whole backup, is of a newer version, or the place is not
    empty and `force` was not given; and with what is wrong if what came back is not what was saved.
    """
    try:
        tar = tarfile.open(file)  # noqa: SIM115 - closed by the block below
    except (OSError, tarfile.TarError) as problem:
        raise ActionRefused(f"{file} cannot be opened as a backup ({type(problem).__name__}).") from None
    with tar:
        manifest = _manifest(file, tar)
        _whole(file, tar, manifest, report)
        _known(manifest)
        if not force and (held := _held()):
            raise ActionRefused(
                f"This place is not empty: it holds {held}. Restore into an empty one, or say --force to replace it."
            )
        archive_folder().mkdir(parents=True, exist_ok=True)
        needed = sum(tar.getmember(name).size for name in manifest.members)
        if free_bytes(archive_folder()) < needed:
            raise ActionRefused(f"{needed / 2**20:,.0f} MiB are needed below {settings.HOME}, more than is free.")
        _archive(tar, manifest, report)
        with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restore-") as folder:
            tar.extract(DUMP, folder, filter="data")
            _database(Path(folder) / DUMP, manifest, report)
    (Path(settings.HOME) / "refresh.json").unlink(missing_ok=True)  # what was fetched since is to be fetched again
    return _proved(manifest, report)


def _manifest(file: Path, tar: tarfile.TarFile) -> Manifest:
    try:
        content = tar.extractfile(MANIFEST)
        manifest = Manifest(**json.loads(content.read() if content else b""))
    except (KeyError, TypeError, ValueError, tarfile.TarError):
        raise ActionRefused(f"{file} is not a whole backup: it has no manifest. It may have been cut short.") from None
    if manifest.form != FORM:
        raise ActionRefused(f"{file} is a backup of form {manifest.form}; this version reads form {FORM}.")
    return manifest


def _whole(file: Path, tar: tarfile.TarFile, manifest: Manifest, report: Report) -> None:
    for done, (name, sha256) in enumerate(manifest.members.items(), 1):
        if name != DUMP and not _MEMBER.fullmatch(name):
            raise ActionRefused(f"{file} has a member of an odd name: it was not made by irhub backup.")
        try:
            member = tar.getmember(name)
            content = tar.extractfile(member) if member.isreg() else None
        except (KeyError, tarfile.TarError):
            content = None
        if content is None:
            raise ActionRefused(f"{file} lacks {name}: it is not whole.")
        hashed = Hashing(content)
        while hashed.read(2**20):
            pass
        if hashed.digest() != sha256:
            raise ActionRefused(f"{file} is damaged: {name} is not what was saved. Take another backup.")
        report("Checking the backup", done, len(manifest.members))


def _known(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    strange = [name for name in manifest.migrations if name not in known]
    if strange:
        raise ActionRefused(
            f"The backup is of version {manifest.version}, whose tables this version does not know ({strange[0]}):"
            " install that version or a newer one."
        )


def _held() -> str:
    """What the place holds already, in words; nothing if it is empty."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in _HELD:
            if name in tables:
                cursor.execute(sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(sql.Identifier(name)))
                if cursor.fetchone()[0]:
                    return f"rows in the table {name}"
    return "an archive" if any(archive_folder().glob("??/*.zst")) else ""


def _archive(tar: tarfile.TarFile, manifest: Manifest, report: Report) -> None:
    names = list(blobs_of(manifest.members))
    for done, name in enumerate(names, 1):
        place = archive_folder().parent / name
        content = tar.extractfile(name)
        if content is not None and not _same(place, manifest.members[name]):
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_name(f".{place.name}.{os.getpid()}")
            with part.open("wb") as out:
                shutil.copyfileobj(content, out, 2**20)
                out.flush()
                os.fsync(out.fileno())
            part.chmod(0o444)
            part.replace(place)
        report("Restoring the archive", done, len(names))


def _same(place: Path, sha256: str) -> bool:
    if not place.exists():
        return False
    with place.open("rb") as file:
        hashed = Hashing(file)
        while hashed.read(2**20):
            pass
    return hashed.digest() == sha256


def _database(dump: Path, manifest: Manifest, report: Report) -> None:
    connection.close()
    try:
        with dumps.connect() as own:
            own.execute("SET lock_timeout = '10s'")
            database_logins.make_roles(own, manifest.roles)
            own.execute("DROP SCHEMA public CASCADE")
            own.execute("CREATE SCHEMA public")
            own.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    except psycopg.errors.LockNotAvailable:
        raise ActionRefused("The database is in use: stop irhub serve and irhub worker, and restore again.") from None
    try:
        dumps.restore(dump, len(manifest.rows), report)
    except dumps.DumpFailed as failed:
        raise ActionRefused(
            f"The database is empty now, since it could not be restored: {failed}. Restore again."
        ) from failed
    with dumps.connect() as own:
        own.execute("ANALYZE")


def _proved(manifest: Manifest, report: Report) -> Restored:
    with dumps.connect() as own:
        counted = table_counts(own.cursor(), list(manifest.rows))
    wrong = [
        f"{name} has {counted[name]} rows, not {rows}" for name, rows in manifest.rows.items() if counted[name] != rows
    ]
    migrate()  # a backup may be of an older version, whose trail this one walks in its own tables
    wrong += [f"of the audit trail, {place}" for place in verify()]
    files, faults = faults_of_archive(report)
    wrong += faults
    if wrong:
        raise ActionRefused(f"What came back is not what was saved: {'; '.join(wrong[:10])}.")
    return Restored(len(counted), sum(counted.values()), AuditEvent.objects.count(), files)


def record_restore(name: str, *, by: str) -> None:
    """Leave an event in the trail that was put back: what came after the backup is not in it, and its head is another from now on."""
    record("restored a backup", by=by, about="hub", file=name)
    anchors.keep(begins=f"{name} was restored")
