"""The people of the own body, to whom work is given."""

from __future__ import annotations

from irhub.accounts.absences import away_in
from irhub.accounts.models import Membership, Person
from irhub.accounts.policy import Grant
from irhub.accounts.queries import people_of
from irhub.web.errors import ActionRefused


def colleague(number: int | None, *, by: Membership, field: str = "owner", work: Grant | None = None) -> Person | None:
    """The person of this number, of the body for which somebody acts; None for none. `work`: who may do it, where not every role may.

    Raises ActionRefused, at a field of the form, if they hold no role there today, or none in which they could do the work.
    """
    if number is None:
        return None
    held = next((held for held in people_of(by.body) if held.person_id == number), None)
    if held is None:
        raise ActionRefused(f"That person holds no role in {by.body.name} today.", field)
    if work and not any(_does(work, role) for role in people_of(by.body) if role.person_id == number):
        raise ActionRefused(
            f"{held.person.name} could not see it: nobody works on this in the role of {held.get_role_display().lower()}.",
            field,
        )
    return held.person


def colleagues(by: Membership, work: Grant | None = None) -> list[tuple[str, str]]:
    """Who can be given work in the body for which somebody acts: number and name, with who covers for those who are away, for a form's choices.

    `work`: who may do it, where not every role may.
    """
    away = away_in(by.body)
    names = {held.person_id: held.person.name for held in people_of(by.body) if work is None or _does(work, held)}
    return [(str(number), f"{name} ({away[number]})" if number in away else name) for number, name in names.items()]


def _does(work: Grant, held: Membership) -> bool:
    """Whether a role is one of those that do a work."""
    return held.role in work.roles and held.body.kind in work.kinds
