"""Whether a body's desk is open: nobody gives immigration advice without a registration that holds on the day, and for the level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from irhub.accounts.advice import HIGHEST, may_advise, registrations_of
from irhub.accounts.models import Body
from irhub.accounts.row_security import system_access
from irhub.web.errors import ActionRefused


@dataclass(frozen=True)
class Desk:
    """Whether a body may advise on a day. `why`: if not, in a sentence that says what to do."""

    open: bool
    why: str = ""


def desk_of(body: Body, on: date, level: int = 1) -> Desk:
    """Whether a body's registration lets it advise at a level (1 to 3) on a day. Raises ValueError for another level."""
    with system_access("whether a body may give immigration advice is told to whoever wants its advice"):
        if may_advise(body, on, level):
            return Desk(True)
        newest = registrations_of(body).first()
        lower = any(may_advise(body, on, each) for each in range(1, level))
    if newest is None:
        why = f"{body.name} has recorded no registration to give immigration advice, so nobody can be advised yet. Its administrator can record it under People."
    elif lower:
        why = f"The registration of {body.name} does not cover advice of level {level}. Refer the matter to an adviser whose registration does."
    elif newest.ended_on is not None and newest.ended_on <= on:
        why = f"The registration of {body.name} ended on {newest.ended_on:%-d %B %Y}. Its administrator can record a new one under People."
    else:
        why = f"The registration of {body.name} ends on {newest.expires_on:%-d %B %Y}, and none is recorded for {on:%-d %B %Y}. Its administrator can record the next one under People."
    return Desk(False, why)


def require_desk(body: Body, on: date, level: int = 1) -> None:
    """Raises ActionRefused, in plain words, unless the desk is open."""
    if level not in range(1, HIGHEST + 1):
        raise ActionRefused(f"Choose a level of advice from 1 to {HIGHEST}.", "level")
    desk = desk_of(body, on, level)
    if not desk.open:
        raise ActionRefused(desk.why)
