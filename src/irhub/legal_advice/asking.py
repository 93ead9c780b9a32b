"""For whom a time is booked, and what is told of it before anybody books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.casework.ledger import free
from irhub.legal_advice.entitlements import eligibility_of, minutes_told, refuse_unless_open
from irhub.legal_advice.models import Entitlement
from irhub.legal_advice.queries import client_of
from irhub.programmes.models import Audience, Scheme
from irhub.web.errors import ActionRefused


@dataclass(frozen=True)
class Asks:
    """For whom a time is booked, and under which scheme. `name`: as the hub knows the client; `told`: the minutes that it has, blank if they are not for it; `why`: whether
    it is eligible. `refused`: why no time can be booked for it, and where else to turn; blank if one can."""

    scheme: Scheme
    kind: Audience
    key: str
    name: str
    told: str
    why: str = ""
    refused: str = ""


def asks_for(told: Mapping[str, Any], schemes: Sequence[Scheme], by: Membership) -> Asks:
    """Who asks: an adviser says for whom (`kind`, `key`), a client asks for itself. `told`: as the form gives it."""
    scheme = next(each for each in schemes if str(each.pk) == told["scheme"])
    kind, key = client_of(by) if "key" not in told else (Audience(told["kind"]), told["key"])
    today = localdate()
    held = Entitlement.objects.filter(scheme=scheme, client_key=key).first()
    if closed := _closed(scheme, kind):
        return Asks(scheme, kind, key, held.client_name if held else key, "", refused=closed)
    left = minutes_told(held, scheme, today)
    if held is not None:
        none = "" if free(held) > 0 else f"No minutes are left to book. {scheme.instead}"
        return Asks(scheme, kind, key, held.client_name, left, refused=none)
    found = eligibility_of(scheme, kind, key, today)
    if not found.eligible:
        return Asks(scheme, kind, key, found.name or key, "", refused=f"{found.why} {scheme.instead}")
    return Asks(scheme, kind, key, found.name or key, left, found.why)


def _closed(scheme: Scheme, kind: Audience) -> str:
    """Why a scheme gives nobody of a kind minutes today; blank if it does."""
    try:
        refuse_unless_open(scheme, kind, localdate())
    except ActionRefused as refused:
        return str(refused)
    return ""
