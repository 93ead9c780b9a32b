"""Where things are kept: one data folder, `IRHUB_HOME`."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

from irhub.web.whole_files import whole_file


def home() -> Path:
    """The data folder: `IRHUB_HOME`, else `~/.local/share/irhub`. It need not exist. Raises RuntimeError for a user without a home."""
    return Path(os.environ.get("IRHUB_HOME") or "~/.local/share/irhub").expanduser().absolute()


def make_home() -> Path:
    """Make the data folder, private to its owner, if it is missing. Raises OSError."""
    folder = home()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@cache
def secret_key() -> str:
    """The signing key: made at random on first use and kept in the data folder, readable by its owner only. Raises OSError."""
    path = make_home() / "secret-key"
    if path.exists() and not path.stat().st_size:
        path.unlink()  # a machine that went down as it was made left it so: nothing was ever signed with it
    if not path.exists():
        with whole_file(path, first_wins=True) as file:  # another process may be quicker
            file.write(secrets.token_urlsafe(64).encode())
    return path.read_text()
