"""The background worker: runs jobs by their schedule, takes up what a killed worker left, and outlives the database."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

log = structlog.get_logger("irhub.worker")
SILENT_SECONDS = 30
"""A worker that gave no sign of life for so long is taken for dead."""
LONGEST_WAIT = 60


async def take_up(timestamp: int) -> str:
    """Queue again what workers that died were doing."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS))
    for job in stalled:
        try:
            await app.job_manager.retry_job(job)
        except (AlreadyEnqueued, UniqueViolation):  # its next run by schedule waits already
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
    return f"{len(stalled)} jobs of workers that died were taken up."


def register_take_up(jobs: App) -> None:
    """Have a look each minute."""
    task = jobs.task(name="take-up", queueing_lock="take-up")(take_up)
    jobs.periodic(cron="* * * * *", periodic_id="take-up")(task)


def work(restart_database: Callable[[], None] | None) -> None:
    """Work until told to stop by a signal. While the database is away, wait for it, longer each time up to a minute.

    `restart_database` starts the embedded server again, where that is the one in use.
    """
    wait = 1
    while True:
        begun = time.monotonic()
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as jobs:  # type: ignore[attr-defined]
                jobs.run_worker(
                    name="irhub", concurrency=3, listen_notify=True, update_heartbeat_interval=5,
                    stalled_worker_timeout=SILENT_SECONDS, install_signal_handlers=True,
                )  # fmt: skip
            return
        except Exception as fault:
            if time.monotonic() - begun > LONGEST_WAIT:
                wait = 1
            log.warning("the worker stopped and starts again", error=type(fault).__name__, seconds=wait)
        time.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)
        connection.close()
        if restart_database:
            try:
                restart_database()
            except Exception as fault:
                log.warning("the database cannot be started", error=type(fault).__name__)
