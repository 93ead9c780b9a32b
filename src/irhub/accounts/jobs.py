"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from irhub.accounts import retention
from irhub.accounts.audit import verify
from irhub.accounts.messages import post_digests
from irhub.web.background_jobs import Failed, Job


def _audit() -> str:
    broken = list(verify())
    if broken:
        places = "; ".join(f"event {place.number}: {place.why}" for place in broken[:5])
        raise Failed(f"The audit trail was tampered with in {len(broken)} places: {places}.")
    return "Every event of the audit trail is whole."


def _retention() -> str:
    return "; ".join(f"{done.name}: {done.count}" for done in retention.run()) + "."


def _digests() -> str:
    return f"{post_digests()} people were written to about what they chose to hear of."


JOBS = (
    Job(
        "audit", "checks that no event of the audit trail was altered or removed", "30 2 * * *", "every day at 02:30", _audit,
        "Keep the database as it is, tell whoever answers for security, and compare with the last backup (`irhub restore` into an empty place).",
        every_body=True,
    ),
    Job(
        "digests", "writes to people what is new of what they chose to hear of", "30 7 * * *", "every day at 07:30", _digests,
        "Check that mail leaves, and that IRHUB_SITE is set: irhub doctor.", every_body=True,
    ),
    Job(
        "retention", "removes what is over its time, by the retention rules", "45 3 * * *", "every day at 03:45", _retention,
        "What is due is removed at the next run. docs/data-protection.md lists the rules.",
        every_body=True,
    ),
)  # fmt: skip
