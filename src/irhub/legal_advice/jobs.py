"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from irhub.legal_advice.booking import expire_appointments, remind
from irhub.legal_advice.releasing import tell_refusals
from irhub.legal_advice.slots import fill_series
from irhub.legal_advice.standing import cancel_fallen
from irhub.web.background_jobs import Job

JOBS = (
    Job(
        "advice-slots", "makes the times of lawyers of the weeks to come", "15 3 * * *", "every day at 03:15",
        lambda: f"{fill_series()} times are new.", "Run it again: it makes what is missing.", every_body=True,
    ),
    Job(
        "advice-expiry", "gives minutes back of appointments of which nobody said what came of them, and that their scheme no longer gives", "45 * * * *",
        "every hour",
        lambda: f"{expire_appointments()} appointments expired; {cancel_fallen()} fell with their scheme.",
        "Run it again.", every_body=True,
    ),
    Job(
        "advice-releases", "tells clients, in the same words and after the same time, that the law firm does not act", "*/10 * * * *",
        "every ten minutes", lambda: f"{tell_refusals()} appointments were released.",
        "Check that the worker runs, and that mail leaves: irhub doctor.", every_body=True,
    ),
    Job(
        "advice-reminders", "reminds people of their appointment with a lawyer, the day before", "30 * * * *", "every hour",
        lambda: f"{remind()} people were reminded.", "Check that mail leaves: irhub doctor.", every_body=True,
    ),
)  # fmt: skip
