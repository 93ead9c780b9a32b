"""Times that a firm's lawyers offer: once, or each week as the clock in London shows it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import named, require
from irhub.accounts.policy import Whose
from irhub.legal_advice.desk import require_desk
from irhub.legal_advice.keeping import as_the_hub, now
from irhub.legal_advice.models import Appointment, Series, Slot
from irhub.legal_advice.workflows import GONE, LAWYERS, of_hub_and_firm
from irhub.programmes.models import Scheme
from irhub.programmes.queries import closed_days
from irhub.programmes.workflows import SchemeState
from irhub.web.errors import ActionRefused
from irhub.web.london import LONDON, moment
from irhub.web.working_days import bank_holidays

A_WEEK = timedelta(weeks=1)
AHEAD = timedelta(weeks=8)
"""How far ahead the slots of a series are made: the job `advice-slots` makes more each day."""
SHORTEST, LONGEST = 5, 240
OVERLAPS = "You offer another time then. Choose one that does not overlap it."


@as_the_hub
def offer(*, scheme: Scheme, day: date, at: time, minutes: int, by: Membership) -> Slot:
    """Offer a time once. Raises ActionRefused if the lawyer, the scheme or the day does not allow it, or another time of theirs overlaps."""
    _may_offer(scheme, minutes, by)
    starts = moment(day, at)
    if starts <= now():
        raise ActionRefused("This time has passed.", "day")
    if not scheme.opens_on <= day <= scheme.closes_on:
        raise ActionRefused(
            f"“{scheme.name}” lasts from {scheme.opens_on:%-d %B %Y} to {scheme.closes_on:%-d %B %Y}.", "day"
        )
    if day in _off(scheme):
        raise ActionRefused("The hub is closed on this day.", "day")
    require_desk(by.body, day)
    made = _slot(scheme, starts, minutes, by, None, by.person.email)
    if made is None:
        raise ActionRefused(OVERLAPS, "at")
    record("offered a time for legal advice", by=by, about=named(made))
    return made


@as_the_hub
def offer_weekly(*, scheme: Scheme, first: date, last: date, at: time, minutes: int, by: Membership) -> Series:
    """Offer a time each week from one day to another, both included, within the scheme; not on days on which the hub is closed.

    Raises ActionRefused if the lawyer, the scheme or the days do not allow it, or no time is left that overlaps no other.
    """
    _may_offer(scheme, minutes, by)
    if last < first:
        raise ActionRefused("The last day must be on or after the first.", "last")
    if first < localdate():
        raise ActionRefused("The first day has passed.", "first")
    require_desk(by.body, first)
    made = Series.objects.create(
        body_id=scheme.body_id, scheme=scheme, firm=by.body, lawyer=by, lawyer_name=by.person.name, at=at, minutes=minutes,
        first=first, last=min(last, scheme.closes_on) if first <= scheme.closes_on else last, made_by=by.person.email,
    )  # fmt: skip
    if not _filled(made):
        raise ActionRefused("No time came of this: the hub is closed, the scheme is over, or you offer others then.")
    record("offered a time for legal advice each week", by=by, about=f"scheme/{scheme.pk}")
    return made


@as_the_hub
def fill_series() -> int:
    """Make the slots of the weeks to come of every series. Returns how many are new. For the job `advice-slots`."""
    return sum(_filled(series) for series in Series.objects.filter(ended_at=None, last__gte=localdate()))


@as_the_hub
def end_series(*, series: Series, by: Membership) -> int:
    """Offer a weekly time no longer: its free slots to come are taken back, booked ones stay. Returns how many were taken back."""
    _mine(series, by)
    Series.objects.filter(pk=series.pk, ended_at=None).update(ended_at=now())
    offered = Slot.objects.filter(series=series, cancelled_at=None, starts_at__gt=now())
    offered = offered.exclude(pk__in=taken_slots(series.firm_id))
    found = {slot.pk for slot in offered.select_for_update().order_by("pk")}
    free = Slot.objects.filter(
        pk__in=found - taken_slots(series.firm_id)
    )  # one may have been booked before they were locked
    record("ended a weekly time for legal advice", by=by, about=f"scheme/{series.scheme_id}")
    return free.update(cancelled_at=now())


@as_the_hub
def take_slot_back(*, slot: Slot, by: Membership) -> None:
    """Offer a time no longer. Raises ActionRefused if it is booked: then the appointment is to be released."""
    _mine(slot, by)
    there = Slot.objects.select_for_update().get(pk=slot.pk)
    if there.pk in taken_slots(there.firm_id):
        raise ActionRefused(
            "This time is booked. Answer on its page that you cannot act: the time is offered no longer once the client was told."
        )
    if there.cancelled_at is None:
        Slot.objects.filter(pk=there.pk).update(cancelled_at=now())
        record("took back a time for legal advice", by=by, about=named(there))


def taken_slots(firm_id: int) -> set[int]:
    """The numbers of a firm's slots that are booked, from yesterday on. Asked as the hub, which sees every booking."""
    booked = Appointment.objects.filter(firm_id=firm_id, ends_at__gt=now() - timedelta(days=1))
    return set(booked.exclude(state__in=sorted(GONE)).values_list("slot_id", flat=True))


@as_the_hub
def free_slots(scheme: Scheme, *, most: int = 60) -> list[Slot]:
    """The times of a scheme that can be booked, the next first: times and names of lawyers, and nothing of who else books."""
    if scheme.law_firm_id is None or scheme.state != SchemeState.PUBLISHED:
        return []
    at, last = now(), moment(scheme.closes_on, time.max)
    offered = Slot.objects.filter(
        scheme=scheme, firm_id=scheme.law_firm_id, cancelled_at=None, starts_at__gt=at, starts_at__lte=last
    )
    off = _off(scheme)
    found = offered.exclude(pk__in=taken_slots(scheme.law_firm_id)).order_by("starts_at", "pk")
    return [slot for slot in found if localtime(slot.starts_at, LONDON).date() not in off][:most]


def _may_offer(scheme: Scheme, minutes: int, by: Membership) -> None:
    whose = Whose(body=scheme.body_id, shared_with=frozenset(filter(None, [scheme.law_firm_id])))
    require(by, (LAWYERS,), whose, "Only a legal adviser of the scheme’s law firm offers times.")
    if scheme.state != SchemeState.PUBLISHED:
        raise ActionRefused("This scheme is not published.", "scheme")
    if not SHORTEST <= minutes <= LONGEST:
        raise ActionRefused(f"Give a length from {SHORTEST} to {LONGEST} minutes.", "minutes")


def _mine(what: Slot | Series, by: Membership) -> None:
    require(by, (LAWYERS,), of_hub_and_firm(what), "Only a legal adviser of the firm can withdraw its times.")


def _off(scheme: Scheme) -> set[date]:
    return {*closed_days(scheme.programme), *bank_holidays()}


def _filled(series: Series) -> int:
    """Make the slots of a series that are still to be made; those that overlap another of the lawyer's are left out."""
    off, scheme, until = _off(series.scheme), series.scheme, min(series.last, localdate() + AHEAD)
    have = {
        localtime(at, LONDON).date()
        for at in Slot.objects.filter(series=series).values_list("starts_at", flat=True)
    }  # fmt: skip
    days = [series.first + week * A_WEEK for week in range((until - series.first).days // 7 + 1)]
    made = 0
    for day in days:
        if day in have or day in off or day < localdate() or not scheme.opens_on <= day <= scheme.closes_on:
            continue
        with suppress(ActionRefused):  # on the night on which the clocks go forward there may be no such time
            starts = moment(day, series.at)
            made += _slot(scheme, starts, series.minutes, series.lawyer, series, series.made_by) is not None
    return made


def _slot(
    scheme: Scheme, starts: datetime, minutes: int, lawyer: Membership, series: Series | None, made_by: str
) -> Slot | None:
    """A new slot; None if another of the lawyer's overlaps it, or it has passed."""
    if starts <= now():
        return None
    slot = Slot(
        body_id=scheme.body_id, scheme=scheme, firm_id=lawyer.body_id, lawyer=lawyer, lawyer_name=lawyer.person.name,
        series=series, starts_at=starts, ends_at=starts + timedelta(minutes=minutes), made_by=made_by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            slot.save()
    except IntegrityError as problem:
        if "slots_of_a_lawyer_never_overlap" not in str(problem):
            raise
        return None
    return slot
