"""A person decides on an edition: accepts one that is in no history, or takes one out of it. Nothing of either is lost.

The bytes of a rejected edition stay archived, and a person can accept it again. Each decision is one transaction under the
register's lock, with an event in the audit trail; what is derived from the history is made anew by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst

from irhub.accounts.audit import Actor, name_of, record
from irhub.registers import applying, corrections, rows
from irhub.registers.checks_alone import DAYS_AHEAD
from irhub.registers.models import Edition
from irhub.registers.sources import SOURCES
from irhub.registers.sources.keys import CLEANER
from irhub.web.errors import ActionRefused, StaleVersion

State = Edition.State
DECISIONS: Mapping[str, frozenset[State]] = {
    "accept": frozenset({State.QUARANTINED, State.REJECTED, State.SUPERSEDED}),
    "reject": frozenset({State.QUARANTINED, State.ACCEPTED}),
}
"""The decisions that a person can take, and the states of the editions that each can be taken on."""


def accept(
    edition: Edition,
    *,
    by: Actor,
    reason: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> Edition:
    """A person accepts an edition: it is put into the history, in place of any other accepted edition of its date.

    `seen`: how often people had decided on it when this person looked. Raises ActionRefused without a reason, if it is
    accepted already, if somebody decided since, or if its date lies ahead.
    """
    source = SOURCES[edition.register]
    if not reason.strip():
        raise ActionRefused("Say why the edition is accepted.", field="reason")
    with transaction.atomic():
        applying.lock(source)
        _take(edition, "accept", seen)
        if (edition.date - timezone.localdate()).days > DAYS_AHEAD and not edition.fictional:
            raise ActionRefused(
                f"The edition {edition} is dated after today, and would be the newest until then. Give the file its right"
                " date in its name, load it again and reject this one."
            )
        for other in applying.accepted(source).filter(date=edition.date):
            applying.take_out(source, other)
            other.state = State.SUPERSEDED
            other.save(update_fields=["state"])
        edition.cleaner = CLEANER
        _decide(edition, State.ACCEPTED, "accepted an edition", by, reason, at)
        applying.put_in(source, edition, rows.records_of(edition))
        corrections.rehome(source, edition.date)
    return edition


def reject(
    edition: Edition,
    *,
    by: Actor,
    reason: str,
    seen: int | None = None,
    at: datetime | None = None,
) -> Edition:
    """A person rejects an edition: if it was accepted, spans and changes are as if it had never been loaded.

    Another edition of its date that is held takes its place only if a person accepts that. Raises ActionRefused without a reason,
    if it is rejected or replaced already, or if somebody decided since.
    """
    source = SOURCES[edition.register]
    if not reason.strip():
        raise ActionRefused("Say why the edition is rejected.", field="reason")
    with transaction.atomic():
        applying.lock(source)
        _take(edition, "reject", seen)
        if edition.state == State.ACCEPTED:
            applying.take_out(source, edition)
        _decide(edition, State.REJECTED, "rejected an edition", by, reason, at)
        corrections.rehome(source, edition.date)
    return edition


def decision_told(edition: Edition, *, named: bool = True) -> str:
    """What a person decided on an edition, in sentences; blank if nobody did. `named`: it says which person."""
    if not edition.decided_by or edition.decided_at is None:
        return ""
    day = timezone.localtime(edition.decided_at)
    done = "Rejected" if edition.state == State.REJECTED else "Accepted"
    why = f": {edition.decided_because.rstrip('.')}" if edition.decided_because else ""
    return f"{done} by {edition.decided_by if named else 'a person'} on {day.day} {day:%B %Y}{why}."


def judgement_told(edition: Edition, *, named: bool = True) -> str:
    """Why an edition stands as it does, in sentences: what people decided comes before what was judged when it was loaded."""
    judged, _, why = edition.reason.partition(": ")
    if told := decision_told(edition, named=named):
        return f"{told} When it was loaded, it was {judged.lower()}: {why}"
    return edition.reason


def judged_beside_state(edition: Edition, *, named: bool = True) -> str:
    """The same for where the word of its state stands before it, which is not said twice."""
    told = judgement_told(edition, named=named)
    rest = told.removeprefix(edition.state.capitalize())
    return rest.strip() if rest.startswith(" by ") else capfirst(rest.removeprefix(": "))


def _take(edition: Edition, decision: str, seen: int | None) -> None:
    """Read an edition anew under the lock, and raise ActionRefused if this can no longer be decided of it."""
    edition.refresh_from_db()
    told = decision_told(edition)
    if seen is not None and seen != edition.decisions:
        raise StaleVersion(f"Somebody decided on the edition {edition} before you. {told}")
    if edition.state not in DECISIONS[decision]:
        raise ActionRefused(
            f"The edition {edition} is {edition.state} already: it cannot be {decision}ed. {told}".strip()
        )


def _decide(edition: Edition, state: State, what: str, by: Actor, reason: str, at: datetime | None) -> None:
    was, edition.state = edition.state, state
    edition.decided_by, edition.decided_at = name_of(by), at or timezone.now()
    edition.decided_because, edition.decisions = " ".join(reason.split()), edition.decisions + 1
    edition.save()
    record(
        what, by=by, about=f"edition/{edition.pk}", register=edition.register, date=edition.date.isoformat(),
        was=was, why=edition.decided_because,
    )  # fmt: skip
