"""The people of the own body, to whom work is given."""

from __future__ import annotations

from irhub.accounts.absences import away_in
from irhub.accounts.models import Membership, Person
from irhub.accounts.queries import people_of
from irhub.web.errors import ActionRefused


def colleague(number: int | None, *, by: Membership, field: str = "owner") -> Person | None:
    """The person of this number, of the body for which somebody acts; None for none.

    Raises ActionRefused, at a field of the form, if they hold no role there today.
    """
    if number is None:
        return None
    held = next((held for held in people_of(by.body) if held.person_id == number), None)
    if held is None:
        raise ActionRefused(f"That person holds no role in {by.body.name} today.", field)
    return held.person


def colleagues(by: Membership) -> list[tuple[str, str]]:
    """Who can be given work in the body for which somebody acts: number and name, with who covers for those who are away, for a form's choices."""
    away = away_in(by.body)
    names = {held.person_id: held.person.name for held in people_of(by.body)}
    return [(str(number), f"{name} ({away[number]})" if number in away else name) for number, name in names.items()]
