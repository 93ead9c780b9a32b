"""What this room holds about people: see web/held_tables.py."""

from __future__ import annotations

from irhub.suppliers.models import (
    Agreed,
    Application,
    ApplicationEvent,
    Assessment,
    Check,
    Concern,
    ConcernEvent,
    Condition,
    Decision,
    DeclaredInterest,
    Entry,
    EntryEvent,
    Evidence,
    FormerName,
    Framework,
    FrameworkEvent,
    Given,
    Score,
    Sheet,
    Status,
    SubAgent,
    Suspension,
    Task,
    Use,
)
from irhub.web.held_tables import Held

HELD = (
    Held(Framework, ("name",), emails=("contact",)),
    Held(FrameworkEvent, ("at", "what", "text"), emails=("who",)),
    Held(Application, ("reference", "name", "interests", "begun_at", "state"), emails=("begun_by",)),
    Held(Application, ("reference", "submitted_at"), names=("signed_by",)),
    Held(ApplicationEvent, ("at", "what", "text"), emails=("who",)),
    Held(Given, ("question", "answer", "at"), emails=("who",)),
    Held(Evidence, ("name", "kept_at"), emails=("kept_by",)),
    Held(Check, ("result", "says", "at"), emails=("who",)),
    Held(Assessment, ("told", "state", "asked_at", "in_at"), emails=("email", "assessor__email")),
    Held(Score, ("question", "grade", "why"), emails=("assessor__email",)),
    Held(Agreed, ("question", "grade", "why", "at"), emails=("who",)),
    Held(Decision, ("outcome", "letter", "decided_at"), emails=("decided_by",)),
    Held(Decision, ("outcome", "decided_at"), names=("panel",)),
    Held(
        DeclaredInterest,
        ("name", "company_number", "what", "declared_at", "ended_on"),
        emails=("email", "person__email"),
    ),
    Held(SubAgent, ("name", "country", "named_at"), names=("owner",)),
    Held(Entry, ("reference", "name"), emails=("proposed_by",)),
    Held(EntryEvent, ("at", "what", "text"), emails=("who",)),
    Held(Task, ("says", "outcome", "done_at"), emails=("done_by",)),
    Held(Concern, ("reference", "text", "told_at"), emails=("email",), names=("name",)),
    Held(ConcernEvent, ("at", "what", "text"), emails=("who",)),
)
NOBODY = {
    "a supplier’s answers are told with who gave them": (Sheet,),
    "where a recruiter stands, what it was called, and which body works with it, names nobody": (
        Condition,
        FormerName,
        Status,
        Suspension,
        Use,
    ),
}
