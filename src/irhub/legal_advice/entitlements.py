"""Minutes that clients have: granted on first use, corrected by two people, and told in a line."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, move, named, require
from irhub.accounts.policy import Whose
from irhub.casework.ledger import book, free
from irhub.legal_advice.keeping import as_the_hub
from irhub.legal_advice.models import Call, Correction, Entitlement
from irhub.legal_advice.workflows import ADVISES, COUNCILS, PROVIDERS
from irhub.programmes.eligibility import Eligibility, council_eligibility, provider_eligibility
from irhub.programmes.models import Audience, Scheme, Stage, Unit
from irhub.programmes.workflows import ProgrammeState, SchemeState
from irhub.web.errors import ActionRefused
from irhub.web.saying import counted


def eligibility_of(scheme: Scheme, kind: Audience, key: str, on: date) -> Eligibility:
    """Whether a client may use a scheme on a day, by where it is; whether the scheme is open is `refuse_unless_open`'s."""
    ask = council_eligibility if kind is Audience.COUNCIL else provider_eligibility
    return ask(key, councils=frozenset(scheme.councils), on=on)


def refuse_unless_open(scheme: Scheme, kind: Audience, on: date) -> None:
    """Raises ActionRefused, with what to do instead, unless a scheme gives minutes to such clients on a day."""
    if scheme.unit != Unit.MINUTES or kind not in scheme.open_to:
        raise ActionRefused(f"“{scheme.name}” is not for {kind.label.lower()}. {scheme.instead}")
    if scheme.state != SchemeState.PUBLISHED or scheme.programme.state != ProgrammeState.OPEN:
        raise ActionRefused(f"“{scheme.name}” is not offered. {scheme.instead}")
    stage = scheme.stage(on)
    if stage is Stage.NOT_OPEN:
        raise ActionRefused(f"“{scheme.name}” opens on {scheme.opens_on:%-d %B %Y}. {scheme.instead}")
    if stage is Stage.ENDED:
        raise ActionRefused(f"“{scheme.name}” ended on {scheme.closes_on:%-d %B %Y}. {scheme.instead}")


def require_client(by: Membership, scheme: Scheme, key: str) -> None:
    """Raises ActionRefused unless somebody advises for the hub that runs a scheme, or is the client itself."""
    whose = Whose(body=scheme.body_id, places=frozenset({key}))
    require(
        by, (ADVISES, PROVIDERS, COUNCILS), whose,
        "In your role you cannot book for this client. Ask its administrator or an adviser of the hub.",
    )  # fmt: skip


@as_the_hub
def entitlement_for(*, scheme: Scheme, kind: Audience, key: str, by: Membership) -> Entitlement:
    """The minutes of a client under a scheme. On first use they are granted, if it is eligible today, with the rows that say so.

    Raises ActionRefused if the scheme is not open to it today, or it is not eligible, or the role is not theirs.
    """
    today = localdate()
    require_client(by, scheme, key)
    refuse_unless_open(scheme, kind, today)
    found: Entitlement | None = Entitlement.objects.filter(scheme=scheme, client_key=key).first()
    if found is not None:
        return found
    told = eligibility_of(scheme, kind, key, today)
    if not told.eligible:
        raise ActionRefused(f"{told.why} {scheme.instead}")
    return _granted(scheme, told, by)


def _granted(scheme: Scheme, told: Eligibility, by: Membership) -> Entitlement:
    councils = Counter(row.council for row in told.rows if row.council)
    made = Entitlement(
        body_id=scheme.body_id, scheme=scheme, client_kind=told.audience, client_key=told.key, client_name=told.name[:200],
        granted_on=told.on, why=told.why, council=councils.most_common(1)[0][0] if councils else told.name[:100],
        rows=[{"register": row.register, "date": str(row.date), "line": row.line, "name": row.name} for row in told.rows],
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # somebody else granted it in this very moment
        return Entitlement.objects.get(scheme=scheme, client_key=told.key)
    book(made, scheme.amount, key="grant", why=scheme.name, by=by)
    record("granted minutes of legal advice", by=by, about=named(made), minutes=scheme.amount)
    made.refresh_from_db()
    return made


@as_the_hub
def ask_correction(
    *, entitlement: Entitlement, amount: int, why: str, call: Call | None = None, goodwill: bool = False, by: Membership
) -> Correction:
    """Ask for minutes to be given back (`amount` above zero) or taken: they are booked when somebody else agrees. `goodwill`: they are
    given beyond the entitlement, and nothing was wrong.

    Raises ActionRefused without a reason, for 0 minutes, for goodwill that takes or is of a call, or if it is not theirs to ask.
    """
    require(by, (ADVISES,), Whose(body=entitlement.body_id), "Ask an adviser of the hub to correct this.")
    if not why.strip():
        raise ActionRefused("Say why the minutes are given." if goodwill else "Say why the minutes are wrong.", "why")
    if not amount or abs(amount) > entitlement.scheme.amount:
        raise ActionRefused(f"Give a number of minutes, up to {entitlement.scheme.amount}, that is not 0.", "amount")
    if call is not None and call.appointment.entitlement_id != entitlement.pk:
        raise ActionRefused("That call was another client’s.", "call")
    if goodwill and amount < 0:
        raise ActionRefused("Goodwill gives minutes: give a number above 0.", "amount")
    if goodwill and call is not None:
        raise ActionRefused("Goodwill is of no call. If a call was counted wrongly, ask for a correction.", "call")
    made = Correction(
        body_id=entitlement.body_id, entitlement=entitlement, call=call, amount=amount, goodwill=goodwill,
        why=why.strip(), asked_by=by.person.email,
    )  # fmt: skip
    return begin(made, by=by, told="asked for goodwill" if goodwill else "asked for a correction")


@as_the_hub
def agree_to_correction(*, correction: Correction, version: int, by: Membership) -> Correction:
    """Book a correction for which somebody else asked; goodwill of a call is the firm's then, and stands in no entitlement.

    Raises StaleVersion and ActionRefused as `move` does, and if fewer minutes are left.
    """
    _of_my_hub(correction, by)
    move(correction, "agree", by=by, version=version)
    if _of_a_call(correction):
        return correction
    key = f"{'goodwill' if correction.goodwill else 'correction'} {correction.reference}"
    book(correction.entitlement, correction.amount, key=key, why=correction.why, by=by)
    return correction


@as_the_hub
def refuse_correction(*, correction: Correction, version: int, reason: str, by: Membership) -> Correction:
    """Refuse it. Raises StaleVersion and ActionRefused as `move` does."""
    _of_my_hub(correction, by)
    return _not_owed(move(correction, "refuse", by=by, version=version, reason=reason))


@as_the_hub
def take_correction_back(*, correction: Correction, version: int, by: Membership) -> Correction:
    """Take one's own back. Raises StaleVersion and ActionRefused as `move` does."""
    _of_my_hub(correction, by)
    return _not_owed(move(correction, "take back", by=by, version=version))


def _of_a_call(correction: Correction) -> bool:
    """Whether it is goodwill that a lawyer gave at the end of a call."""
    return correction.goodwill and correction.call_id is not None


def _not_owed(correction: Correction) -> Correction:
    """Of goodwill of a call that does not come about: the minutes stay with the call, and the firm is not owed them."""
    if _of_a_call(correction):
        Call.objects.filter(corrections=correction).update(goodwill=0, unpaid=correction.amount)
    return correction


def _of_my_hub(correction: Correction, by: Membership) -> None:
    if correction.body_id != by.body_id:
        raise ActionRefused("This correction is another hub’s.")


def balance_told(key: str, scheme: Scheme, on: date) -> str:
    """How many minutes a client has, in a line: “18 of 30 minutes left, until 30 September 2026”.

    `key`: the CQC id of a provider, the ONS code of a council. Asked by those who may see its entitlement (docs/legal-advice.md).
    """
    return minutes_told(Entitlement.objects.filter(scheme=scheme, client_key=key).first(), scheme, on)


def minutes_told(held: Entitlement | None, scheme: Scheme, on: date) -> str:
    """The same, of an entitlement that is known; None: nothing was used yet."""
    left = scheme.amount if held is None else free(held)
    told, kept = told_of(scheme, left, on), 0 if held is None else held.amount - left
    if not kept or scheme.stage(on) is not Stage.OPEN or scheme.state == SchemeState.WITHDRAWN:
        return told
    return f"{told}. {counted(kept, 'more are')} held for appointments."


def told_of(scheme: Scheme, left: int, on: date) -> str:
    """The same, of minutes that are free."""
    stage = scheme.stage(on)
    if scheme.state == SchemeState.WITHDRAWN:
        return f"Withdrawn. {scheme.instead}"
    if stage is Stage.ENDED:
        return f"Ended on {scheme.closes_on:%-d %B %Y}. {scheme.instead}"
    if stage is Stage.NOT_OPEN:
        return f"Opens on {scheme.opens_on:%-d %B %Y}. {scheme.instead}"
    until = f"until {scheme.closes_on:%-d %B %Y}"
    if left > scheme.amount:
        return f"{left} minutes left, {left - scheme.amount} more than the usual {scheme.amount}, {until}"
    return f"{left} of {scheme.amount} minutes left, {until}"
