"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from django.utils.timezone import localdate

from irhub.grants.reports import remind
from irhub.grants.watching import watch
from irhub.web.background_jobs import Job


def _watch() -> str:
    return f"{watch(localdate())} tasks about grantees were opened."


def _remind() -> str:
    return f"{remind(localdate())} letters about returns of grants are written."


JOBS = (
    Job(
        "grant-watch", "opens tasks where registers tell something new about grantees", "10,40 * * * *", "every half hour", _watch,
        "Nothing is lost: the next run does it. If it fails again, look at the newest editions: irhub doctor.", every_body=True,
    ),
    Job(
        "grant-reminders", "reminds grantees of returns that are due in 14, 7 and 1 days, or late", "10 7 * * *", "every day at 07:10", _remind,
        "Check that mail leaves: irhub doctor. Nothing is lost: the next run does it.", every_body=True,
    ),
)  # fmt: skip
