"""Appointments: booked for a client, moved, cancelled, and left to expire. A booking holds minutes until it is settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.casework.ledger import free, reserve, settle
from irhub.legal_advice import letters
from irhub.legal_advice.desk import require_desk
from irhub.legal_advice.entitlements import entitlement_for, refuse_unless_open, require_client
from irhub.legal_advice.keeping import as_the_hub, now
from irhub.legal_advice.models import Appointment, Caller, Entitlement, EntitlementHold, Party, PartyCheck, Slot
from irhub.legal_advice.outcomes import Answer, Stands
from irhub.legal_advice.slots import taken_slots
from irhub.legal_advice.workflows import COMING
from irhub.programmes.models import Audience
from irhub.programmes.queries import closed_days
from irhub.web.errors import ActionRefused
from irhub.web.london import LONDON

A_DAY = timedelta(days=1)
SETTLED_WITHIN = timedelta(days=7)
"""So long after its end an appointment can be confirmed from what it holds; then the minutes are the client's again."""
GONE = "Somebody else has just booked this time. Choose another."
OTHER_FIRM = "Another law firm advises under this scheme now. Cancel this appointment, and book a time of that firm."


@dataclass(frozen=True)
class Rung:
    """Whom the lawyer rings, and who hears by mail of what becomes of the appointment."""

    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True)
class Named:
    """A party to a matter beside the client: name, number if it has one, and how it stands to it."""

    name: str
    stands: Stands
    number: str = ""


@as_the_hub
def book_slot(
    *, slot: Slot, kind: Audience, key: str, rung: Rung, by: Membership, level: int = 1, parties: Iterable[Named] = (),
    case: str = "",
) -> Appointment:  # fmt: skip
    """Book a time for a client: as many of its minutes as the time is long, or as are left, are held for it.

    `key`: the CQC id of a provider, the ONS code of a council. `level`: of immigration advice, 1 to 3. `case`: reference of the
    helpline's case. Raises ActionRefused if the time is not free any more, the scheme or the firm's desk is closed on its day, the
    client is not eligible or has no minutes left, or it is not theirs to book.
    """
    there = _offered(slot)
    scheme = there.scheme
    require_client(by, scheme, key)
    require_desk(there.firm, _day(there.starts_at), level)
    entitlement = entitlement_for(scheme=scheme, kind=kind, key=key, by=by)
    refuse_unless_open(scheme, kind, _day(there.starts_at))
    if not rung.name.strip() or not rung.phone.strip():
        raise ActionRefused("Give the name and the telephone number of whoever the lawyer is to ring.", "phone")
    made = Appointment(
        body_id=scheme.body_id, scheme=scheme, firm=there.firm, lawyer=there.lawyer, lawyer_name=there.lawyer_name,
        entitlement=entitlement, slot=there, client_kind=kind, client_key=key, client_name=entitlement.client_name,
        starts_at=there.starts_at, ends_at=there.ends_at, level=level, case=case, booked_by=by.person.email,
    )  # fmt: skip
    _slot_is_free(lambda: begin(made, by=by, told="booked an appointment"))
    _hold(made, there, by)
    Caller.objects.create(appointment=made, name=rung.name.strip(), phone=rung.phone.strip(), email=rung.email.strip())
    Party.objects.create(appointment=made, name=made.client_name, number=key, stands=Stands.CLIENT)
    Party.objects.bulk_create(
        Party(appointment=made, name=each.name.strip()[:200], number=each.number[:40], stands=each.stands)
        for each in parties
        if each.name.strip()
    )
    letters.booked(made)
    return made


@as_the_hub
def move_appointment(*, appointment: Appointment, slot: Slot, version: int, by: Membership) -> Appointment:
    """Move an appointment to another time of the same scheme, with what it holds. Raises as `book_slot` and `move` do."""
    check_move(appointment, "move", by=by)
    before = copy(appointment)
    there = _offered(slot)
    if there.scheme_id != appointment.scheme_id:
        raise ActionRefused("Choose a time of the same scheme.", "slot")
    if there.firm_id != appointment.firm_id:
        raise ActionRefused(OTHER_FIRM)
    refuse_unless_open(there.scheme, Audience(appointment.client_kind), _day(there.starts_at))
    require_desk(there.firm, _day(there.starts_at), appointment.level)
    columns = {
        "slot_id": there.pk, "starts_at": there.starts_at, "ends_at": there.ends_at, "lawyer_id": there.lawyer_id,
        "lawyer_name": there.lawyer_name, "sequence": appointment.sequence + 1, "reminded_at": None,
    }  # fmt: skip
    _slot_is_free(lambda: move(appointment, "move", by=by, version=version, columns=columns))
    release_hold(appointment, by)
    _hold(appointment, there, by)
    letters.moved(appointment, before)
    return appointment


@as_the_hub
def cancel_appointment(*, appointment: Appointment, version: int, by: Membership) -> Appointment:
    """Cancel it: its time and its minutes are free again. Raises StaleVersion and ActionRefused as `move` does."""
    columns = {"sequence": appointment.sequence + 1}
    move(appointment, "cancel", by=by, version=version, columns=columns)
    release_hold(appointment, by)
    letters.cancelled(appointment)
    return appointment


@as_the_hub
def expire_appointments() -> int:
    """Let those expire of which nobody said in time what came of them. Returns how many. For the job `advice-expiry`."""
    over = locked(Appointment.objects.filter(state__in=sorted(COMING), ends_at__lt=now() - SETTLED_WITHIN))
    for appointment in over:
        move(appointment, "expire", by="the hub")
        release_hold(appointment, "the hub")
    return len(over)


@as_the_hub
def remind() -> int:
    """Write to the caller of each confirmed appointment of the next 24 hours, once. Returns how many that is. For the job `advice-reminders`."""
    at = now()
    soon = Appointment.objects.filter(state="clear", reminded_at=None, starts_at__gt=at, starts_at__lte=at + A_DAY)
    there = locked(soon.select_related("caller", "scheme"))
    refusals = PartyCheck.objects.filter(appointment__in=there).exclude(answer=Answer.CLEAR)
    refused = set(refusals.values_list("appointment_id", flat=True))
    found = [each for each in there if each.pk not in refused]
    for appointment in found:
        letters.reminded(appointment)
    Appointment.objects.filter(pk__in=[each.pk for each in found]).update(reminded_at=at)
    return len(found)


def locked(rows: QuerySet[Appointment]) -> list[Appointment]:
    """Appointments that nobody else changes before this transaction ends, and then their minutes, each by number: all lock in this order, so
    that no two wait for each other."""
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    held = {each.entitlement_id for each in found}
    list(Entitlement.objects.select_for_update().filter(pk__in=held).order_by("pk"))
    return found


def release_hold(appointment: Appointment, by: Membership | str) -> None:
    """Give back what an appointment holds, if it has not run out already."""
    hold = appointment.hold
    if hold is not None and EntitlementHold.objects.filter(pk=hold.pk, settled_at=None).exists():
        settle(hold, 0, by=by)


def _hold(appointment: Appointment, slot: Slot, by: Membership) -> None:
    entitlement = Entitlement.objects.select_for_update().get(pk=appointment.entitlement_id)
    left = free(entitlement)
    if left < 1:
        raise ActionRefused(f"No minutes are left of “{slot.scheme.name}”. {slot.scheme.instead}")
    key = f"appointment {appointment.reference}/{appointment.sequence}"
    lasts = slot.ends_at - now() + SETTLED_WITHIN
    appointment.hold = reserve(entitlement, min(slot.minutes, left), key=key, lasts=lasts, by=by)
    appointment.save(update_fields=["hold"])


def _offered(slot: Slot) -> Slot:
    """The slot as it stands, locked, so that nobody takes it back meanwhile. Raises ActionRefused if nobody can book it."""
    found = Slot.objects.select_related("scheme__programme", "firm", "lawyer").select_for_update(of=("self",))
    there: Slot | None = found.filter(pk=slot.pk).first()
    if there is None or there.cancelled_at is not None or there.scheme.law_firm_id != there.firm_id:
        raise ActionRefused("This time is not offered any more. Choose another.", "slot")
    if there.starts_at <= now():
        raise ActionRefused("This time has passed. Choose another.", "slot")
    if _day(there.starts_at) in closed_days(there.scheme.programme):
        raise ActionRefused("The hub is closed on this day. Choose another.", "slot")
    if there.pk in taken_slots(there.firm_id):
        raise ActionRefused(GONE, "slot")
    return there


def _slot_is_free(does: Callable[[], object]) -> None:
    """Do what takes a slot. Raises ActionRefused if somebody else had it."""
    try:
        with transaction.atomic():
            does()
    except IntegrityError as problem:
        if "slot_booked_once" in str(problem):
            raise ActionRefused(GONE, "slot") from problem
        if "outside its scheme" in str(problem):
            raise ActionRefused("This time is outside its scheme. Choose another.", "slot") from problem
        raise


def _day(at: datetime) -> date:
    return localtime(at, LONDON).date()
