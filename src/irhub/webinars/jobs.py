"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from irhub.web.background_jobs import Job
from irhub.webinars.actions.bookings import let_lapse, remind


def _webinars() -> str:
    lapsed = let_lapse()
    return f"{lapsed} offers lapsed, {remind()} people have had their reminder."


JOBS = (
    Job(
        "webinars", "lets offers of places lapse, offers them to the next who wait, and reminds those who booked", "*/10 * * * *",
        "every ten minutes", _webinars, "Check that mail leaves: irhub doctor. Nothing is lost: the next run does it.",
        every_body=True,
    ),
)  # fmt: skip
