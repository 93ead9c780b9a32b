"""For whom a time is booked, and what is told of it before anybody books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.legal_advice.entitlements import balance_told, eligibility_of
from irhub.legal_advice.models import Entitlement
from irhub.legal_advice.queries import client_of
from irhub.programmes.models import Audience, Scheme


@dataclass(frozen=True)
class Asks:
    """For whom a time is booked, and under which scheme. `name`: as the hub knows the client; `why`: whether it is eligible."""

    scheme: Scheme
    kind: Audience
    key: str
    name: str
    told: str
    why: str = ""


def asks_for(told: Mapping[str, Any], schemes: Sequence[Scheme], by: Membership) -> Asks:
    """Who asks: an adviser says for whom (`kind`, `key`), a client asks for itself. `told`: as the form gives it."""
    scheme = next(each for each in schemes if str(each.pk) == told["scheme"])
    kind, key = client_of(by) if "key" not in told else (Audience(told["kind"]), told["key"])
    held = Entitlement.objects.filter(scheme=scheme, client_key=key).first()
    left = balance_told(key, scheme, localdate())
    if held is not None:
        return Asks(scheme, kind, key, held.client_name, left)
    found = eligibility_of(scheme, kind, key, localdate())
    return Asks(scheme, kind, key, found.name or key, left, found.why)
