"""The firm's part: its check of parties, the call with its timer, and what it says came of it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move, named, require
from irhub.casework.ledger import book, free, settle
from irhub.legal_advice import letters
from irhub.legal_advice.booking import release_hold
from irhub.legal_advice.desk import require_desk
from irhub.legal_advice.keeping import A_MINUTE, as_the_hub, now, whole_minutes
from irhub.legal_advice.models import Appointment, Call, Correction, Entitlement, EntitlementHold, PartyCheck
from irhub.legal_advice.outcomes import Answer, Outcome
from irhub.legal_advice.releasing import planned, refuse_if_refused
from irhub.legal_advice.workflows import LAWYERS, CorrectionState, of_hub_and_firm
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.london import LONDON, moment

WARNS_AT = (20, 28)
"""Minutes after which the page says, quietly, how long the call has lasted."""
SAY_FIRST = "This call is free for up to {minutes} minutes. Part of a minute counts as a whole minute. I will tell you before they run out."
"""What the lawyer says to the caller before the timer starts."""
LONGEST_CALL = 240
"""Minutes. A timer that nobody stops counts no more than these."""
OVER = (
    "This is more than the client has left. Say why, and the {over} minutes beyond are booked to goodwill, to which somebody who leads the helpline "
    "agrees."
)


@as_the_hub
def answer_check(*, appointment: Appointment, answer: Answer, version: int, by: Membership) -> Appointment:
    """Say whether the firm can act. If not, nothing that the client sees changes before it is told, with the next release, what all are told
    whom the firm cannot take (releasing.py). A firm can refuse what it has cleared, and clears nothing that it has refused.

    Raises StaleVersion and ActionRefused as `move` does.
    """
    there = refuse_if_refused(appointment)
    if answer is Answer.CLEAR:
        move(appointment, "clear", by=by, version=version)
        letters.confirmed(appointment)
        PartyCheck.objects.create(appointment=appointment, answer=answer, answered_by=by.person.email)
        return appointment
    check_move(there, "refuse", by=by)
    if there.version != version:
        raise StaleVersion("Somebody else changed this appointment meanwhile. Nothing was changed: look at it again.")
    record("answered a check of parties", by=by, about=named(there))
    PartyCheck.objects.create(
        appointment=there, answer=answer, answered_by=by.person.email, **planned(there, answer, now())
    )
    return appointment


@as_the_hub
def start_call(*, appointment: Appointment, version: int, by: Membership) -> Call:
    """Start the timer, by the database's clock. Raises StaleVersion and ActionRefused as `move` does, if the scheme has ended, the firm's
    registration does not hold, or the lawyer is on another call."""
    refuse_if_refused(appointment)
    require_desk(appointment.firm, localtime(now(), LONDON).date(), appointment.level)
    move(appointment, "start", by=by, version=version, columns={"lawyer_id": by.pk})
    return _begun(_call(appointment, by), appointment)


@as_the_hub
def stop_call(*, call: Call, by: Membership) -> Call:
    """Stop the timer, which runs for as long as a call can last and no longer. Stopped again it stays as it was.

    Raises ActionRefused if the call is another firm's.
    """
    _mine(call, by)
    call = _locked(call)
    ends = min(now(), call.started_at + LONGEST_CALL * A_MINUTE)
    Call.objects.filter(pk=call.pk, stopped_at=None).update(stopped_at=ends)
    call.refresh_from_db()
    return call


@as_the_hub
def type_call(
    *, appointment: Appointment, version: int, started_at: datetime, minutes: int, outcome: Outcome, goodwill_why: str = "",
    by: Membership,
) -> Call:  # fmt: skip
    """Keep a call that was held without the timer: as typed. Raises as `confirm_call` does, and if it is yet to begin."""
    if not 1 <= minutes <= LONGEST_CALL:
        raise ActionRefused(f"Give whole minutes, from 1 to {LONGEST_CALL}.", "minutes")
    if started_at + timedelta(minutes=minutes) > now():
        raise ActionRefused("This call is not over yet. Give the time at which it began.", "started_at")
    refuse_if_refused(appointment)
    require_desk(appointment.firm, localtime(started_at, LONDON).date(), appointment.level)
    call = _call(appointment, by)
    call.typed, call.started_at = True, started_at
    call.stopped_at = started_at + timedelta(minutes=minutes)
    _begun(call, appointment)
    return _confirmed(call, appointment, version, minutes, outcome, goodwill_why, by)


@as_the_hub
def confirm_call(
    *, call: Call, version: int, outcome: Outcome, goodwill_why: str = "", ended: time | None = None, ended_why: str = "",
    by: Membership,
) -> Call:  # fmt: skip
    """Confirm a call that was stopped: its minutes are taken, first of what was held. `version`: of the appointment. `ended`: when it
    ended by the clock in London, if the timer was stopped later; then it counts as typed, for a reason.

    Raises StaleVersion and ActionRefused as `move` does, while the timer runs, without a reason for minutes beyond what is left, and if
    the call did not end while the timer ran.
    """
    _mine(call, by)
    there = _locked(call)
    if there.stopped_at is None:
        raise ActionRefused("Stop the timer first.")
    if ended is not None:
        there.stopped_at, there.typed, there.typed_why = _end(there, ended), True, ended_why.strip()
        if not there.typed_why:
            raise ActionRefused("Say why the timer did not stop when the call ended.", "ended_why")
    minutes = whole_minutes(there.stopped_at - there.started_at)
    if minutes > LONGEST_CALL:
        raise ActionRefused(f"The timer ran for {minutes} minutes. Say when the call ended.", "ended")
    return _confirmed(there, there.appointment, version, minutes, outcome, goodwill_why, by)


@as_the_hub
def abandon_call(*, appointment: Appointment, version: int, reason: str, by: Membership) -> Appointment:
    """Give up a call of which its lawyer does not say what came: nothing is used, and its month can be closed.

    Raises StaleVersion and ActionRefused as `move` does.
    """
    move(appointment, "abandon", by=by, version=version, reason=reason)
    Call.objects.filter(appointment=appointment, confirmed_at=None).delete()
    release_hold(appointment, by)
    return appointment


@as_the_hub
def nobody_attended(*, appointment: Appointment, version: int, by: Membership) -> Appointment:
    """Say that nobody attended: nothing is used. Raises StaleVersion and ActionRefused as `move` does, and before the appointment begins."""
    if appointment.starts_at > now():
        raise ActionRefused(f"The appointment begins on {letters.when(appointment)}.")
    refuse_if_refused(appointment)
    move(appointment, "miss", by=by, version=version)
    release_hold(appointment, by)
    return appointment


def lasted(call: Call, at: datetime) -> int:
    """Whole minutes of a call so far, for the page: as they will be counted."""
    return whole_minutes(max((call.stopped_at or at) - call.started_at, A_MINUTE))


@as_the_hub
def available(appointment: Appointment) -> int:
    """How many minutes a call can take: what the appointment holds, and what nobody has spoken for."""
    hold = EntitlementHold.objects.filter(appointment=appointment, settled_at=None, expires_at__gt=now()).first()
    return (hold.amount if hold else 0) + free(appointment.entitlement)


@as_the_hub
def goodwill_waits(call: Call) -> bool:
    """Whether goodwill of a call waits for a second person."""
    return Correction.objects.filter(call=call, goodwill=True, state=CorrectionState.ASKED).exists()


def _call(appointment: Appointment, by: Membership) -> Call:
    return Call(
        body_id=appointment.body_id, appointment=appointment, scheme_id=appointment.scheme_id, firm_id=appointment.firm_id,
        lawyer=by, started_by=by.person.email,
    )  # fmt: skip


def _locked(call: Call) -> Call:
    """A call as it stands, locked after its appointment: everybody locks in this order, and minutes last. Raises StaleVersion if it was given up."""
    Appointment.objects.select_for_update().get(pk=call.appointment_id)
    there: Call | None = Call.objects.select_for_update().filter(pk=call.pk).first()
    if there is None:
        raise StaleVersion("This call was given up meanwhile. Nothing was changed: look at the appointment again.")
    return there


def _begun(call: Call, appointment: Appointment) -> Call:
    """Keep a call. What the database refuses is told in words."""
    try:
        with transaction.atomic():
            call.save()
    except IntegrityError as problem:
        told = str(problem)
        if "outside its scheme" in told:
            scheme = appointment.scheme
            raise ActionRefused(
                f"No call begins after the last day of “{scheme.name}”, {scheme.closes_on:%-d %B %Y}. {scheme.instead}"
            ) from problem
        if "appointment_id" in told:
            raise StaleVersion(
                "A call of this appointment was begun or kept meanwhile. Nothing was changed."
            ) from problem
        if "one_call_of_a_lawyer_at_a_time" in told:
            raise ActionRefused("You are on another call. Stop its timer first.") from problem
        raise
    call.refresh_from_db()
    return call


def _confirmed(
    call: Call, appointment: Appointment, version: int, minutes: int, outcome: Outcome, why: str, by: Membership
) -> Call:
    """Take the minutes: of the hold, then of what is free, and what is beyond as goodwill, to which a second person is to agree."""
    entitlement = Entitlement.objects.select_for_update().get(pk=appointment.entitlement_id)
    hold = EntitlementHold.objects.filter(appointment=appointment, settled_at=None).first()
    there = free(entitlement)  # of a hold that ran out nothing is held any more
    lives = hold is not None and hold.expires_at > now()
    of_hold = min(minutes, hold.amount) if hold and lives else 0
    of_rest = min(minutes - of_hold, there)
    over = minutes - of_hold - of_rest
    if over and not why.strip():
        raise ActionRefused(OVER.format(over=over), "goodwill_why")
    move(appointment, "confirm", by=by, version=version)
    if hold and lives:
        settle(hold, of_hold, why=f"Call {call.reference}", by=by)
    if of_rest:
        book(entitlement, -of_rest, key=f"call {call.reference}", why=f"Call {call.reference}", by=by)
    call.minutes, call.goodwill, call.goodwill_why = minutes, over, why.strip() if over else ""
    call.outcome, call.confirmed_at = outcome, now()
    call.save(
        update_fields=[
            "stopped_at",
            "typed",
            "typed_why",
            "minutes",
            "goodwill",
            "goodwill_why",
            "outcome",
            "confirmed_at",
        ]
    )
    if over:
        goodwill = Correction(
            body_id=call.body_id, entitlement=entitlement, call=call, amount=over, goodwill=True, why=call.goodwill_why,
            asked_by=by.person.email,
        )  # fmt: skip
        begin(goodwill, by=by, told="asked for goodwill")
    return call


def _end(call: Call, ended: time) -> datetime:
    """When a call ended whose timer went on. Raises ActionRefused if the timer did not run then."""
    assert call.stopped_at is not None
    began = localtime(call.started_at, LONDON)
    over_midnight = ended < began.time().replace(second=0, microsecond=0)
    found = max(moment(began.date() + timedelta(days=over_midnight), ended), call.started_at)
    if found > call.stopped_at:
        stopped = localtime(call.stopped_at, LONDON)
        raise ActionRefused(f"The timer ran from {began:%H:%M} to {stopped:%H:%M}. Give a time between them.", "ended")
    return found


def _mine(call: Call, by: Membership) -> None:
    require(by, (LAWYERS,), of_hub_and_firm(call), "This call is another law firm’s.")
