"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from django.utils.timezone import localdate

from irhub.suppliers.entries import expire, remind_to_confirm
from irhub.suppliers.watching import watch
from irhub.web.background_jobs import Job


def _suppliers() -> str:
    today = localdate()
    over = expire(today)
    return f"The time of {over} suppliers is over, {watch(today)} tasks were opened, {remind_to_confirm(today)} suppliers are to confirm soon."


JOBS = (
    Job(
        "suppliers", "opens tasks where registers tell something new about suppliers on a list or something is due, and ends their time", "*/30 * * * *",
        "every half hour", _suppliers, "Nothing is lost: the next run does it. If it fails again, look at the newest editions: irhub doctor.",
        every_body=True,
    ),
)  # fmt: skip
