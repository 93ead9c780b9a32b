"""Putting a backup back, and proving that what came back is what was saved."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from irhub.accounts import anchors
from irhub.accounts.audit import record
from irhub.operations import dumps, signing
from irhub.operations.backup import (
    DUMP,
    FORM,
    MANIFEST,
    SIGNATURE,
    UNSIGNED,
    Hashing,
    Manifest,
    blobs_of,
    free_bytes,
)
from irhub.operations.proving import Restored, proved
from irhub.operations.putting_aside import drop_left_over, nobody_else, put_aside
from irhub.registers.archive import archive_folder
from irhub.web.errors import ActionRefused
from irhub.web.whole_files import whole_file

Report = Callable[[str, int, int], None]
_MEMBER = re.compile(r"archive/([0-9a-f]{2})/\1[0-9a-f]{62}\.zst")
_UNPACKED = ".restore-"
"""How the folder begins in which a dump is unpacked."""
_HELD = ("registers_edition", "accounts_person", "accounts_auditevent")
"""A database with a row in one of these is not an empty place."""


def restore(
    file: Path, *, by: str, key: str = "", unsigned: bool = False, force: bool = False, report: Report = lambda *_: None
) -> Restored:
    """Put a backup back into the database and the archive of the settings, and check all of it. `by`: who does it, for the trail.

    `key`: the line by which its signature is checked, without one that of this place. `unsigned`: take one that was made before backups
    were signed. Raises ActionRefused, with the database as it was, if the file is not a whole backup, was not signed by that key, is of a newer
    version, if the site runs, or the place is not empty and `force` was not given; and if what came back is not what was saved, or not
    what the hub makes.
    """
    try:
        tar = tarfile.open(file)  # noqa: SIM115 - closed by the block below
    except (OSError, tarfile.TarError) as problem:
        raise ActionRefused(f"{file} cannot be opened as a backup ({type(problem).__name__}).") from None
    with tar:
        manifest = _manifest(file, tar, key, unsigned=unsigned)
        _whole(file, tar, manifest, report)
        _known(manifest)
        if not force and (held := _held()):
            raise ActionRefused(
                f"This place is not empty: it holds {held}. Restore into an empty one, or say --force to replace it."
            )
        with nobody_else():
            archive_folder().mkdir(parents=True, exist_ok=True)
            needed = sum(tar.getmember(name).size for name in manifest.members)
            if free_bytes(archive_folder()) < needed:
                raise ActionRefused(f"{needed / 2**20:,.0f} MiB are needed below {settings.HOME}, more than is free.")
            _archive(tar, manifest, report)
            for left in Path(settings.HOME).glob(f"{_UNPACKED}*"):  # by a restore that was killed: people's data
                shutil.rmtree(left, ignore_errors=True)
            with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=_UNPACKED) as folder:
                tar.extract(DUMP, folder, filter="data")
                with put_aside(manifest.roles):
                    try:
                        dumps.restore(Path(folder) / DUMP, len(manifest.rows), report)
                    except dumps.DumpFailed as failed:
                        raise ActionRefused(
                            f"The backup could not be put into the database: {failed}. What was there before is there again."
                        ) from failed
                    put_back = proved(manifest, report)
            record_restore(file.name, by=by)
            drop_left_over()
            with dumps.connect() as own:
                own.execute("ANALYZE")
    (Path(settings.HOME) / "refresh.json").unlink(missing_ok=True)  # what was fetched since is to be fetched again
    return put_back


def _manifest(file: Path, tar: tarfile.TarFile, key: str, *, unsigned: bool) -> Manifest:
    try:
        text = _member(tar, MANIFEST)
        manifest = Manifest(**json.loads(text))
    except (KeyError, TypeError, ValueError, RecursionError, tarfile.TarError):
        raise ActionRefused(f"{file} is not a whole backup: it has no manifest. It may have been cut short.") from None
    if manifest.form not in (FORM, UNSIGNED):
        raise ActionRefused(f"{file} is a backup of form {manifest.form}; this version reads form {FORM}.")
    if manifest.form == UNSIGNED and not unsigned:
        raise ActionRefused(
            f"{file} was made before backups were signed, so nothing proves where it comes from. If you know that, say --unsigned."
        )
    if manifest.form == FORM:
        try:
            signature = _member(tar, SIGNATURE)
        except (KeyError, tarfile.TarError):
            raise ActionRefused(
                f"{file} has no signature: it was cut short, or irhub backup did not make it."
            ) from None
        signing.check(text, signature, key)
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    """A small member. Raises KeyError, tarfile.TarError."""
    content = tar.extractfile(name)
    return content.read(2**26) if content else b""


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
            with whole_file(place, mode=0o444) as out:
                shutil.copyfileobj(content, out, 2**20)
        report("Restoring the archive", done, len(names))


def _same(place: Path, sha256: str) -> bool:
    if not place.exists():
        return False
    with place.open("rb") as file:
        hashed = Hashing(file)
        while hashed.read(2**20):
            pass
    return hashed.digest() == sha256


def record_restore(name: str, *, by: str) -> None:
    """Leave an event in the trail that was put back: what came after the backup is not in it, and its head is another from now on."""
    record("restored a backup", by=by, about="hub", file=name)
    anchors.keep(begins=f"{name} was restored")
