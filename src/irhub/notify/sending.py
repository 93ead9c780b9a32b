"""Emptying the outbox, by a background worker as the system role: each message is claimed, tried, and marked.

A try counts as soon as it is claimed, and the next is due before anybody knows how this one ended: so a worker that is killed
leaves nothing behind that somebody would have to clear. No transaction is open while the mail server thinks. ADR 0026 says what a
kill between the server's "yes" and our mark means.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection  # noqa: TID251 - this is the place
from django.db import transaction
from django.db.models.functions import Now

from irhub.notify.faults import Fault, fault_of
from irhub.notify.models import Message
from irhub.notify.sealing import Letter, unseal

log = structlog.get_logger("irhub.notify")
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST = 500
"""Tries of one run; a minute later there is another."""


@dataclass(frozen=True)
class Emptied:
    """What a run did: how many messages left, how many will be tried again, how many were given up."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries: 1 minute, 4, 16, 64, then hours, up to six."""
    return min(FIRST_PAUSE * int(4 ** min(tries - 1, 10)), LONGEST_PAUSE)


def send_due() -> Emptied:
    """Send what is due, the oldest first. Stops early where the mail server is away, since every other try would end alike."""
    sent, put_off, given_up = 0, 0, _let_go()
    for _ in range(MOST):
        message = _claim()
        if message is None:
            break
        fault = _try(message)
        if fault is None:
            sent += 1
        elif fault.for_good:
            given_up += 1
        else:
            put_off += 1
        if fault and fault.away:
            break
    return Emptied(sent, put_off, given_up)


def _let_go() -> int:
    """Give up what is no longer of use, and forget its text; returns how many still waited."""
    over = Message.objects.filter(of_use_until__lte=Now(), sealed__isnull=False)
    waited = over.filter(state=Message.State.WAITING).update(state=Message.State.FAILED, ended_at=Now(), sealed=None)
    over.update(sealed=None)
    return waited


@transaction.atomic
def _claim() -> Message | None:
    """The oldest message that is due, for this worker alone until its next try is."""
    due = Message.objects.select_for_update(skip_locked=True).filter(state=Message.State.WAITING, due_at__lte=Now())
    found = due.order_by("due_at", "posted_at").first()
    if found is not None:
        found.tries += 1
        Message.objects.filter(pk=found.pk).update(tries=found.tries, due_at=Now() + pause_after(found.tries))
    return found


def _try(message: Message) -> Fault | None:
    """Hand a claimed message over and mark what came of it: None if it left."""
    try:
        _hand_over(unseal(bytes(message.sealed or b"")), message)
    except Exception as problem:
        fault = fault_of(problem)
        log.warning("a message did not leave", kind=message.kind, number=str(message.pk), says=fault.says)
        ended = {"state": Message.State.FAILED, "ended_at": Now()} if fault.for_good else {}
        held = Message.objects.filter(pk=message.pk, state=Message.State.WAITING, tries=message.tries)
        held.update(reason=fault.says, **ended)
        return fault
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.SENT, ended_at=Now(), sealed=None, reason=""
    )  # whoever else claims it meanwhile
    return None


def _hand_over(letter: Letter, message: Message) -> None:
    """Send a letter. Raises whatever keeps it from being taken."""
    own = {
        "Message-ID": f"<{message.pk.hex}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2] or 'localhost'}>",
        "Auto-Submitted": "auto-generated",
    }
    mail = EmailMessage(letter.subject, letter.text, to=[letter.to], headers=letter.headers | own)
    connection = get_connection()
    connection.open()
    try:
        connection.send_messages([mail])
    finally:
        _close(connection)


def _close(connection: object) -> None:
    """Say goodbye. What goes wrong with that changes nothing: the message was taken, or not, before."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except Exception:
        log.info("the mail server did not say goodbye")
