"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from collections.abc import Callable

from irhub.accounts import anchors, retention, trail_mail
from irhub.accounts.audit import verify
from irhub.accounts.messages import post_digests
from irhub.web.background_jobs import Failed, Job
from irhub.web.errors import ActionRefused


def _audit() -> str:
    if broken := verify(_of_anchors(anchors.last)):
        places = "; ".join(map(str, broken[:5]))
        raise Failed(f"The audit trail was tampered with in {len(broken)} places: {places}.")
    anchor = anchors.keep()
    told = trail_mail.post_anchor(anchor) if anchor else 0
    return f"Every event of the audit trail is whole. Its head was written to {told} people."


def _anchor() -> str:
    kept = _of_anchors(anchors.keep)
    return f"The head of the trail is kept: {kept.events:,} events." if kept else "The trail has no events yet."


def _of_anchors(does: Callable[[], anchors.Anchor | None]) -> anchors.Anchor | None:
    try:
        return does()
    except ActionRefused as refused:
        raise Failed(f"The newest line of {anchors.file()} does not hold. {refused}") from None


def _retention() -> str:
    return "; ".join(f"{done.name}: {done.count}" for done in retention.run()) + "."


def _digests() -> str:
    return f"{post_digests()} people were written to about what they chose to hear of."


JOBS = (
    Job(
        "anchor", "keeps the head of the audit trail, signed, outside the database", "*/10 * * * *", "every ten minutes", _anchor,
        "Check that the data folder can be written, and that nobody altered trail-anchors.jsonl in it.", every_body=True,
    ),
    Job(
        "audit", "checks that no event of the audit trail was altered or removed, and writes its head to auditors", "30 2 * * *", "every day at 02:30", _audit,
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
