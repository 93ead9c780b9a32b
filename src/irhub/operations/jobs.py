"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from irhub.operations import alerts, backup
from irhub.operations.intake import FAILED, REFUSED, fetch_and_load
from irhub.operations.models import Run
from irhub.registers.deriving import catch_up
from irhub.registers.sources import SOURCES
from irhub.registers.taking_in import Outcome
from irhub.web.background_jobs import Failed, Job

KEPT_DAYS = 90
"""How long the runs of jobs are kept."""


def _refresh() -> str:
    told = list(fetch_and_load(SOURCES))
    catch_up()
    outcomes = [row["outcome"] for row in told]
    refused = [row["reason"] for row in told if row["outcome"] in {REFUSED, FAILED}]
    if refused:
        raise Failed(" ".join(refused))
    new, waiting = outcomes.count(Outcome.APPLIED), outcomes.count(Outcome.QUARANTINED)
    return f"{new} new editions applied, {waiting} put in quarantine, {outcomes.count(Outcome.HELD)} not changed."


def _back_up() -> str:
    if not settings.IRHUB_BACKUPS:
        return "No folder for backups is set (IRHUB_BACKUPS): nothing was done."
    folder = Path(settings.IRHUB_BACKUPS)
    made = backup.back_up(folder)
    gone = backup.drop_old(folder, settings.IRHUB_BACKUPS_KEPT)
    return f"{made.name}: {made.stat().st_size / 2**20:,.0f} MiB; {gone} older ones dropped."


def _tidy() -> str:
    call_command("clearsessions")
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    with connection.cursor() as cursor:  # the queue keeps what failed; what went well leaves it at once
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status IN ('succeeded', 'failed') AND id IN"
            " (SELECT job_id FROM procrastinate_events GROUP BY job_id HAVING max(at) < %s)", [before],
        )  # fmt: skip
    dropped, _ = Run.objects.filter(started_at__lt=before).exclude(outcome=Run.Outcome.RUNNING).delete()
    return f"Sessions that had ended and {dropped} runs older than {KEPT_DAYS} days were dropped."


JOBS = (
    Job(
        "refresh", "fetches and loads the newest editions of every register", "30 5 * * *", "every day at 05:30", _refresh,
        "Run `irhub refresh` by hand and read what it says. If a publisher moved its page, download the file and `irhub load` it.",
    ),
    Job(
        "alert", "writes to the operators when a register is late or quarantined, or a job failed", "0 7 * * *",
        "every day at 07:00", alerts.send_alerts,
        "Check IRHUB_EMAIL_URL and IRHUB_ALERTS_TO with `irhub doctor`. This page shows what is wrong, too.",
        every_body=True,
    ),
    Job(
        "backup", "makes a backup of the database and the archive", "0 3 * * *", "every day at 03:00", _back_up,
        "Check that the folder IRHUB_BACKUPS exists, is writable and has room; run `irhub backup` by hand.",
        every_body=True,
    ),
    Job(
        "tidy", "drops sessions that have ended and old runs of jobs", "15 4 * * *", "every day at 04:15", _tidy,
        "Nothing depends on it: what is over is dropped at its next run.",
    ),
)  # fmt: skip
