"""The list of jobs: its columns and its filter."""

from __future__ import annotations

from django.urls import reverse

from irhub.operations.models import Run
from irhub.operations.queries import JobRow
from irhub.operations.run_list import COLOURS
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice

NEVER = "never"


class JobFilters(FilterForm):
    """Which jobs somebody asks for."""

    outcome = choice(
        "How the last run ended", [*((str(each), each.label) for each in Run.Outcome), (NEVER, "Never ran")]
    )


JOBS: Listing[JobRow] = Listing(
    name="jobs",
    told_apart_by=("job",),
    caption="Jobs",
    noun=("job", "jobs"),
    none_at_all="There is no job.",
    none_fits="No job’s last run ended so.",
    filters=JobFilters,
    look="irhub-stacked",
    columns=(
        Column(
            "job",
            "Job",
            "Its name, and what it is for.",
            value=lambda row: row.job.name,
            cell=lambda row: Cell(
                row.job.name.capitalize(), reverse("job", args=[row.job.name]), under=f"{_sentence(row.job.purpose)}."
            ),
            by=lambda row: row.job.name,
            heads=True,
        ),
        Column("purpose", "What it is for", "What it is for.", value=lambda row: row.job.purpose, where=Where.FILES),
        Column(
            "outcome",
            "How the last run ended",
            "Whether it was done, failed, or was interrupted, and what it said.",
            value=lambda row: row.last.get_outcome_display() if row.last else "Never ran",
            cell=lambda row: Cell(row.last.get_outcome_display(), tag=COLOURS[row.last.outcome], under=row.last.said)
            if row.last
            else Cell("Never ran", tag="grey"),
            by=lambda row: row.last.get_outcome_display() if row.last else "",
            labelled=False,
            look="irhub-wrap",
        ),
        Column("said", "What it said", "The last run’s sentence for the operator.", value=lambda row: row.last.said if row.last else "", where=Where.FILES),
        Column(
            "last",
            "Last run",
            "When its last run began.",
            value=lambda row: row.last.started_at if row.last else None,
            by=lambda row: row.last.started_at if row.last else None,
            falls=True,
        ),
        Column(
            "next",
            "Next run",
            "When it is due; one that is queued runs before.",
            value=lambda row: row.due,
            by=lambda row: row.due,
            own=True,
        ),
        Column("run", "Run it now", "", own=True, unseen=True, where=Where.PAGE),
    ),
)  # fmt: skip


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(rows: list[JobRow], outcome: str) -> list[JobRow]:
    """The jobs whose last run ended so, or all."""
    return [row for row in rows if outcome in ("", row.last.outcome if row.last else NEVER)]
