"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from irhub.registers.deriving import catch_up
from irhub.web.background_jobs import Job


def _link() -> str:
    if not catch_up():
        return "Links, summaries and indicators are of the editions that are accepted."
    return "Links, summaries and indicators were made of the editions that are accepted."


JOBS = (
    Job(
        "link", "makes links, summaries and indicators of accepted editions that are not in them yet", "*/5 * * * *",
        "every five minutes", _link,
        "Run `irhub link` by hand and read what it says. Pages go on with what was made before.",
    ),
)  # fmt: skip
