"""Posting messages. Whoever posts waits for no mail server: a background worker sends what is posted (sending.py)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from irhub.notify.kinds import Kind
from irhub.notify.models import Message
from irhub.notify.sealing import Letter, digest_of, seal
from irhub.web.errors import ActionRefused

log = structlog.get_logger("irhub.notify")
SENDING = "send-mail"
"""The background job that empties the outbox."""


def post(
    *,
    kind: Kind,
    key: str,
    to: str,
    subject: str,
    text: str,
    headers: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> None:
    """Put a message into the outbox, in the transaction of the caller: it is sent if that is committed, and else was never there.

    `key`: the event that it tells of, without anything about a person beyond numbers ("invitation/12"); the same event posted
    again to the same address is one message. `to`: one e-mail address. `now`: else the database's clock, by which it is sent as well.

    Raises ActionRefused if `to` is no address: no server would take it.
    """
    to, at = to.strip(), now or Now()
    try:
        validate_email(to)
    except ValidationError as problem:
        raise ActionRefused(f"Nobody can be written to at “{to[:60]}”: it is no e-mail address.") from problem
    letter = Letter(to=to, subject=" ".join(subject.split()), text=text, headers=dict(headers or {}))
    posted = Message(
        kind=kind.name, key=key, recipient=digest_of(to), sealed=seal(letter), posted_at=at, due_at=at, of_use_until=at + kind.of_use,
    )  # fmt: skip
    Message.objects.bulk_create([posted], ignore_conflicts=True)  # reads nothing back: the web's role may not
    transaction.on_commit(_wake, robust=True)


def cancel(key: str) -> bool:
    """Never send what still waits of an event. True if nobody can have had it: it waited, and was never tried. The system's alone."""
    waiting = Message.objects.filter(key=key, state=Message.State.WAITING)
    untried, _ = waiting.filter(tries=0).delete()
    tried = waiting.update(state=Message.State.FAILED, ended_at=Now(), sealed=None, reason="It was cancelled.")
    return bool(untried) and not tried


def try_again(number: str) -> bool:
    """Have a message that was not sent tried anew at once. False if its text is no longer kept."""
    changed = Message.objects.filter(
        pk=number, state=Message.State.FAILED, sealed__isnull=False, of_use_until__gt=Now()
    ).update(state=Message.State.WAITING, ended_at=None, due_at=Now(), tries=0)
    transaction.on_commit(_wake, robust=True)
    return bool(changed)


def try_all_now() -> int:
    """Have everything that waits tried at once, as after a mail server is back. Returns how many messages that is."""
    waiting = Message.objects.filter(state=Message.State.WAITING).update(due_at=Now())
    transaction.on_commit(_wake, robust=True)
    return waiting


def _wake() -> None:
    """Have a worker look soon. If that fails, the look at every minute finds what was posted."""
    try:
        with transaction.atomic():
            app.configure_task(SENDING, lock=SENDING, queueing_lock=SENDING).defer(timestamp=0)
    except AlreadyEnqueued:
        return
