"""Where somebody's own work begins: their council, region or England, their provider's record, or their day."""

from __future__ import annotations

from django.urls import reverse

from irhub.accounts.menu import First
from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind, Role, Side, side_of
from irhub.dashboards.addresses import address_of
from irhub.home.offers import own_organisation
from irhub.places import Place, england, place_of_code


def own_place(membership: Membership) -> Place | None:
    """The place over which somebody's role watches; None of those who give help, and of providers."""
    kind = Kind(membership.body.kind)
    if side_of(kind, Role(membership.role)) != Side.OVERSIGHT:
        return None
    return england() if kind is Kind.DEPARTMENT else place_of_code(membership.body.place_code)


def first(membership: Membership | None) -> First:
    """What comes first in the menu: somebody's own place or record; England for those who have none."""
    if membership and membership.body.kind == Kind.PROVIDER:
        return First("own", {}, membership.body.name)
    place = (own_place(membership) if membership else None) or england()
    return First(place.route, place.named, place.name)


def lands_on(membership: Membership) -> str:
    """The address of the page that somebody sees first once they are signed in."""
    if place := own_place(membership):
        return address_of(place)
    if organisation := own_organisation(membership):
        return reverse("organisation", args=[organisation])
    return reverse("today")
