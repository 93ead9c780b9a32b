"""What changes people, bodies and roles. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import record
from irhub.accounts.models import Body, Invitation, Membership, Person
from irhub.accounts.roles import ROLES_OF, Kind, Role
from irhub.accounts.row_security import system_access

INVITATION_HOLDS = timedelta(days=7)


class NotPossible(Exception):
    """What was asked cannot be done. The message is a sentence for the person who asked."""


@transaction.atomic
def add_body(kind: Kind, name: str, place_code: str = "", *, by: str) -> Body:
    """Make a body. Raises NotPossible if there is one of that kind with the name or for the place."""
    same = Q(name__iexact=name.strip()) | (Q(place_code=place_code) if place_code else Q(pk=None))
    if Body.objects.filter(same, kind=kind).exists():
        raise NotPossible(f"There is already a {kind} called {name} or for its place.")
    body = Body.objects.create(kind=kind, name=name.strip(), place_code=place_code)
    record("added a body", who=by, about=f"body/{body.pk}", name=body.name, kind=str(kind))
    return body


@transaction.atomic
def add_system_administrator(email: str, name: str, password: str, *, by: str) -> Person:
    """Make a person who sets up bodies. Raises NotPossible if the address is taken."""
    if Person.objects.filter(email__iexact=email).exists():
        raise NotPossible(f"{email} already signs in here.")
    person = _person(email, name, password)
    Person.objects.filter(pk=person.pk).update(is_system_administrator=True)
    person.refresh_from_db()
    record("became system administrator", who=by, about=f"person/{person.pk}")
    return person


@transaction.atomic
def invite(body: Body, role: Role, email: str, *, by: str, hat: Membership | None = None) -> tuple[Invitation, str]:
    """Invite somebody to a role in a body. Returns the invitation and the secret of its link, which is kept nowhere.

    An open invitation of the same address to the same role is withdrawn. Raises NotPossible if a body of that kind has
    no such role, or the person holds it.
    """
    if role not in ROLES_OF[Kind(body.kind)]:
        raise NotPossible(f"A {body.kind} has no {role}.")
    email = email.strip().lower()
    if Membership.objects.current().filter(body=body, role=role, person__email__iexact=email).exists():
        raise NotPossible(f"{email} is already {role} of {body.name}.")
    now = timezone.now()
    open_invitations(body).filter(email=email, role=role).update(withdrawn_at=now)
    secret = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        body=body, role=role, email=email, digest=_digest(secret), made_by=by, expires_at=now + INVITATION_HOLDS
    )
    record("invited", who=by, hat=hat, about=f"body/{body.pk}", email=email, role=str(role))
    return made, secret


def open_invitations(body: Body) -> QuerySet[Invitation]:
    """The invitations of a body that can still be taken up, newest first."""
    waiting = Invitation.objects.filter(body=body, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return waiting.order_by("-made_at")


@system_access("an invitation is found by its link before anybody acts for the body")
def invitation_of(secret: str) -> Invitation | None:
    """The invitation that a link opens, if it can still be taken up."""
    return (
        Invitation.objects.select_related("body")
        .filter(digest=_digest(secret), accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
        .first()
    )


@system_access("whoever takes up an invitation does not act for the body yet")
@transaction.atomic
def accept(secret: str, *, name: str = "", password: str = "", signed_in: Person | None = None) -> Membership:
    """Take up an invitation. Whoever has no account yet gets one with this name and password.

    Raises NotPossible if the link is no longer good, or is not for the person who is signed in.
    """
    found = Invitation.objects.select_for_update().filter(digest=_digest(secret)).first()
    if found is None or found.accepted_at or found.withdrawn_at or found.expires_at <= timezone.now():
        raise NotPossible("This invitation has been used or withdrawn, or is over a week old. Ask for a new one.")
    person = Person.objects.filter(email__iexact=found.email).first()
    if person and signed_in != person:
        raise NotPossible(f"Sign in as {found.email} and open the link again.")
    if person is None:
        person = _person(found.email, name, password)
    membership = Membership.objects.create(
        person=person, body=found.body, role=found.role, given_by=found.made_by, since=localdate()
    )
    found.accepted_at = timezone.now()
    found.save(update_fields=["accepted_at"])
    record("took up an invitation", who=person.email, hat=membership, about=f"body/{found.body_id}", role=found.role)
    return membership


@transaction.atomic
def withdraw(invitation: Invitation, *, by: str, hat: Membership | None = None) -> None:
    """Take an open invitation back."""
    if open_invitations(invitation.body).filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
        record("withdrew an invitation", who=by, hat=hat, about=f"body/{invitation.body_id}", email=invitation.email)


@transaction.atomic
def end(membership: Membership, *, by: str, hat: Membership | None = None) -> None:
    """End a role today. Raises NotPossible if it would leave the body without an administrator."""
    current = Membership.objects.current().select_for_update(of=("self",))
    if membership.role == Role.ADMINISTRATOR:
        others = [held for held in current.filter(body=membership.body, role=Role.ADMINISTRATOR) if held != membership]
        if not others:
            raise NotPossible(f"{membership.body.name} would have no administrator. Invite another first.")
    if current.filter(pk=membership.pk).update(until=localdate()):
        record(
            "ended a role", who=by, hat=hat, about=f"person/{membership.person_id}", role=membership.role,
            body=membership.body.name,
        )  # fmt: skip


def _person(email: str, name: str, password: str) -> Person:
    person = Person.objects.create_user(email, password, name=name.strip())
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
