"""What this room holds about people: see web/held_tables.py."""

from __future__ import annotations

from irhub.grants.models import (
    Application,
    ApplicationEvent,
    Assessment,
    Award,
    AwardEntry,
    AwardEvent,
    AwardHold,
    Call,
    CallEvent,
    Check,
    Decision,
    Evidence,
    GrantAnswer,
    Interest,
    Pot,
    PotEntry,
    PotEvent,
    PotHold,
    Score,
    Sheet,
    View,
)
from irhub.web.held_tables import Held

HELD = (
    Held(PotEvent, ("at", "what", "text"), emails=("who",)),
    Held(PotEntry, ("at", "amount", "why"), emails=("who",)),
    Held(PotHold, ("key", "amount"), emails=("held_by",)),
    Held(Call, ("title",), emails=("contact",)),
    Held(CallEvent, ("at", "what", "text"), emails=("who",)),
    Held(Application, ("reference", "name", "title", "begun_at", "state"), emails=("begun_by",)),
    Held(Application, ("reference", "submitted_at"), names=("signed_by",)),
    Held(Application, ("reference",), names=("holder",)),
    Held(ApplicationEvent, ("at", "what", "text"), emails=("who",)),
    Held(GrantAnswer, ("question", "answer", "at"), emails=("who",)),
    Held(Evidence, ("name", "kept_at"), emails=("kept_by",)),
    Held(Check, ("result", "says", "at"), emails=("who",)),
    Held(Assessment, ("told", "state", "asked_at", "in_at"), emails=("email",)),
    Held(Score, ("question", "grade", "why"), emails=("assessment__email",)),
    Held(Interest, ("note", "at"), emails=("who",)),
    Held(View, ("award", "note", "at"), emails=("who",)),
    Held(Decision, ("outcome", "letter", "decided_at"), emails=("decided_by",)),
    Held(Award, ("reference", "name", "grantee_at"), names=("grantee_by",)),
    Held(Award, ("reference", "name", "funder_at"), emails=("funder_by",)),
    Held(AwardEvent, ("at", "what", "text"), emails=("who",)),
    Held(AwardEntry, ("at", "amount", "why"), emails=("who",)),
    Held(AwardHold, ("key", "amount"), emails=("held_by",)),
)
NOBODY = {
    "an applicant’s answers are told with who gave them": (Sheet,),
    "a pot of money names nobody": (Pot,),
}
