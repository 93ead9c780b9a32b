"""How the audit trail's reader is told of this room's things: see accounts/trail_names.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from irhub.accounts.trail_names import Namer
from irhub.grants.models import Call, Pot
from irhub.grants.past.models import PastImport
from irhub.grants.published.models import PublishedVersion


def _calls(numbers: Collection[str]) -> Mapping[str, str]:
    found = Call.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    return {str(number): f"Call for grants: {title}" for number, title in found.values_list("pk", "title")}


def _pots(numbers: Collection[str]) -> Mapping[str, str]:
    found = Pot.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    return {str(number): f"Pot of grants: {name}" for number, name in found.values_list("pk", "name")}


def _versions(numbers: Collection[str]) -> Mapping[str, str]:
    found = PublishedVersion.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    return {str(one.pk): f"Published grants: {one}" for one in found}


def _past(numbers: Collection[str]) -> Mapping[str, str]:
    found = PastImport.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    return {str(number): f"Past grants: {name}" for number, name in found.values_list("pk", "file_name")}


NAMES: Mapping[str, Namer] = {
    "call for grants": _calls, "pot of grants": _pots, "published version of grants": _versions, "file of past grants": _past,
}  # fmt: skip
