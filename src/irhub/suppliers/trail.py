"""How the audit trail's reader is told of this room's things: see accounts/trail_names.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from irhub.accounts.trail_names import Namer
from irhub.suppliers.models import Framework


def _frameworks(numbers: Collection[str]) -> Mapping[str, str]:
    found = Framework.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    return {str(number): f"Framework: {name}" for number, name in found.values_list("pk", "name")}


NAMES: Mapping[str, Namer] = {"framework": _frameworks}
