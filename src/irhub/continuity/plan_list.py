"""The list of a body's plans: its columns."""

from __future__ import annotations

from irhub.continuity.queries import ListedPlan
from irhub.web.jinja import day
from irhub.web.listing import Column, Listing

PLANS: Listing[ListedPlan] = Listing(
    name="plans",
    caption="Plans, open ones first",
    noun=("plan", "plans"),
    none_at_all="There is no plan yet.",
    none_fits="There is no plan yet.",
    look="irhub-stacked",
    columns=(
        Column("provider", "Provider", "Whom it is about.", own=True, heads=True),
        Column("why", "Why", "Why it was begun, and by whom.", own=True, labelled=False),
        Column("begun", "Begun", "When it was begun.", value=lambda row: day(row.plan.opened_at)),
        Column("done", "Steps done", "How many of its steps are done.", value=lambda row: f"{row.done} of {row.steps}"),
        Column(
            "stands",
            "How far it is",
            "Whether it is open, or when it was closed.",
            value=lambda row: f"Closed on {day(row.plan.closed_at)}" if row.plan.closed_at else "Open",
        ),
    ),
)
