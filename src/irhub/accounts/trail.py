"""How the audit trail's reader is told of this room's things: see accounts/trail_names.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from irhub.accounts.models import Body, Person
from irhub.accounts.trail_names import Namer


def _people(numbers: Collection[str]) -> Mapping[str, str]:
    found = Person.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    return {str(person.pk): person.name or person.email for person in found}


def _bodies(numbers: Collection[str]) -> Mapping[str, str]:
    found = Body.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    return {str(body.pk): body.name for body in found}


NAMES: Mapping[str, Namer] = {"person": _people, "body": _bodies}
