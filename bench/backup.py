"""The drill of docs/operations.md, timed: backs up the data folder of IRHUB_HOME and restores it into an empty place.

    IRHUB_HOME=... .venv/bin/python bench/backup.py

Both are the commands that an operator runs, as processes of their own, the start of the embedded database included.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("irhub"))


def timed(home: str, *arguments: str) -> tuple[float, str]:
    """Seconds that a command took, and the last line that it said."""
    begun = time.monotonic()
    done = subprocess.run([COMMAND, *arguments], env=os.environ | {"IRHUB_HOME": home}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"irhub {arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return time.monotonic() - begun, done.stdout.strip().splitlines()[-1]


def main() -> None:
    """Print what both took and made."""
    with tempfile.TemporaryDirectory(prefix="irhub-drill-") as folder:
        os.chmod(folder, 0o755)  # the database server runs as another user where we are root
        file, empty = Path(folder) / "backup.tar", Path(folder) / "empty"
        taken, said = timed(os.environ["IRHUB_HOME"], "backup", str(file))
        print(f"backup: {taken:.0f} s, {file.stat().st_size / 2**20:,.0f} MiB. {said}")
        _, key = timed(os.environ["IRHUB_HOME"], "backup-key")
        taken, said = timed(str(empty), "restore", str(file), "--key", key)
        print(f"restore and all checks: {taken:.0f} s. {said}")


if __name__ == "__main__":
    main()
