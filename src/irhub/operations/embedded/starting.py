"""Starting the server of a data folder, and making the folder for the first start."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from irhub.operations.embedded.guarding import guard
from irhub.operations.embedded.processes import PORT
from irhub.operations.embedded.programs import VERSION, CannotStart, explained, owner, run

SUPERUSER = "postgres"
PATIENCE = 120
"""Seconds that a server may take to start, since it mends itself after a crash, or to stop, since it writes what it holds."""
_NO_DATA = {"log", ".handle_pids.json"}
"""What older versions left in a folder where they could make no database."""


def start(folder: Path) -> None:
    """Start the server, and make its files if there are none. Raises CannotStart, OSError."""
    if not (folder / "PG_VERSION").exists():
        _make(folder)
    version = (folder / "PG_VERSION").read_text(errors="replace").strip()
    if version != str(VERSION):
        raise CannotStart(
            f"The database in {folder} is of PostgreSQL {version or '(unknown)'}, and the hub brings {VERSION}: make a backup"
            " with the version of the hub that it was made with, and restore it into another IRHUB_HOME."
        )
    _give(folder)
    guard(folder)
    written = folder / "log"
    before = written.stat().st_size if written.exists() else 0
    # The socket lies in the folder, which is the server's working directory.
    options = f"-h '' -k . -p {PORT}"
    said = run("pg_ctl", "start", "-w", "-s", "-t", str(PATIENCE), "-l", "log", "-o", options, folder=folder)
    if said is not None:
        with suppress(OSError), written.open(errors="replace") as file:
            file.seek(before)
            said += file.read()
        raise CannotStart(explained(said, folder))


def _make(folder: Path) -> None:
    """Make the files in another folder, which then gets the name: cut off at any moment, it begins again."""
    if folder.exists() and (held := {entry.name for entry in folder.iterdir()} - _NO_DATA):
        raise CannotStart(
            f"{folder} is no whole database, though it holds something ({min(held)}): move it away and run it again. irhub"
            " restore puts a backup back."
        )
    new = folder.with_name(f"{folder.name}.new")
    if new.exists():
        shutil.rmtree(new)
    new.mkdir(mode=0o700)
    _give(new)
    said = run(
        "initdb", "--auth=peer", "--encoding=UTF8", f"--username={SUPERUSER}", "--no-instructions",
        # PostgreSQL's own locale: whatever the system has, names are sorted the same.
        "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        folder=new,
    )  # fmt: skip
    if said is not None:
        sentence = explained(said, new)
        shutil.rmtree(new, ignore_errors=True)
        raise CannotStart(sentence)
    if folder.exists():
        shutil.rmtree(folder)
    new.rename(folder)


def _give(folder: Path) -> None:
    """Give a folder that root has made, or copied, to the user as whom the server runs."""
    if os.geteuid() == 0 and folder.stat().st_uid == 0:
        who = owner(folder)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, who.pw_uid, who.pw_gid, follow_symlinks=False)
