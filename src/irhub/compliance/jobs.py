"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from django.utils.timezone import localdate

from irhub.compliance.reminding import remind, remind_of_repeats
from irhub.web.background_jobs import Job


def _remind() -> str:
    today = localdate()
    return f"{remind(today)} people were reminded of actions of their self-check, {remind_of_repeats(today)} of checks to repeat."


JOBS = (
    Job(
        "self-check-reminders", "reminds people of the actions of a self-check that they took on, and of right-to-work checks to repeat", "0 7 * * *", "every day at 07:00", _remind,
        "Check that mail leaves: irhub doctor. Nothing is lost: the next run does it.", every_body=True,
    ),
)  # fmt: skip
