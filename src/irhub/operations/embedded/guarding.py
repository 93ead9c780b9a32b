"""Who is let in to the embedded server: the user of this machine who runs it, and root, as any of its logins (ADR 38).

PostgreSQL asks the system who is at the other end of the socket, so that there is no password to keep or to lose.
"""

from __future__ import annotations

import os
from pathlib import Path

from irhub.operations.embedded.programs import owner
from irhub.web.whole_files import whole_file

_HEAD = "# Written by irhub whenever it starts the server: what is changed here is lost.\n"


def guard(folder: Path) -> bool:
    """Write down who is let in. Returns whether it stood otherwise. Raises CannotStart, OSError."""
    users = sorted({"root", owner(folder).pw_name})
    files = {
        "pg_hba.conf": f"{_HEAD}local all all peer map=irhub\n",
        "pg_ident.conf": _HEAD + "".join(f'irhub "{user}" all\n' for user in users),
    }
    changed = [_write(folder / name, text) for name, text in files.items()]
    return any(changed)


def _write(file: Path, text: str) -> bool:
    """Write a file anew, whole or not at all, unless it says so already."""
    if file.exists() and file.read_text(errors="replace") == text:
        return False
    with whole_file(file) as new:
        new.write(text.encode())
        if os.geteuid() == 0:
            os.fchown(new.fileno(), file.parent.stat().st_uid, file.parent.stat().st_gid)
    return True
