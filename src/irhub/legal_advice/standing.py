"""Appointments that fall because their scheme no longer gives minutes on their day: see programmes/falling.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localtime

from irhub.accounts.moving import move
from irhub.legal_advice import letters
from irhub.legal_advice.booking import locked, release_hold
from irhub.legal_advice.keeping import as_the_hub, now
from irhub.legal_advice.models import Appointment
from irhub.legal_advice.workflows import COMING
from irhub.programmes.falling import Standing
from irhub.programmes.models import Programme, Scheme
from irhub.programmes.queries import closed_days
from irhub.programmes.workflows import ProgrammeState, SchemeState
from irhub.web.london import LONDON


@as_the_hub
def cancel_fallen(programme: Programme | None = None) -> int:
    """Cancel each appointment to come of a programme, or of all, on whose day its scheme no longer gives minutes or the hub is closed. Its
    minutes are free again; whoever is rung, whoever booked and the lawyer are written to, with what to do. Returns how many."""
    coming = Appointment.objects.filter(state__in=sorted(COMING), starts_at__gt=now())
    if programme is not None:
        coming = coming.filter(scheme__programme=programme)
    falls = [appointment.pk for appointment, _ in _fallen(_read(coming))]
    found = list(_fallen(locked(_read(coming.filter(pk__in=falls)))))
    for appointment, why in found:
        move(appointment, "fall", by="the hub", reason=why, columns={"sequence": appointment.sequence + 1})
        release_hold(appointment, "the hub")
        letters.fell(appointment, why)
    return len(found)


def _read(coming: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return coming.select_related("scheme__programme", "lawyer__person")


def _fallen(coming: Iterable[Appointment]) -> Iterator[tuple[Appointment, str]]:
    closed: dict[int, frozenset[date]] = {}
    for appointment in coming:
        hub = appointment.scheme.programme
        if hub.pk not in closed:
            closed[hub.pk] = closed_days(hub)
        day = localtime(appointment.starts_at, LONDON).date()
        if why := _why(appointment.scheme, hub, day, closed[hub.pk]):
            yield appointment, why


def _why(scheme: Scheme, hub: Programme, day: date, closed: frozenset[date]) -> str:
    """Why nobody is advised under a scheme on a day, and what to do; blank if somebody is."""
    if scheme.state == SchemeState.WITHDRAWN:
        return f"“{scheme.name}” was withdrawn. {scheme.instead}"
    if hub.state == ProgrammeState.ENDED:
        return f"{hub.name} has ended. {hub.instead}"
    if day > scheme.closes_on:
        return f"The last day of “{scheme.name}” is {scheme.closes_on:%-d %B %Y} now. Book an earlier time if one is free. {scheme.instead}"
    if day in closed:
        return f"{hub.name} is closed on {day:%-d %B %Y}. Book another time: your minutes are free to use again."
    return ""


def why_fallen(appointment: Appointment) -> str:
    """Why nobody is advised on the day of an appointment, and what to do; blank if somebody is."""
    scheme = appointment.scheme
    hub = scheme.programme
    return _why(scheme, hub, localtime(appointment.starts_at, LONDON).date(), closed_days(hub))


def _told(many: int) -> str:
    if many == 1:
        return (
            "1 appointment with a lawyer is on a day that this takes away. It is cancelled, the minutes held for it are free again, and whoever booked it "
            "and the law firm are written to."
        )
    return (
        f"{many} appointments with a lawyer are on days that this takes away. They are cancelled, the minutes held for them are free again, and whoever "
        "booked them and the law firm are written to."
    )


STANDING = (Standing(cancel_fallen, _told),)
