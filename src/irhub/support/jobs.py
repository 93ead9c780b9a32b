"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from irhub.support.neutral import send_neutral
from irhub.web.background_jobs import Job


def _send() -> str:
    return f"{send_neutral()} questions were answered that the helpline cannot take on."


JOBS = (
    Job(
        "helpline-neutral", "tells clients of the helpline, in the same words and after the same time, that it cannot take a question on",
        "*/10 * * * *", "every ten minutes", _send, "Check that the worker runs, and that mail leaves: irhub doctor.", every_body=True,
    ),
)  # fmt: skip
