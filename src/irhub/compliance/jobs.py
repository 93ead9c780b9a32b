"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from django.utils.timezone import localdate

from irhub.compliance.levels import hold
from irhub.compliance.reminding import remind, remind_of_repeats
from irhub.web.background_jobs import Job


def _remind() -> str:
    today = localdate()
    return f"{remind(today)} people were reminded of actions of their self-check, {remind_of_repeats(today)} of checks to repeat."


def _levels() -> str:
    return f"{hold(localdate())} published levels were withdrawn."


JOBS = (
    Job(
        "self-check-reminders", "reminds people of the actions of a self-check that they took on, and of right-to-work checks to repeat", "0 7 * * *", "every day at 07:00", _remind,
        "Check that mail leaves: irhub doctor. Nothing is lost: the next run does it.", every_body=True,
    ),
    Job(
        "published-levels", "withdraws published levels of the standards that their evidence no longer bears out, and tells the provider before", "30 6 * * *",
        "every day at 06:30", _levels, "Nothing is lost: the next run does it.", every_body=True,
    ),
)  # fmt: skip
