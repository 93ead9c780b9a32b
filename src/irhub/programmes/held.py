"""What programmes hold about people: see web/held_tables.py."""

from __future__ import annotations

from irhub.programmes.models import (
    Closure,
    ContactPoint,
    CountedMonth,
    FrozenMonth,
    OpeningHours,
    Programme,
    ProgrammeEvent,
    Scheme,
    SchemeEvent,
    ServiceLevel,
    Theme,
)
from irhub.web.held_tables import Held

HELD = (
    Held(ProgrammeEvent, ("at", "what", "text"), emails=("who",)),
    Held(SchemeEvent, ("at", "what", "text"), emails=("who",)),
    Held(FrozenMonth, ("report", "month", "why", "at"), emails=("who",)),
    Held(ContactPoint, ("programme__name", "audience", "web", "words"), emails=("email",), names=("name",), phones=("phone",)),
)  # fmt: skip
NOBODY = {
    "the offer of a programme; counts of people are of five or more": (
        CountedMonth, Programme, Scheme, OpeningHours, Closure, ServiceLevel, Theme,
    ),
}  # fmt: skip
