"""What webinars come to month by month: see programmes/months.py. Never by provider or person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Min
from django.utils.timezone import localtime

from irhub.programmes.models import Audience, Programme
from irhub.programmes.months import WHOLE, Count, Figure, Monthly, by_council, councils_of, moments
from irhub.web.london import LONDON
from irhub.webinars.models import Attendance, Came, Session
from irhub.webinars.workflows import SessionState

FIGURES = (
    Figure("sessions", "Webinars", "Webinars that were held, in the month in which they began."),
    Figure(
        "people",
        "People",
        "Everybody who came to a webinar of the month, for any time, once by their address; hidden where they come from fewer than five providers and councils.",
    ),
    Figure("clients", "Providers and councils", "Those from which somebody came, each once; a provider by its CQC id."),
)


def _count(programme: Programme, first: date, end: date) -> Iterator[Count]:
    begins, ends = moments(first, end)
    held = Session.objects.filter(
        programme=programme, state=SessionState.HELD, starts_at__gte=begins, starts_at__lt=ends
    )
    yield Count("sessions", WHOLE, held.count(), None)
    came = Attendance.objects.filter(came=Came.CAME, booking__session__in=held)
    columns = ("booking__email", "booking__provider_id", "booking__council_code")
    rows = {(email.lower(), provider, code) for email, provider, code in came.values_list(*columns)}
    of = {provider or code: (Audience.PROVIDER if provider else Audience.COUNCIL) for _, provider, code in rows}
    councils = councils_of((str(kind), key) for key, kind in of.items())
    people = {email: provider or code for email, provider, code in sorted(rows)}
    yield from by_council("people", ((councils.get(key, ""), key or email, 1) for email, key in people.items()))
    yield from by_council("clients", ((councils[key], key, 1) for key in of if key))


def _first(programme: Programme) -> date | None:
    held = Session.objects.filter(programme=programme, state=SessionState.HELD)
    found = held.aggregate(first=Min("starts_at"))["first"]
    return localtime(found, LONDON).date() if found else None


MONTHLY = (
    Monthly(
        "webinars", "Webinars", "Webinars, and who came, by month and by the council in which the provider has most of its care locations.",
        FIGURES, _count, _first, 730,
    ),
)  # fmt: skip
