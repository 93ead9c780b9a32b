"""Running jobs: one at a time each, what became of it kept, tried again later each time, resumed after a kill."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog
from croniter import croniter
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from irhub.accounts.access import working
from irhub.accounts.audit import Actor, record
from irhub.operations.models import Run
from irhub.web.background_jobs import Failed, Job, jobs

log = structlog.get_logger("irhub.jobs")
ALREADY = "It is running already: this run did nothing."


def run(name: str) -> str:
    """Run a job here and now and return what it says; raises Failed, or whatever went wrong, after keeping that too."""
    job = jobs()[name]
    with working(name), _alone(name) as alone:
        if not alone:
            return ALREADY
        now = timezone.now()
        Run.objects.filter(job=name, outcome=Run.Outcome.RUNNING).update(
            outcome=Run.Outcome.INTERRUPTED, ended_at=now, said="It was stopped before it ended, and is done again."
        )
        begun = Run.objects.create(job=name, started_at=now)
        try:
            said = job.does()
        except Failed as failed:
            _end(begun, Run.Outcome.FAILED, str(failed))
            raise
        except Exception as fault:
            _end(begun, Run.Outcome.FAILED, f"It met a fault ({type(fault).__name__}): the log has the place.")
            raise
        _end(begun, Run.Outcome.DONE, said)
    return said


def _end(begun: Run, outcome: Run.Outcome, said: str) -> None:
    begun.outcome, begun.said = outcome, said
    begun.ended_at = max(timezone.now(), begun.started_at)  # a clock that was set back does not lose the run
    begun.save()
    log.info(
        "job", job=begun.job, outcome=str(outcome), seconds=round((begun.ended_at - begun.started_at).total_seconds())
    )


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """Whether no other process runs this job. The lock ends with the connection, so that a kill cannot leave it behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"irhub job {name}"])
        alone: bool = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"irhub job {name}"])


def ask_for(name: str, *, by: Actor) -> bool:
    """Have the background worker run a job soon. False if it waits to be run already. Raises KeyError for no such job."""
    from procrastinate.contrib.django import app

    job = jobs()[name]
    record("asked for a job", by=by, about=f"job/{job.name}")
    try:
        with transaction.atomic():
            app.configure_task(job.name, lock=job.name, queueing_lock=job.name).defer(timestamp=0)
    except AlreadyEnqueued:
        return False
    return True


def next_run(job: Job, now: datetime) -> datetime:
    """When a job is due next."""
    due: datetime = croniter(job.cron, now.astimezone(UTC)).get_next(datetime)
    return due
