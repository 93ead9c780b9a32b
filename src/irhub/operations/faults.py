"""What to say of a fault that ends a command: a sentence where its cause is known, and a kept traceback where it is not.

Nothing of the hub or of a library is imported before it is needed: the fault may be that it cannot be.
"""

from __future__ import annotations

import errno
import os
import platform
import re
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

KEPT = 20
"""Tracebacks that stay in the data folder, the newest."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_OF_THE_PLACE = (
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ELOOP, errno.ENAMETOOLONG,
    errno.EIO, errno.EMFILE, errno.ENFILE,
)  # fmt: skip
_SETTINGS = os.path.join("irhub", "config", "settings.py")


def explain(fault: BaseException) -> str | None:
    """What went wrong outside the program, and what to do, in a sentence; None if it is none of these."""
    try:
        return _outside(fault) or _of_settings(fault)
    except ImportError:  # that a library cannot be imported is the fault itself
        return None


def _outside(fault: BaseException) -> str | None:
    from polars.exceptions import PolarsError

    from irhub.operations.embedded.programs import CannotStart
    from irhub.web import database_faults

    polars_says = str(fault) if isinstance(fault, PolarsError) else ""
    told = re.search(r"\(os error (\d+)\)", polars_says)
    cut_off = "thrift: transport error" in polars_says  # what it says of a table's file whose end could not be written
    if (isinstance(fault, OSError) and fault.errno in _FULL) or (told and int(told[1]) in _FULL) or cut_off:
        return "The disk is full. Make room and run it again: nothing was lost and nothing is half done."
    if isinstance(fault, CannotStart):
        return str(fault)
    if isinstance(fault, database_faults.KINDS):
        return f"{database_faults.told_to_commands(fault)} What was not finished was not done."
    if isinstance(fault, UnicodeEncodeError) and "surrogates" in fault.reason:
        return "A word of the command, or the name of a file, is not UTF-8: write it otherwise."
    if isinstance(fault, OSError) and fault.errno in _OF_THE_PLACE and fault.filename and fault.strerror:
        name = str(fault.filename).encode("utf-8", "replace").decode()
        return f"{name} cannot be used: {fault.strerror.lower()}. What was not finished was not done."
    return None


def _of_settings(fault: BaseException) -> str | None:
    """A setting that is not in its form stops the reading of the settings."""
    read = [frame for frame in traceback.extract_tb(fault.__traceback__) if frame.filename.endswith(_SETTINGS)]
    if not read or isinstance(fault, ImportError):
        return None
    lines = "\n".join(frame.line or "" for frame in read)
    named = re.match(r"(DATABASE_[A-Z_]+):", str(fault)) or re.search(r"(?i)(IRHUB_[A-Z_]+|DATABASE_URL)", lines)
    which = named[1].upper() if named else "A setting in the environment"
    says = " ".join(str(fault).removeprefix(f"{which}:").split())
    return f"{which} is not in its form ({says}). docs/operations.md lists the settings."


def keep(fault: BaseException, command: str) -> Path:
    """Write a fault's traceback, which names no values of variables, to a file of its own that only its owner can read.

    It lies in the data folder, or among temporary files where that cannot be written.
    """
    now = datetime.now(UTC)
    told = "".join(traceback.format_exception(fault))
    head = f"irhub {version('irhub')} {command}\nPython {platform.python_version()}, {platform.platform()}\n{now:%Y-%m-%d %H:%M:%S} UTC\n\n"
    name = f"fault-{now:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    try:
        folder = Path(os.environ.get("IRHUB_HOME") or "~/.local/share/irhub").expanduser() / "faults"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = _written(folder / name, head + told)
        for old in sorted(folder.glob("fault-*.txt"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, RuntimeError):  # no home at all is a RuntimeError
        return _written(Path(tempfile.mkdtemp(prefix="irhub-fault-")) / name, head + told)
    return path


def _written(path: Path, text: str) -> Path:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", errors="replace") as file:
        file.write(text)
    return path


def told(fault: BaseException, command: str) -> str:
    """One sentence on a fault, whatever it is. A fault of our own is kept in a file, which the sentence names."""
    if known := explain(fault):
        return known
    try:
        where = f"What the program met ({type(fault).__name__}) is written down in {keep(fault, command)}"
    except OSError as unwritten:
        where = f"What the program met ({type(fault).__name__}) could not be written down ({unwritten.strerror})"
    return f"This is a fault of the program. {where}: send it to whoever looks after the hub. What was not finished was not done."


def debugging() -> bool:
    """Whether developers want to see tracebacks."""
    return os.environ.get("IRHUB_DEBUG", "").lower() in ("1", "on", "true", "yes")


def show(fault: BaseException) -> None:
    """Print the traceback for a developer who asked for it."""
    if debugging():
        traceback.print_exception(fault, file=sys.stderr)
