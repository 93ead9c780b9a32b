"""The command that runs the site: serve."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import socket
import sys
from pathlib import Path

import click
from django.conf import settings

from irhub.cli.taking_in import tell_of_lag

PORT = click.IntRange(1, 65535)


def _counts() -> Path:
    """An empty folder for the counts of all web processes together, for /metrics.

    In memory where the system has such a place: the counts are files mapped into memory, and on a full disk the system
    would kill whoever counts.
    """
    memory, home = Path("/dev/shm"), Path(settings.HOME)  # noqa: S108 - a folder there of another's is not used
    own = hashlib.sha256(bytes(home.resolve())).hexdigest()[:16]
    folder = memory / f"irhub-counts-{own}" if os.access(memory, os.W_OK) else home / "counts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def check_address(host: str, port: int) -> None:
    """Raises click.UsageError in a sentence that says what to do where the site could not listen there."""
    nowhere = click.UsageError(f"This machine has no address {host}: leave --host out, or name one that it has.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server(address[:2], family=family).close()
    except socket.gaierror:
        raise nowhere from None
    except OSError as wrong:
        if wrong.errno == errno.EADDRINUSE:
            raise click.UsageError(
                f"Another program uses port {port}: stop it, or choose another port with --port."
            ) from None
        if wrong.errno in (errno.EACCES, errno.EPERM):
            raise click.UsageError(f"You may not open port {port}: choose one above 1023 with --port.") from None
        raise nowhere from None


def become_server(host: str, port: int, workers: int) -> None:
    """Become the web server (irhub/cli/web.py says why it is a program of its own)."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_counts())
    click.echo(f"The dashboard is on http://{host}:{port} (press Ctrl and C to stop)")
    sys.stdout.flush()
    if not os.environ.get("IRHUB_SITE", "").strip():
        os.environ["IRHUB_SITE"] = f"http://127.0.0.1:{port}"
    os.execv(sys.executable, [sys.executable, "-m", "irhub.cli.web", host, str(port), str(workers)])


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=8000, show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that answer requests."
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the dashboard."""
    check_address(host, port)
    tell_of_lag()
    become_server(host, port, workers)


COMMANDS = (serve,)
