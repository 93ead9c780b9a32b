"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from django.conf import settings
from django.utils.timezone import localdate

from irhub.guidance.actions import publish_what_is_due
from irhub.guidance.reminding import remind
from irhub.web.background_jobs import Job


def _guidance() -> str:
    today = localdate()
    out = publish_what_is_due(today)
    waits = remind(site=settings.IRHUB_SITE, today=today)
    return f"{out} pages were published on their day; {waits} wait for their editors."


JOBS = (
    Job(
        "guidance", "publishes guidance on its day, and reminds its editors of reviews and of rules that changed", "20 * * * *",
        "every hour, 20 minutes past", _guidance, "Check that mail leaves: irhub doctor.", every_body=True,
    ),
)  # fmt: skip
