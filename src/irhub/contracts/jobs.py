"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from irhub.contracts.alerts import send_alerts
from irhub.web.background_jobs import Job


def _alerts() -> str:
    sent = send_alerts(settings.IRHUB_SITE, timezone.localdate())
    return f"{sent} e-mails about contracted providers were sent."


JOBS = (
    Job(
        "contract-alerts", "tells people by e-mail what changed about providers on their body's list", "30 7 * * *",
        "every day at 07:30", _alerts, "Check that mail leaves, and that IRHUB_SITE is set: irhub doctor.", every_body=True,
    ),
)  # fmt: skip
