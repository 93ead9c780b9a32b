"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from irhub.programmes.months import count_so_far, freeze, reports
from irhub.programmes.reach import keep_editions
from irhub.web.background_jobs import Job


def _freeze() -> str:
    return f"{sum(freeze(report) for report in reports())} months were kept, {keep_editions()} editions of who was reached."


def _count() -> str:
    return f"{sum(count_so_far(report) for report in reports())} months were counted."


JOBS = (
    Job(
        "months", "keeps what programmes did in a month, once it no longer changes, and each month whom they reached", "20 3 * * *", "every day at 03:20", _freeze,
        "Run it again: it keeps what is missing.", every_body=True,
    ),
    Job(
        "months-so-far", "counts what programmes did in the months that still change", "5,35 * * * *", "every half hour", _count,
        "Run it again. Until then pages count for themselves.", every_body=True,
    ),
)  # fmt: skip
