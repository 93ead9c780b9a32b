"""How the audit trail's reader is told of this room's things: see accounts/trail_names.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from irhub.accounts.trail_names import Namer
from irhub.grants.models import Call, Pot


def _calls(numbers: Collection[str]) -> Mapping[str, str]:
    found = Call.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    return {str(number): f"Call for grants: {title}" for number, title in found.values_list("pk", "title")}


def _pots(numbers: Collection[str]) -> Mapping[str, str]:
    found = Pot.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    return {str(number): f"Pot of grants: {name}" for number, name in found.values_list("pk", "name")}


NAMES: Mapping[str, Namer] = {"call for grants": _calls, "pot of grants": _pots}
