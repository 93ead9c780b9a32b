"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from irhub.programmes.months import freeze, reports
from irhub.web.background_jobs import Job


def _freeze() -> str:
    return f"{sum(freeze(report) for report in reports())} months were kept."


JOBS = (
    Job(
        "months", "keeps what programmes did in a month, once it no longer changes", "20 3 * * *", "every day at 03:20", _freeze,
        "Run it again: it keeps what is missing.", every_body=True,
    ),
)  # fmt: skip
