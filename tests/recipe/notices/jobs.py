"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from django.conf import settings
from django.utils.timezone import localdate
from irhub.notices.actions import remind

from irhub.web.background_jobs import Job


def _remind() -> str:
    return f"{remind(site=settings.IRHUB_SITE, today=localdate())} notices are overdue."


JOBS = (
    Job(
        "notice-reminders", "reminds providers of notices that they have not acknowledged", "0 9 * * 1-5",
        "every working day at 09:00", _remind, "Check that mail leaves: irhub doctor.", every_body=True,
    ),
)  # fmt: skip
