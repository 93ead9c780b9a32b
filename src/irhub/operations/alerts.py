"""What operators must know of: registers that are late or quarantined, pages that lag behind them, and jobs that failed. Told by
mail each day it lasts."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.queries import system_administrators
from irhub.notify.actions import post
from irhub.operations import mail
from irhub.operations.models import Run
from irhub.operations.notices import ALERT
from irhub.registers import queries as register_queries
from irhub.registers.lagging import HOW_TO_GO_ON, lag
from irhub.registers.sources import SOURCES
from irhub.web.saying import counted

NO_WORKER = (
    "No background worker is at work, so nothing runs by itself: registers stay as they are, no e-mail leaves, and no warning is sent."
    " Start irhub worker."
)
LOOKED_BACK = timedelta(hours=26)
"""A job is told of if its newest run, within this time, failed: a day and a little."""


def problems() -> list[str]:
    """One sentence for each thing that is wrong, with what to do; none if all is well."""
    return registers() + lagging() + failed_jobs() + mail.problems()


def lagging() -> list[str]:
    """What pages show is not of the editions that are accepted: one sentence, if that is so."""
    behind = lag()
    return [f"{behind} {HOW_TO_GO_ON}"] if behind else []


def registers() -> list[str]:
    """One sentence for each register that is late, or of which editions wait in quarantine."""
    found = []
    for row in register_queries.freshness(localdate()):
        title = SOURCES[row.register].title
        if row.late:
            found.append(
                f"{title}: the newest edition is {row.age} days old, and it comes out {SOURCES[row.register].cadence}."
                " Run irhub refresh and read what it says."
            )
        if row.quarantined:
            found.append(
                f"{title}: {counted(row.quarantined, 'editions wait')} in quarantine."
                " Look with irhub editions; irhub accept applies one."
            )
    return found


def failed_jobs() -> list[str]:
    """One sentence for each job whose newest run failed lately."""
    newest = (
        Run.objects.filter(started_at__gte=timezone.now() - LOOKED_BACK)
        .exclude(outcome=Run.Outcome.RUNNING)
        .exclude(job="alert")
        .order_by("job", "-started_at")
        .distinct("job")
    )
    return [f"The job {run.job} failed: {run.said}" for run in newest if run.outcome == Run.Outcome.FAILED]


def recipients() -> list[str]:
    """`IRHUB_ALERTS_TO`, else every system administrator."""
    return list(settings.IRHUB_ALERTS_TO) or system_administrators()


def send_alerts() -> str:
    """Write to the operators if anything is wrong, and say whether it was needed."""
    found = problems()
    if not found:
        return "Nothing was wrong: no mail was sent."
    to = recipients()
    if not to:
        return f"{len(found)} things are wrong, and nobody is there to write to: set IRHUB_ALERTS_TO."
    subject = f"International Recruitment Hub: {counted(len(found), 'things need')} a look"
    body = "\n\n".join(f"- {sentence}" for sentence in found)
    event = (
        f"alert/{localdate()}/{hashlib.sha256(body.encode()).hexdigest()[:16]}"  # the same again on one day is one mail
    )
    for address in to:
        post(kind=ALERT, key=event, to=address, subject=subject, text=f"{body}\n\nirhub doctor tells more.\n")
    return f"{len(found)} things were told to {len(to)} people."
