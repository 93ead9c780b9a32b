"""How the audit trail's reader is told of this room's things: see accounts/trail_names.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from irhub.accounts.trail_names import Namer
from irhub.webinars.models import Session


def _webinars(numbers: Collection[str]) -> Mapping[str, str]:
    found = Session.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    return {str(number): f"Webinar: {title}" for number, title in found.values_list("pk", "title")}


def _bookings(numbers: Collection[str]) -> Mapping[str, str]:
    """Events of before are about a booking: each is called by what it is of, and by no number, whoever reads them."""
    return dict.fromkeys(numbers, "A place at a webinar")


NAMES: Mapping[str, Namer] = {"webinar": _webinars, "booking": _bookings}
