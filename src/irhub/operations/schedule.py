"""What a background worker runs: every job by its schedule. A worker imports it when it begins (PROCRASTINATE_IMPORT_PATHS), for what
jobs need is most of the program, and other commands need a part of it."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from irhub.operations.running import run
from irhub.operations.worker import register_follow_decisions, register_send_mail, register_take_up
from irhub.web.background_jobs import Job, jobs

RETRY = RetryStrategy(max_attempts=5, exponential_wait=8)
"""After 8 s, 1 minute, 9 minutes and 68 minutes; then at its next time by schedule."""


def _task(job: Job):  # type: ignore[no-untyped-def]
    def task(timestamp: int = 0) -> str:
        return run(job.name)

    task.__qualname__ = task.__name__ = f"job_{job.name}"
    return task


for _job in jobs().values():
    _made = app.task(name=_job.name, lock=_job.name, queueing_lock=_job.name, retry=RETRY, pass_context=False)(
        _task(_job)
    )
    app.periodic(cron=_job.cron, periodic_id=_job.name)(_made)
register_take_up(app)
register_follow_decisions(app)
register_send_mail(app)
