"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from django.conf import settings
from django.utils.timezone import localdate

from irhub.guidance.actions import publish_what_is_due
from irhub.guidance.reminding import remind
from irhub.web.background_jobs import Failed, Job


def _guidance() -> str:
    today = localdate()
    out, broken = publish_what_is_due(today)
    waits = remind(site=settings.IRHUB_SITE, today=today)
    said = f"{out} pages were published on their day; {waits} wait for their editors."
    if broken:
        titles = ", ".join(f"“{title}”" for title in broken)
        raise Failed(f"{said} These could not be published, and are tried again each hour; the log has why: {titles}.")
    return said


JOBS = (
    Job(
        "guidance", "publishes guidance on its day, and reminds its editors of reviews and of rules that changed", "20 * * * *",
        "every hour, 20 minutes past", _guidance, "Check that mail leaves: irhub doctor.", every_body=True,
    ),
)  # fmt: skip
