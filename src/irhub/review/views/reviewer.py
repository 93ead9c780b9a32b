"""Who reviews: which pairs they may see, and whether scores and what others decided are hidden from them."""

from __future__ import annotations

from django.http import HttpRequest

from irhub.accounts.acting import acting_membership, rows_of
from irhub.review.pair_list import BLIND
from irhub.review.scope import Scope, scope_of


def blind_for(request: HttpRequest) -> bool:
    """Whether scores and what others decided are hidden."""
    return bool(request.session.get(BLIND))


def scope_for(request: HttpRequest) -> Scope:
    """Which pairs they may see."""
    return scope_of(rows_of(request), acting_membership(request).body.place_code)
