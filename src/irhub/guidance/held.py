"""What guidance holds about people: who wrote, submitted, approved and checked it. See web/held_tables.py."""

from __future__ import annotations

from irhub.guidance.models import Page, Version, VersionEvent
from irhub.web.held_tables import Held

HELD = (
    Held(
        Version,
        ("page__slug", "number", "title", "state", "written_at", "submitted_at", "approved_at", "checked_at"),
        emails=("written_by", "submitted_by", "approved_by", "checked_by"),
    ),
    Held(VersionEvent, ("at", "what", "text"), emails=("who",)),
)
NOBODY = {"addresses of pages: who wrote them stands with their versions": (Page,)}
