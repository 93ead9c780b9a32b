"""What system administrators do with bodies: list, rename, close. (Making one is actions.add_body.)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.actions import open_invitations, withdraw
from irhub.accounts.audit import Actor, record
from irhub.accounts.models import Body, Membership
from irhub.accounts.workflows import InvitationState
from irhub.web.errors import ActionRefused


@dataclass(frozen=True)
class BodyRow:
    """A body in the list: how many roles are held in it today, how many invitations wait, and whether it is closed."""

    pk: int
    kind: str
    name: str
    place_code: str
    held: int
    waiting: int
    closed_on: date | None


def bodies(words: str = "") -> list[BodyRow]:
    """Every body whose name has the words in it, open ones first, by kind and name."""
    now, today = timezone.now(), localdate()
    held = Q(memberships__since__lte=today) & (Q(memberships__until=None) | Q(memberships__until__gt=today))
    open_ = Q(invitations__state=InvitationState.WAITING, invitations__expires_at__gt=now)
    found = Body.objects.filter(name__icontains=words).annotate(
        held=Count("memberships", filter=held, distinct=True),
        waiting=Count("invitations", filter=open_, distinct=True),
    )
    rows = [
        BodyRow(body.pk, body.kind, body.name, body.place_code, body.held, body.waiting, body.closed_on)
        for body in found
    ]
    return sorted(rows, key=lambda row: (row.closed_on is not None, row.kind, row.name.casefold()))


def body_numbered(number: int) -> Body | None:
    """The body with this number."""
    return Body.objects.filter(pk=number).first()


@transaction.atomic
def rename(body: Body, name: str, *, by: Actor) -> None:
    """Give a body another name. Raises ActionRefused if another of its kind has it."""
    before, name = body.name, name.strip()
    if Body.objects.filter(kind=body.kind, name__iexact=name).exclude(pk=body.pk).exists():
        raise ActionRefused(f"There is already a {body.kind} called {name}.")
    if name != before:
        Body.objects.filter(pk=body.pk).update(name=name)
        record("renamed a body", by=by, about=f"body/{body.pk}", before=before, after=name)


@transaction.atomic
def close(body: Body, *, by: Actor) -> None:
    """Close a body: every role in it ends today, and every open invitation is withdrawn. Closing again changes nothing."""
    if not Body.objects.filter(pk=body.pk, closed_on=None).update(closed_on=localdate()):
        return
    waiting = list(open_invitations(body))
    for invitation in waiting:
        withdraw(invitation, by=by)
    ended = Membership.objects.current().filter(body=body).values_list("pk", flat=True)
    count = Membership.objects.filter(pk__in=list(ended)).update(until=localdate())
    record("closed a body", by=by, about=f"body/{body.pk}", roles_ended=count, invitations_withdrawn=len(waiting))
