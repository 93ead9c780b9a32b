"""Whose things are tried by the test of access, and what of the registers is near somebody: for the module `things` of each room’s tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from irhub.accounts.models import Body
from irhub.organisations.models import Member, Organisation
from irhub.places import councils_in, partnerships
from irhub.registers.models import LocationSpan, SponsorSpan


@dataclass(frozen=True)
class Owner:
    """Somebody whose things are tried: the body for which they act, and their address. `shares`: of what two bodies share, the body has the
    side that Rows.SHARED means."""

    body: Body
    email: str
    shares: bool = False


Makes = dict[str, Callable[[Owner], dict[str, object]]]
"""By route: makes a thing, and gives what fills the address."""


def pair_near(code: str) -> tuple[str, str] | None:
    """A provider in the place of a body, and a sponsor."""
    near = {code} | {council.code for known in partnerships() if known.slug == code for council in councils_in(known)}
    spans = LocationSpan.objects.filter(Q(council_code__in=near) | Q(provider_id=code)).order_by("provider_id")
    span = spans.first() or LocationSpan.objects.order_by("provider_id").first()
    sponsor = SponsorSpan.objects.filter(until=None).order_by("sponsor_key").first()
    return (span.provider_id, sponsor.sponsor_key) if span and sponsor else None


def pair_of(owner: Owner) -> dict[str, object]:
    """A pair that concerns the place of a body."""
    provider, sponsor = pair_near(owner.body.place_code) or ("", "")
    return {"provider_id": provider, "sponsor_key": sponsor}


def organisation_near(owner: Owner) -> Organisation:
    """The provider that a body is, or any."""
    provider, _ = pair_near(owner.body.place_code) or ("", "")
    return Member.objects.get(register="cqc_locations", entity_key=provider).organisation


def number(made: Model) -> dict[str, object]:
    """What fills an address that names a thing by its number."""
    return {"number": made.pk}


def named_by_lot(made: Any) -> dict[str, object]:
    """What fills an address that names a thing by its reference."""
    return {"reference": made.reference}
