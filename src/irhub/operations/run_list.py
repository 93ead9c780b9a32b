"""The runs of a job as a list."""

from __future__ import annotations

from irhub.operations.models import Run
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice

COLOURS = {"done": "green", "failed": "red", "running": "blue", "interrupted": "yellow"}


class RunFilters(FilterForm):
    """Which runs somebody asks for."""

    outcome = choice("How it ended", [(str(each), each.label) for each in Run.Outcome])


RUNS: Listing[Run] = Listing(
    name="runs",
    told_apart_by=("number",),
    caption="Its runs, newest first",
    noun=("run", "runs"),
    none_at_all="It never ran. It needs a background worker: irhub worker.",
    none_fits="None of its runs that are kept ended so.",
    filters=RunFilters,
    sort="began",
    size=20,
    look="irhub-stacked",
    columns=(
        Column("began", "Began", "When it began.", value=lambda row: row.started_at, order=("-started_at",), falls=True, heads=True, look="irhub-nowrap"),
        Column(
            "outcome",
            "How it ended",
            "Whether it was done, failed, or was interrupted.",
            value=lambda row: row.get_outcome_display(),
            cell=lambda row: Cell(row.get_outcome_display(), tag=COLOURS[row.outcome]),
            labelled=False,
        ),
        Column("said", "What it said", "Its sentence for the operator.", labelled=False, look="irhub-wrap"),
        Column("number", "Number", "The run’s number in the hub.", value=lambda row: row.pk, where=Where.FILES),
        Column("took", "Seconds", "How many seconds it took.", value=lambda row: _seconds(row), numeric=True),
    ),
)  # fmt: skip


def _seconds(row: Run) -> int | None:
    return round((row.ended_at - row.started_at).total_seconds()) if row.ended_at else None
