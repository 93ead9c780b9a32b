"""Commands of the work in the background: worker, job. What every room works at is imported with them."""

from __future__ import annotations

import sys

import click

from irhub.operations import queries, running
from irhub.operations.worker import work
from irhub.web.background_jobs import Failed, jobs
from irhub.web.command_line import FORMATS, show


@click.command()
def worker() -> None:
    """Do the work in the background: run each job at its time, until stopped."""
    click.echo(f"Working. {len(jobs())} jobs run by schedule; irhub job list shows them.", err=True)
    work()


@click.group()
def job() -> None:
    """The jobs that run in the background."""


@job.command("list")
@click.option("--format", "form", type=FORMATS, default="table")
def list_jobs(form: str) -> None:
    """List the jobs: when they ran last, what they said, when they are due (UTC)."""
    rows = (
        {
            "job": row.job.name,
            "last_run": f"{row.last.started_at:%Y-%m-%d %H:%M}" if row.last else None,
            "outcome": row.last.outcome if row.last else None,
            "said": row.last.said if row.last else None,
            "due": f"{row.due:%Y-%m-%d %H:%M}",
        }
        for row in queries.jobs()
    )
    show(rows, ["job", "last_run", "outcome", "said", "due"], form)


@job.command("run")
@click.argument("name", type=click.Choice(list(jobs())))
def run_job(name: str) -> None:
    """Run the job NAME here and now. Exit code 1 if it fails."""
    try:
        click.echo(running.run(name))
    except Failed as failed:
        click.echo(str(failed), err=True)
        sys.exit(1)


COMMANDS = (worker, job)
