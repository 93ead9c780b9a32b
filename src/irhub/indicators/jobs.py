"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from irhub.indicators.past import work_out_expected
from irhub.web.background_jobs import Job


def _past_days() -> str:
    return f"{work_out_expected()} past days are ready to be looked at."


JOBS = (
    Job(
        "past-days", "works out the past days that papers cite again, after new editions", "15 6 * * *",
        "every day at 06:15", _past_days, "Nothing depends on it: a day is worked out when somebody looks at it.",
    ),
)  # fmt: skip
