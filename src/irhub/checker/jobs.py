"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from irhub.checker.actions import remind_of_stale_sources
from irhub.web.background_jobs import Job


def _rules() -> str:
    stale = remind_of_stale_sources()
    return f"{stale} rules have no source read lately{': their editors were written to' if stale else ''}."


JOBS = (
    Job(
        "rules", "reminds the rules editors of rules whose sources were not read lately", "0 8 1 * *",
        "on the first of each month at 08:00", _rules, "Check that mail leaves: irhub doctor.", every_body=True,
    ),
)  # fmt: skip
