"""How the audit trail's reader is told of this room's things: see accounts/trail_names.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from irhub.accounts.trail_names import Namer
from irhub.organisations.models import Member


def _organisations(ids: Collection[str]) -> Mapping[str, str]:
    """The name of a provider's record, or of a sponsor's where there is none."""
    found = Member.objects.filter(organisation__in=ids).order_by("-register", "-name")
    return dict(found.values_list("organisation_id", "name"))


def _records(keys: Collection[str]) -> Mapping[str, str]:
    return dict(Member.objects.filter(entity_key__in=keys).values_list("entity_key", "name"))


def _pairs(pairs: Collection[str]) -> Mapping[str, str]:
    sides = {pair: pair.partition("/")[::2] for pair in pairs}
    named = _records({key for both in sides.values() for key in both})
    return {
        pair: f"{named[sponsor]} and {named[provider]}"
        for pair, (provider, sponsor) in sides.items()
        if {sponsor, provider} <= named.keys()
    }


NAMES: Mapping[str, Namer] = {"organisation": _organisations, "provider": _records, "pair": _pairs}
