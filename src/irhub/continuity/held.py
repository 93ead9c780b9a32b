"""What continuity plans hold about people: see web/held_tables.py."""

from __future__ import annotations

from irhub.continuity.models import ActiveLocation, Plan, PlanStep
from irhub.web.held_tables import Held

HELD = (
    Held(Plan, ("why", "opened_at", "state"), emails=("opened_by",)),
    Held(Plan, ("learned", "closed_at"), emails=("closed_by",)),
    Held(PlanStep, ("title", "note", "state", "done_at"), emails=("done_by",)),
)
NOBODY = {"made of the registers, whose rows are told": (ActiveLocation,)}
