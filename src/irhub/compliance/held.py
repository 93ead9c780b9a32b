"""What self-checks hold about people: see web/held_tables.py. Of workers nothing; of the provider's own people what they did."""

from __future__ import annotations

from irhub.compliance.models import (
    Answer,
    Confirmation,
    Evidence,
    Look,
    Matter,
    Opening,
    PlanItem,
    Published,
    Repeat,
    Result,
    Sheet,
    ThemeResult,
)
from irhub.web.held_tables import Confided, Held

HELD = (
    Held(Sheet, ("place", "begun_at"), emails=("begun_by",)),
    Held(Sheet, ("place", "confirmed_at"), emails=("confirmed_by",)),
    Held(Answer, ("question", "at"), emails=("who",)),
    Held(Evidence, ("what", "kept_where", "keeper", "seen_on", "added_at"), emails=("added_by",)),
    Held(Result, ("kept_at",), emails=("kept_by",)),
    Held(Matter, ("kind", "dated", "opened_at"), emails=("opened_by",)),
    Held(Matter, ("kind", "dated", "note", "closed_at"), emails=("closed_by",)),
    Held(Published, ("level", "published_at"), emails=("published_by",)),
    Held(Published, ("level", "withdrawn_at"), emails=("withdrawn_by",)),
    Held(Repeat, ("due", "added_at"), emails=("added_by",)),
    Held(Repeat, ("due", "ended_at"), emails=("ended_by",)),
    Held(Opening, ("provider", "begins_on", "ends_on", "opened_at", "revoked_at"), emails=("email", "person__email")),
    Held(Opening, ("begins_on", "ends_on", "opened_at"), emails=("opened_by",)),
    Held(Opening, ("begins_on", "revoked_at"), emails=("revoked_by",)),
    Held(Look, ("at",), emails=("opening__email",)),
    Held(Confirmation, ("question", "confirmed", "note", "at"), emails=("who",)),
    Held(PlanItem, ("title", "due", "state"), emails=("owner__email",)),
    Held(PlanItem, ("title", "made_at"), emails=("made_by",)),
    Held(PlanItem, ("title", "note", "ended_at"), emails=("ended_by",)),
)
NOBODY = {"how many gaps a theme has": (ThemeResult,)}
CONFIDED = Confided(
    "self-checks", "the provider whose they are", frozenset({*(one.model for one in HELD), ThemeResult})
)
