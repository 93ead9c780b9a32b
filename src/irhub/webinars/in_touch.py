"""How webinars reach providers: see programmes/reach.py."""

from __future__ import annotations

from collections.abc import Iterable

from irhub.programmes.models import Programme
from irhub.programmes.reach import InTouch
from irhub.webinars.models import Booking
from irhub.webinars.workflows import OVER, BookingState


def _providers(programme: Programme) -> Iterable[str]:
    found = Booking.objects.filter(session__programme=programme).exclude(provider_id="")
    return found.exclude(state__in=(*OVER, BookingState.ASKED)).values_list("provider_id", flat=True).distinct()


IN_TOUCH = (
    InTouch(
        "Webinars",
        "Somebody of the provider booked a place, waits for one, or came. A booking that was never confirmed, lapsed or was cancelled does not "
        "count; bookings are kept for two years.",
        _providers,
    ),
)
