"""docs/jobs.md, made of the table of jobs."""

from __future__ import annotations

from irhub.web.background_jobs import jobs


def jobs_markdown() -> str:
    """The page, as Markdown."""
    rows = [f"| {job.name} | {job.when} | {job.purpose} | {job.mend} |" for job in jobs().values()]
    return (
        "# Jobs in the background\n\nMade of the rooms' modules `jobs` by `irhub docs`. Times are UTC."
        " [Operations](operations.md) says how they run.\n\n| job | when | what for | if it fails |\n|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n\nBeside these a worker looks every five seconds whether people decided on links, and makes the signals and the history of"
        " places that wait for it; every ten seconds it takes up what a worker that died was doing. Mail leaves as it is posted, and every"
        " minute what is due is tried.\n"
    )
