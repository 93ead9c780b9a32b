"""The jobs that run in the background by schedule: a table of data. To add one, add a row.

A job's function takes nothing, may be run again at any time without harm, and returns one sentence for the operator; it
raises Failed, with such a sentence, for a fault that people must know of. Anything else that it raises is a fault that may
pass. Either way it is tried again, later each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from irhub.accounts import retention
from irhub.accounts.audit import verify
from irhub.checker.services import remind_of_stale_sources
from irhub.contracts.alerts import send_alerts
from irhub.indicators.past import work_out_expected
from irhub.operations import alerts, backup
from irhub.operations.intake import FAILED, REFUSED, fetch_and_load
from irhub.operations.models import Run
from irhub.registers.deriving import catch_up
from irhub.registers.services import Outcome
from irhub.registers.sources import SOURCES

KEPT_DAYS = 90
"""How long the runs of jobs are kept."""


class Failed(Exception):
    """The job could not do its work. The message is a sentence for the operator."""


@dataclass(frozen=True)
class Job:
    """A job: its name in commands, what it is for, when it runs (cron in UTC, and in words), what does it, how to mend it."""

    name: str
    purpose: str
    cron: str
    when: str
    does: Callable[[], str]
    mend: str


def _refresh() -> str:
    told = list(fetch_and_load(SOURCES))
    catch_up()
    outcomes = [row["outcome"] for row in told]
    refused = [row["reason"] for row in told if row["outcome"] in {REFUSED, FAILED}]
    if refused:
        raise Failed(" ".join(refused))
    new, waiting = outcomes.count(Outcome.APPLIED), outcomes.count(Outcome.QUARANTINED)
    return f"{new} new editions applied, {waiting} put in quarantine, {outcomes.count(Outcome.HELD)} not changed."


def _link() -> str:
    if not catch_up():
        return "Links, summaries and indicators are of the editions that are accepted."
    return "Links, summaries and indicators were made of the editions that are accepted."


def _audit() -> str:
    broken = list(verify())
    if broken:
        places = "; ".join(f"event {place.number}: {place.why}" for place in broken[:5])
        raise Failed(f"The audit trail was tampered with in {len(broken)} places: {places}.")
    return "Every event of the audit trail is whole."


def _back_up() -> str:
    if not settings.IRHUB_BACKUPS:
        return "No folder for backups is set (IRHUB_BACKUPS): nothing was done."
    folder = Path(settings.IRHUB_BACKUPS)
    made = backup.back_up(folder)
    gone = backup.drop_old(folder, settings.IRHUB_BACKUPS_KEPT)
    return f"{made.name}: {made.stat().st_size / 2**20:,.0f} MiB; {gone} older ones dropped."


def _retention() -> str:
    return "; ".join(f"{done.name}: {done.count}" for done in retention.run()) + "."


def _rules() -> str:
    stale = remind_of_stale_sources()
    return f"{stale} rules have no source read lately{': their editors were written to' if stale else ''}."


def _contract_alerts() -> str:
    sent = send_alerts(settings.IRHUB_SITE, timezone.localdate())
    return f"{sent} e-mails about contracted providers were sent."


def _past_days() -> str:
    return f"{work_out_expected()} past days are ready to be looked at."


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


JOBS: dict[str, Job] = {
    job.name: job
    for job in (
        Job(
            "refresh", "fetches and loads the newest editions of every register", "30 5 * * *", "every day at 05:30",
            _refresh,
            "Run `irhub refresh` by hand and read what it says. If a publisher moved its page, download the file and `irhub load` it.",
        ),
        Job(
            "link", "makes links, summaries and indicators of accepted editions that are not in them yet", "*/5 * * * *",
            "every five minutes", _link,
            "Run `irhub link` by hand and read what it says. Pages go on with what was made before.",
        ),
        Job(
            "alert", "writes to the operators when a register is late or quarantined, or a job failed", "0 7 * * *",
            "every day at 07:00", alerts.send_alerts,
            "Check IRHUB_EMAIL_URL and IRHUB_ALERTS_TO with `irhub doctor`. What is wrong also stands on this page.",
        ),
        Job(
            "audit", "checks that no event of the audit trail was altered or removed", "30 2 * * *",
            "every day at 02:30", _audit,
            "Keep the database as it is, tell whoever answers for security, and compare with the last backup (`irhub restore` into an empty place).",
        ),
        Job(
            "backup", "makes a backup of the database and the archive", "0 3 * * *", "every day at 03:00", _back_up,
            "Check that the folder IRHUB_BACKUPS exists, is writable and has room; run `irhub backup` by hand.",
        ),
        Job(
            "retention", "removes what is over its time, by the retention rules", "45 3 * * *", "every day at 03:45",
            _retention, "What is due is removed at the next run. docs/data-protection.md lists the rules.",
        ),
        Job(
            "contract-alerts", "tells people by e-mail what changed about providers on their body's list", "30 7 * * *",
            "every day at 07:30", _contract_alerts, "Check that mail leaves, and that IRHUB_SITE is set: irhub doctor.",
        ),
        Job(
            "rules", "reminds the rules editors of rules whose sources were not read lately", "0 8 1 * *",
            "on the first of each month at 08:00", _rules, "Check that mail leaves: irhub doctor.",
        ),
        Job(
            "past-days", "works out the past days that papers cite again, after new editions", "15 6 * * *",
            "every day at 06:15", _past_days, "Nothing depends on it: a day is worked out when somebody looks at it.",
        ),
        Job(
            "tidy", "drops sessions that have ended and old runs of jobs", "15 4 * * *", "every day at 04:15", _tidy,
            "Nothing depends on it: what is over is dropped at its next run.",
        ),
    )
}  # fmt: skip
