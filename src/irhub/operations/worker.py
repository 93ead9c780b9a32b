"""The background worker: runs jobs by their schedule, takes up what a killed worker left, and outlives the database."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta

import psycopg
import structlog
from django.db import OperationalError, connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status
from procrastinate.signals import on_stop

from irhub.accounts.access import working
from irhub.notify import sending
from irhub.notify.actions import SENDING
from irhub.operations.embedded.programs import CannotStart
from irhub.registers.deriving import follow_up

log = structlog.get_logger("irhub.worker")
FOLLOW = "follow-decisions"
SILENT_SECONDS = 20
"""A worker that gave no sign of life for so long is taken for dead."""
LOOK_SECONDS = 2
JUMP_SECONDS = 60
"""A clock that moved so much more or less than time went by was set."""
LONGEST_WAIT = timedelta(hours=2)
"""No job waits longer than this for its next attempt, unless the clock was wrong when it was queued."""


async def take_up(timestamp: int) -> str:
    """Queue again what workers that died were doing; let run what a clock that was ahead put off."""
    await app.job_manager.connector.execute_query_async(
        "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo' AND scheduled_at > now() + %(longest)s",
        longest=LONGEST_WAIT,
    )
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS))
    for job in stalled:
        try:
            await app.job_manager.retry_job(job)
        except (AlreadyEnqueued, UniqueViolation):  # its next run by schedule waits already
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
    return f"{len(stalled)} jobs of workers that died were taken up."


def register_take_up(jobs: App) -> None:
    """Have a look every ten seconds."""
    task = jobs.task(name="take-up", queueing_lock="take-up")(take_up)
    jobs.periodic(cron="* * * * * */10", periodic_id="take-up")(task)


def follow_decisions(timestamp: int = 0) -> str:
    """Work out again what is withheld since people decided on links. A fault is logged, and tried again at the next look; the job
    `link`, whose runs are kept, does the same work and tells operators of it."""
    try:
        with working(FOLLOW):
            followed = follow_up()
    except Exception:
        log.exception("what people decided on links could not be followed")
        return "It met a fault: the log tells it."
    return "Signals and the history of places follow what people decided." if followed else "Nothing was decided since."


def register_follow_decisions(jobs: App) -> None:
    """Have a look every five seconds, so that what is withheld is back within moments."""
    task = jobs.task(name=FOLLOW, queueing_lock=FOLLOW, lock=FOLLOW)(follow_decisions)
    jobs.periodic(cron="* * * * * */5", periodic_id=FOLLOW)(task)


def send_mail(timestamp: int = 0) -> str:
    """Send what is in the outbox and due. A fault is logged, and what it left is tried again at the next look."""
    try:
        with working(SENDING):
            done = sending.send_due()
    except Exception:
        log.exception("the outbox could not be emptied")
        return "It met a fault: the log tells it."
    return f"{done.sent} messages were sent, {done.put_off} are tried again, {done.given_up} were given up."


def register_send_mail(jobs: App) -> None:
    """Have a look every minute, beside the look that whoever posts asks for: nothing is lost if that is."""
    task = jobs.task(name=SENDING, queueing_lock=SENDING, lock=SENDING)(send_mail)
    jobs.periodic(cron="* * * * *", periodic_id=SENDING)(task)


def work() -> None:
    """Work until told to stop by a signal; after the database was away, start anew."""
    threading.Thread(target=_watch, daemon=True).start()
    told = threading.Event()
    while not told.is_set():
        fault = "none"
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as jobs:  # type: ignore[attr-defined]
                asyncio.run(_run(jobs, told))
        except Exception as met:
            fault = type(met).__name__
        if not told.is_set():
            log.warning("the worker stopped and starts again", error=fault)
            time.sleep(LOOK_SECONDS)


async def _run(jobs: App, told: threading.Event) -> None:
    """Run jobs until a signal tells to stop, which is noted in `told`.

    A worker whose connection fails may end as if it had been told to, so that its end alone does not say which it was.
    """
    async with jobs.open_async():
        running = asyncio.create_task(
            jobs.run_worker_async(
                name="irhub", concurrency=3, update_heartbeat_interval=5, stalled_worker_timeout=SILENT_SECONDS,
                delete_jobs="successful", install_signal_handlers=False,
            )
        )  # fmt: skip

        def stop() -> None:
            told.set()
            running.cancel()

        with on_stop(stop), suppress(asyncio.CancelledError):
            await running


def _watch() -> None:
    """Look after the database and the clock; once the one is back or the other was set, run this command anew.

    It then runs in this same process. No connection of old is trusted; and a schedule that a clock was ahead of would
    stand still until that time comes.
    """
    away, behind = False, time.time() - time.monotonic()
    while True:
        try:
            with connection.cursor() as cursor:  # of this thread; it starts the embedded server again
                cursor.execute("SELECT 1")
        except (psycopg.OperationalError, OperationalError) as fault:
            if not away:
                log.warning(
                    "the database is away: the worker waits for it",
                    says=str(fault) if isinstance(fault, CannotStart) else "",
                )
            away = True
            connection.close()
        else:
            jumped = abs(time.time() - time.monotonic() - behind) > JUMP_SECONDS
            if away or jumped:
                log.warning(f"{'the clock was set' if jumped else 'the database is back'}: the worker starts again")
                os.execv(sys.executable, [sys.executable, *sys.argv])
        time.sleep(LOOK_SECONDS)
