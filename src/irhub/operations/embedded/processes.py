"""Which processes are PostgreSQL at work in a data folder: nothing is trusted or stopped before it is proved to be one."""

from __future__ import annotations

import os
import signal
import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil

PORT = "5432"
SOCKET = f".s.PGSQL.{PORT}"
STATE_FILE = "postmaster.pid"
_STATE_FILES = (STATE_FILE, f"{SOCKET}.lock")
_STATUS_LINE = 7


def is_server(process: psutil.Process, folder: Path) -> bool:
    """Whether a process is PostgreSQL at work in a folder.

    Its program and its working directory prove it, which PostgreSQL makes its data folder and never leaves; nobody but the
    folder's owner can go there. When it began proves nothing: a clock may have been set since.
    """
    with suppress(psutil.Error, OSError):
        if process.name() != "postgres" or Path(process.exe()).name != "postgres":
            return False
        linked = Path(f"/proc/{process.pid}/cwd")  # leads to the folder itself, even if another has its name by now
        place = linked if linked.exists() else Path(process.cwd())
        return os.path.samefile(place, folder) and process.uids().effective == folder.stat().st_uid
    return False


def servers(folder: Path) -> list[psutil.Process]:
    """Every process that is PostgreSQL at work in a folder, connections and helpers included."""
    return [process for process in psutil.process_iter() if is_server(process, folder)]


def named_server(folder: Path) -> tuple[psutil.Process, str] | None:
    """The server that the state file names, if that is proved, and its status: starting, ready, stopping, standby."""
    number = _number_in(folder / STATE_FILE)
    if number is None:
        return None
    with suppress(psutil.Error, OSError):
        lines = (folder / STATE_FILE).read_text(errors="replace").split("\n")
        status = lines[_STATUS_LINE].strip() if len(lines) > _STATUS_LINE else ""
        process = psutil.Process(number)
        return (process, status or "starting") if is_server(process, folder) else None
    return None


def _number_in(file: Path) -> int | None:
    """The process that a state file of PostgreSQL names; None if the file cannot be read as one."""
    try:
        number = abs(int(file.read_text().split("\n")[0]))  # below nought: a server for one user alone
    except (OSError, ValueError):
        return None
    return number or None


def answers(folder: Path, process: psutil.Process) -> bool:
    """Whether it is this process that answers at the folder's socket. The system says who is at the other end.

    Raises OSError if nobody takes the call in time.
    """
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(10)
        try:
            peer.connect(str(folder / SOCKET))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        if not hasattr(socket, "SO_PEERCRED"):  # libpq checks the owner, on every system
            return True
        told = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    number, user, _ = struct.unpack("3i", told)
    return bool(number == process.pid and user == folder.stat().st_uid)


def stop(running: Iterable[psutil.Process], patience: float) -> list[psutil.Process]:
    """Have servers end in order, and after `patience` seconds at once. Returns those that still run."""
    left = list(running)
    numbers = {process.pid for process in left}
    for asked, wait in ((signal.SIGINT, patience), (signal.SIGQUIT, 5.0)):
        for process in left:
            with suppress(psutil.Error):
                if process.ppid() not in numbers:  # it tells its children
                    process.send_signal(asked)
        left = psutil.wait_procs(left, timeout=wait)[1]
        if not left:
            break
    return left


def put_aside(folder: Path) -> list[Path]:
    """Rename state files that would keep a server from starting though none runs: torn ones, and those that name another
    program, to whom a number was given anew. What names nobody stays: PostgreSQL judges it. Returns the new names.
    """
    aside = []
    for file in (folder / name for name in _STATE_FILES):
        if not os.path.lexists(file):
            continue
        number = _number_in(file)
        if number is None or psutil.pid_exists(number):
            now = datetime.now(UTC)
            aside.append(file.rename(file.with_name(f"{file.name}.aside-{now:%Y%m%dT%H%M%S%f}")))
    return aside
