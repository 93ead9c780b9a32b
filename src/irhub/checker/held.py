"""What the checkers hold about people: see web/held_tables.py."""

from __future__ import annotations

from irhub.checker.models import Proposal, SavedCase
from irhub.web.held_tables import Held

HELD = (
    Held(Proposal, ("rule", "reason", "proposed_as", "proposed_at", "state"), emails=("proposed_by",)),
    Held(Proposal, ("rule", "decision", "decided_at"), emails=("decided_by",)),
    Held(SavedCase, ("title", "checker", "facts", "edition", "saved_at"), emails=("saved_by",)),
)
