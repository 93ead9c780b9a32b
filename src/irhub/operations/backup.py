"""A backup: one tar file with a dump of the database, the archive, a manifest of what must be in them, and its signature.

The dump and the counts are of one snapshot; archived bytes are there before an edition names them and never change, so the
archive, copied after the dump, holds all that the dump names.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.utils import timezone
from psycopg import IsolationLevel, sql

from irhub.accounts import anchors
from irhub.operations import dumps, putting_aside, signing
from irhub.registers.archive import archive_folder
from irhub.web.errors import ActionRefused

Report = Callable[[str, int, int], None]
FORM, UNSIGNED = 2, 1
"""The version of the form of a backup, and that of before, which has no signature."""
DUMP, MANIFEST, SIGNATURE = "database.dump", "manifest.json", "manifest.signature"

_MAKING = ".irhub-backup-"
"""How the folder begins in which one is made."""
_LONGEST = 24 * 3600
"""Seconds for which another may be at work."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: rows by table, applied migrations, roles with rights, each member's SHA-256, and what of the audit trail must
    be there: its head and the newest anchor that was kept outside the database, each as position and hash."""

    form: int
    version: str
    made_at: str
    rows: dict[str, int]
    migrations: list[str]
    roles: list[str]
    members: dict[str, str]
    trail: list[tuple[int, str]] = field(default_factory=list)


def back_up(target: Path, report: Report = lambda *_: None) -> Path:
    """Write a backup to the file `target` (its name ends in .tar), or into the folder `target` under a dated name.

    Returns the file. It is there whole or not at all, readable by its owner only. Raises ActionRefused if it is there already, or
    cannot be signed, or a restore was killed.
    """
    putting_aside.refuse_if_put_aside()
    if target.suffix != ".tar":
        target = target / f"irhub-{timezone.now():%Y%m%dT%H%M%SZ}.tar"
    if target.exists():
        raise ActionRefused(f"{target} is there already: name another file.")
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(
        f"{_MAKING}*"
    ):  # by a backup that was killed: people's data, and as large as they are
        if time.time() - left.stat().st_mtime > _LONGEST:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=_MAKING) as folder:
        dump, part = Path(folder) / DUMP, Path(folder) / "part"
        anchor = anchors.last()  # before the snapshot, which is as far or farther
        with dumps.connect() as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            rows, migrations, roles, snapshot = _state(connection)
            trail = _heads(connection, anchor)
            try:
                dumps.dump(dump, snapshot, len(rows), report)
            except dumps.DumpFailed as failed:
                raise ActionRefused(f"The database could not be dumped: {failed}.") from failed
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                members = {DUMP: _add(tar, dump, DUMP)}
                dump.unlink()
                blobs = sorted(archive_folder().glob("??/*.zst"))
                for done, blob in enumerate(blobs, 1):
                    name = f"archive/{blob.parent.name}/{blob.name}"
                    members[name] = _add(tar, blob, name)
                    report("Copying the archive", done, len(blobs))
                made = Manifest(
                    FORM, version("irhub"), timezone.now().isoformat(), rows, migrations, roles, members, trail
                )  # fmt: skip
                text = json.dumps(asdict(made), indent=1).encode()
                _add_bytes(tar, MANIFEST, text)
                _add_bytes(tar, SIGNATURE, signing.sign(text))
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    return target


def drop_old(folder: Path, kept: int) -> int:
    """Delete all but the newest so many dated backups of a folder, and return how many went."""
    old = sorted(folder.glob("irhub-????????T??????Z.tar"))[: -kept or None]
    for file in old:
        file.unlink()
    return len(old)


def _state(connection: object) -> tuple[dict[str, int], list[str], list[str], str]:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    snapshot = cursor.execute("SELECT pg_export_snapshot()").fetchone()[0]
    tables = [
        name
        for (name,) in cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND relname <> 'irhub_seal' ORDER BY 1"  # the key is not in a backup
        ).fetchall()
    ]
    rows = table_counts(cursor, tables)
    migrations = [
        f"{app}.{name}"
        for app, name in cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    ]
    roles = cursor.execute(
        "SELECT DISTINCT r.rolname FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner"
        " UNION SELECT r.rolname FROM pg_policy p, unnest(p.polroles) role JOIN pg_roles r ON r.oid = role ORDER BY 1"
    ).fetchall()
    return rows, migrations, [role for (role,) in roles], snapshot


def _heads(connection: object, anchor: anchors.Anchor | None) -> list[tuple[int, str]]:
    """What of the trail must be there when the backup is put back."""
    newest = "SELECT position, hash FROM accounts_auditlink WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1"
    head = connection.cursor().execute(newest).fetchone()  # type: ignore[attr-defined]
    return [*([head] if head else []), *([(anchor.events, anchor.hash)] if anchor else [])]


def table_counts(cursor: object, tables: list[str]) -> dict[str, int]:
    """Rows of each table."""
    counted = {}
    for name in tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name))
        counted[name] = cursor.execute(query).fetchone()[0]  # type: ignore[attr-defined]
    return counted


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Put a file into the tar and return the SHA-256 of what was put in."""
    info = tar.gettarinfo(str(path), name)
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    with path.open("rb") as file:
        hashed = Hashing(file)
        tar.addfile(info, hashed)
    return hashed.digest()


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


class Hashing:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        data = self.file.read(size)
        self.hash.update(data)
        return data

    def digest(self) -> str:
        """Of what was read."""
        return self.hash.hexdigest()


def free_bytes(folder: Path) -> int:
    """Room on the disk of a folder."""
    return shutil.disk_usage(folder).free


def blobs_of(members: dict[str, str]) -> Iterator[str]:
    """The names of a backup's archived files."""
    return (name for name in members if name.startswith("archive/"))
