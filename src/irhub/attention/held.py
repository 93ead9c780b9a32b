"""What acting on signals holds about people: see web/held_tables.py."""

from __future__ import annotations

from irhub.attention.models import Challenge, Statement, Task, TaskEvent
from irhub.web.held_tables import Held, person

HELD = (
    Held(Task, ("name", "due", "state", "opened_at"), **person("owner")),
    Held(TaskEvent, ("at", "what", "text"), emails=("who",)),
    Held(Statement, ("name", "text", "written_at", "withdrawn_at", "public", "decided_at", "decided_why"), emails=("written_by",)),
    Held(Statement, ("name", "decided_at", "decided_why"), emails=("decided_by",), acts=True),
    Held(Challenge, ("name", "about", "text", "opened_at", "state", "answer", "answered_at"), emails=("opened_by",)),
    Held(Challenge, ("name", "answer", "answered_at"), emails=("answered_by",), acts=True),
)  # fmt: skip
