"""The command that runs the site: serve."""

from __future__ import annotations

import hashlib
import os
import shutil
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
    tell_of_lag()
    become_server(host, port, workers)


COMMANDS = (serve,)
