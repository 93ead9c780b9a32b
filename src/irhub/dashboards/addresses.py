"""Where the pages of places are."""

from __future__ import annotations

from django.urls import reverse

from irhub.places import Place


def address_of(place: Place) -> str:
    """The address of a place's first page."""
    return reverse(place.route, kwargs=place.named)
