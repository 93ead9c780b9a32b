"""The audit trail: who did what, to what, for which body. It can be added to and read, and nothing else.

Each event holds a SHA-256 over its own fields and the hash of the event before, so that a row that was altered or removed
is found by `verify`. A trigger in the database refuses updates and deletes from every role.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from irhub.accounts.models import AuditEvent, Membership
from irhub.accounts.row_security import system_access

FIRST = "0" * 64
"""The hash before the first event."""


@dataclass(frozen=True)
class Broken:
    """A place where the trail does not hold together: the event's number and what is wrong, in words."""

    number: int
    why: str


def record(what: str, *, who: str, hat: Membership | None = None, about: str = "", **detail: Any) -> AuditEvent:
    """Add an event to the trail, in the transaction of what it tells of.

    `what`: a short verb phrase ("signed in"). `hat`: the role in which it was done. `about`: kind and id of what it was
    done to ("organisation/abc"). `detail` must be plain JSON and never hold a secret.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('irhub audit'))")
        cursor.execute("SELECT number, hash FROM accounts_trail_head()")
        last_number, last_hash = cursor.fetchone() or (0, FIRST)
        event = AuditEvent(
            number=last_number + 1,
            at=timezone.now(),
            who=who,
            acting_as=str(hat) if hat else "",
            body_id=hat.body_id if hat else None,
            what=what,
            about=about,
            detail=detail,
            hash_before=last_hash,
        )
        event.hash = _hash(event)
        event.save(force_insert=True)
    return event


@system_access("the whole trail is checked")
def verify() -> list[Broken]:
    """Walk the whole trail and tell every place where an event was altered, removed or put in between."""
    broken: list[Broken] = []
    expected, before = 1, FIRST
    for event in AuditEvent.objects.order_by("number").iterator(chunk_size=2000):
        if event.number != expected:
            broken.append(Broken(expected, f"events {expected} to {event.number - 1} are missing"))
        if event.hash_before != before:
            broken.append(Broken(event.number, "it does not follow on from the event before it"))
        if event.hash != _hash(event):
            broken.append(Broken(event.number, "it was altered after it was written"))
        expected, before = event.number + 1, event.hash
    return broken


def _hash(event: AuditEvent) -> str:
    told = {
        name: getattr(event, name)
        for name in ("number", "who", "acting_as", "body_id", "what", "about", "detail", "hash_before")
    } | {"at": event.at.astimezone(UTC).isoformat()}
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
