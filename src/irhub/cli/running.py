"""Commands that run the site: demo, serve."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import date
from pathlib import Path

import click
from django.conf import settings
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from irhub.cli.loading import load_files, register_files
from irhub.cli.progress import reporting
from irhub.registers.fictional import SCALES, write_registers

DEMO_DAY = date(2026, 11, 20)
"""The last day of the fictional registers."""


class _Log(Logger):  # type: ignore[misc]
    """What gunicorn says, in the form of our own logs."""

    def setup(self, cfg: object) -> None:
        """Hand everything to the handlers of Django's settings."""
        self.error_log.setLevel("WARNING")
        self.error_log.propagate = True


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, run from this process so that the embedded database ends with it."""

    def __init__(self, options: dict[str, object]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        from irhub.cli.warming import warm
        from irhub.config.wsgi import application  # only a worker makes the application

        warm()  # before the worker takes its first request
        return application


def _serve(host: str, port: int, workers: int) -> None:
    counts = Path(settings.HOME) / "counts"  # of all web processes together, for /metrics
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)
    click.echo(f"The dashboard is on http://{host}:{port} (press Ctrl and C to stop)")
    _Server(
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": 4,
            "timeout": 60,
            "loglevel": "warning",
            "forwarded_allow_ips": "*" if settings.IRHUB_PROXIES else "127.0.0.1",
            "logger_class": _Log,
        }
    ).run()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes that answer requests.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the dashboard."""
    _serve(host, port, workers)


@click.command()
@click.option("--scale", type=click.Choice(list(SCALES)), default="small", show_default=True)
@click.option("--no-serve", is_flag=True, help="Load only.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def demo(scale: str, no_serve: bool, host: str, port: int, as_json: bool) -> None:
    """Load fictional registers in the official formats and serve the dashboard. Every name is invented.

    They are kept in a data folder of their own, ~/.local/share/irhub-demo, unless IRHUB_HOME is set.
    """
    folder = Path(settings.HOME) / "fictional" / scale
    done = folder / "written"
    if not done.exists():
        click.echo(f"Writing fictional registers ({scale})", err=True)
        with reporting() as report:
            write_registers(folder / "registers", scale, until=DEMO_DAY, progress=report)
        done.write_text("every file was written\n")
    told = load_files(register_files([folder / "registers"]))
    outcomes = [row["outcome"] for row in told]
    summary = {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}
    click.echo(
        json.dumps(summary) if as_json else "Editions: " + ", ".join(f"{n} {what}" for what, n in summary.items())
    )
    for row in told:
        if row["outcome"] in {"refused", "quarantined"}:
            click.echo(f"{row['outcome']}: {row['edition'] or row['file']}. {row['reason']}", err=True)
    if "refused" in outcomes:
        sys.exit(2)
    if not no_serve:  # in a process that has not worked with Polars: what Polars has begun does not survive a fork
        workers = str(min(2, os.cpu_count() or 1))
        serving = ["serve", "--host", host, "--port", str(port), "--workers", workers]
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-c", "from irhub.cli import main; main()", *serving])


COMMANDS = (demo, serve)
