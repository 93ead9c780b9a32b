"""How the background work stands: jobs with their last and next runs, the queue, the workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from irhub.operations.models import Run
from irhub.operations.running import next_run
from irhub.operations.worker import SILENT_SECONDS
from irhub.web import background_jobs
from irhub.web.background_jobs import Job


@dataclass(frozen=True)
class JobRow:
    """A job, its newest run (None if it never ran), when it last went well, when it is due, and whether it waits now."""

    job: Job
    last: Run | None
    last_done: datetime | None
    due: datetime
    waiting: bool


def jobs() -> list[JobRow]:
    """Every job in the order of the table."""
    now = timezone.now()
    newest = {run.job: run for run in Run.objects.order_by("job", "-started_at").distinct("job")}
    done = dict(
        Run.objects.filter(outcome=Run.Outcome.DONE).values("job").annotate(at=Max("ended_at")).values_list("job", "at")
    )
    waiting = set(
        ProcrastinateJob.objects.filter(status="todo", task_name__in=background_jobs.jobs()).values_list(
            "task_name", flat=True
        )
    )
    return [
        JobRow(job, newest.get(name), done.get(name), next_run(job, now), name in waiting)
        for name, job in background_jobs.jobs().items()
    ]


def runs(job: str, outcome: str = "") -> QuerySet[Run]:
    """The runs of a job that are kept: those that ended so, or all."""
    found = Run.objects.filter(job=job)
    return found.filter(outcome=outcome) if outcome else found


def queue() -> dict[str, int]:
    """How many jobs the queue holds, by status."""
    counted = ProcrastinateJob.objects.values("status").annotate(jobs=Count("id")).values_list("status", "jobs")
    return dict.fromkeys(("todo", "doing", "failed"), 0) | dict(counted)


def workers_alive() -> int:
    """Background workers that gave a sign of life within the last half minute."""
    since = timezone.now() - timedelta(seconds=SILENT_SECONDS)
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).count()
