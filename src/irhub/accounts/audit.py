"""The audit trail: who did what, to what, for which body. It can be added to and read, and nothing else.

Each event holds a SHA-256 over its own fields. As its transaction commits, the database gives it the next position in a
chain, whose every link holds the hash of the one before (ADR 20): an event that was altered or removed is found by `verify`, which holds the
whole against its head of before, kept outside the database (anchors.py).
Triggers refuse updates and deletes from every role. The chain is locked while transactions end, and at no other time.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from irhub.accounts import anchors, trail_guards
from irhub.accounts.anchors import Anchor
from irhub.accounts.models import AuditEvent, AuditLink, Membership, Person
from irhub.accounts.row_security import system_access
from irhub.web.saying import agreeing

FIRST = "0" * 64
"""The hash before the first event."""
BECAME_ADMINISTRATOR = "became system administrator"
"""What the trail says of whoever was made one."""
_FIELDS = ("number", "who", "acting_as", "body_id", "what", "about", "detail")

Actor = Membership | Person | str
"""Who does something: somebody in a role, a person without one (a system administrator, somebody with their own account), or
what a command or a job calls itself."""


def name_of(by: Actor) -> str:
    """By what the trail knows who did something: an e-mail address, or what a command or a job calls itself."""
    return by.person.email if isinstance(by, Membership) else str(by)


@dataclass(frozen=True)
class Broken:
    """Where the trail does not hold together: the event's number, 0 if it is the whole trail, and what is wrong, in words."""

    number: int
    why: str

    def __str__(self) -> str:
        return f"event {self.number}: {self.why}" if self.number else f"the trail: {self.why}"


def record(what: str, *, by: Actor, about: str = "", **detail: Any) -> AuditEvent:
    """Add an event to the trail, in the transaction of what it tells of. Nobody else waits for that transaction's end.

    `what`: a short verb phrase ("signed in"). `by`: who did it, and in which role. `about`: kind and id of what it was
    done to ("organisation/abc"). `detail` must be plain JSON and never hold a secret.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('accounts_auditevent_number')")
        (number,) = cursor.fetchone()
    event = AuditEvent(
        number=number,
        at=timezone.now(),
        who=name_of(by),
        acting_as=str(by) if isinstance(by, Membership) else "",
        body_id=by.body_id if isinstance(by, Membership) else None,
        what=what,
        about=about,
        detail=detail,
    )
    event.hash = _hash(event)
    event.save(force_insert=True)
    return event


@system_access("the whole trail is checked")
def verify(*against: Anchor | None) -> list[Broken]:
    """Walk the whole trail and tell every place where an event was altered, removed or put in between.

    `against`: anchors of before, or None where none is kept; what the trail had then it must have now. The database's own guards of the trail are looked at too.
    """
    whole = [*trail_guards.faults(), *filter(None, map(anchors.missing, filter(None, against)))]
    return [Broken(0, why) for why in whole] + _walked()


def _walked() -> list[Broken]:
    broken: list[Broken] = []
    ends = AuditLink.objects.aggregate(at=Max("position"))["at"] or 0
    number, position, before = 0, 0, FIRST
    for event in AuditEvent.objects.select_related("link").order_by("link__position").iterator(chunk_size=2000):
        link: AuditLink | None = getattr(event, "link", None)
        if link is None or link.position is None:
            broken.append(Broken(event.number, "it has no place in the chain"))
            continue
        if lost := link.position - position - 1:
            broken.append(Broken(event.number, f"{lost} before it {agreeing(lost, 'are')} missing"))
        elif link.hash_before != before:
            broken.append(Broken(event.number, "it does not follow on from the event before it"))
        if event.hash != _hash(event) or link.hash != _chained(event, link):
            broken.append(Broken(event.number, "it was altered after it was written"))
        number, position, before = event.number, link.position, link.hash
    if lost := max(0, ends - position):
        broken.append(Broken(number, f"{lost} after it {agreeing(lost, 'are')} missing"))
    return broken


def _hash(event: AuditEvent) -> str:
    """The hash of an event's own fields; of one that was written while each still held the hash before it, of that too."""
    told = {name: getattr(event, name) for name in _FIELDS} | {"at": event.at.astimezone(UTC).isoformat()}
    if event.hash_before:
        told["hash_before"] = event.hash_before
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _chained(event: AuditEvent, link: AuditLink) -> str:
    """The hash of an event's link, as the database makes it."""
    if event.hash_before:
        return event.hash
    return hashlib.sha256(f"{link.hash_before}{event.hash}".encode()).hexdigest()
