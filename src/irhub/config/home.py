"""Where things are kept: one data folder, `IRHUB_HOME`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def home() -> Path:
    """The data folder: `IRHUB_HOME`, else `~/.local/share/irhub`. Made, private to its owner, if missing."""
    folder = Path(os.environ.get("IRHUB_HOME") or "~/.local/share/irhub").expanduser()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key() -> str:
    """The signing key: made at random on first use and kept in the data folder, readable by its owner only."""
    path = home() / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()
