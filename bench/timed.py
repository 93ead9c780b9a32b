"""A command as a user runs it, with what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from irhub.registers.finding import FICTIONAL_NOTICE

COMMAND = str(Path(sys.executable).with_name("irhub"))


def cache() -> Path:
    """Where benches keep the large files that they make."""
    folder = Path(os.environ.get("IRHUB_BENCH_CACHE", Path(tempfile.gettempdir()) / "irhub-bench"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def empty_place() -> Iterator[dict[str, str]]:
    """The environment of an empty data folder, which is gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # the embedded server may run as another user
        environment = os.environ | {"IRHUB_HOME": f"{folder}/home"}
        subprocess.run([COMMAND, "migrate"], env=environment, check=True, capture_output=True)
        yield environment


def timed_load(files: Sequence[Path], before: Sequence[Path] = ()) -> dict[str, object]:
    """`irhub load` of invented registers into an empty data folder that already holds `before`; see `timed`."""
    for file in files:
        (file.parent / FICTIONAL_NOTICE).touch()
    with empty_place() as environment:
        if before:
            subprocess.run([COMMAND, "load", *map(str, before)], env=environment, check=True, capture_output=True)
        return timed(files, environment)


def timed(files: Sequence[Path], environment: Mapping[str, str]) -> dict[str, object]:
    """`irhub load` of files into the data folder of an environment.

    Seconds, processor seconds (of the command and what it started, without the database), the peak of its largest process in
    MiB, its exit code and the last line that it printed.
    """
    begun = time.monotonic()
    loading = subprocess.Popen(
        [COMMAND, "load", *map(str, files)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert loading.stdout is not None
    told = loading.stdout.read().decode()
    _, status, used = os.wait4(loading.pid, 0)
    loading.returncode = os.waitstatus_to_exitcode(status)
    return {
        "seconds": round(time.monotonic() - begun, 1),
        "processor seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak MiB": used.ru_maxrss >> 10,
        "exit code": loading.returncode,
        "told": told.strip().splitlines()[-1],
    }
