"""What changes people, bodies and roles. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialApp
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import BECAME_ADMINISTRATOR, Actor, name_of, record
from irhub.accounts.models import Body, IdentityProvider, Invitation, Membership, Person
from irhub.accounts.moving import begin, move
from irhub.accounts.roles import NEVER_TOGETHER, ROLES_OF, Kind, Role, side_of
from irhub.accounts.row_security import system_access
from irhub.accounts.workflows import INVITATION, InvitationState
from irhub.web.errors import ActionRefused
from irhub.web.rooms import gathered

INVITATION_HOLDS = timedelta(days=7)


@transaction.atomic
def add_body(kind: Kind, name: str, place_code: str = "", *, by: Actor) -> Body:
    """Make a body. `place_code`: as somebody writes the place for which it acts.

    Raises ActionRefused if there is one of that kind with the name or for the place, if there is no such place, or if it has no sound name.
    """
    _check(Body, name=name.strip())
    place_code = _known_place(kind, place_code.strip())
    same = Q(name__iexact=name.strip()) | (Q(place_code=place_code) if place_code else Q(pk=None))
    if Body.objects.filter(same, kind=kind).exists():
        raise ActionRefused(f"There is already a {kind} called {name} or for its place.")
    body = Body.objects.create(kind=kind, name=name.strip(), place_code=place_code)
    record("added a body", by=by, about=f"body/{body.pk}", name=body.name, kind=str(kind))
    return body


def _known_place(kind: Kind, written: str) -> str:
    """The code of a place, where a room knows those of this kind. Raises ActionRefused if there is none."""
    for places in gathered("body_places", "PLACES"):
        if written and kind in places:
            code: str = places[kind](written)
            if not code:
                raise ActionRefused(f"There is no {kind} “{written[:40]}”: check its code or short name.", "place")
            return code
    return written


def _check(model: type[Model], **values: str) -> None:
    """Raises ActionRefused if a value is blank, too long or, of an address, none: what forms check before they ask us."""
    for name, value in values.items():
        try:
            model._meta.get_field(name).clean(value, None)  # type: ignore[union-attr]
        except ValidationError as problem:
            raise ActionRefused(f"{value[:60]!r} cannot be the {name}: {' '.join(problem.messages)}") from None


@transaction.atomic
def add_system_administrator(email: str, name: str, password: str, *, by: Actor) -> Person:
    """Make a person who sets up bodies. Raises ActionRefused if the address is taken or is none, or the name is none."""
    _check(Person, email=email, name=name)
    if Person.objects.filter(email__iexact=email).exists():
        raise ActionRefused(f"{email} already signs in here.")
    person = _person(email, name, password)
    Person.objects.filter(pk=person.pk).update(is_system_administrator=True)
    person.refresh_from_db()
    record(BECAME_ADMINISTRATOR, by=by, about=f"person/{person.pk}")
    return person


@transaction.atomic
def invite(body: Body, role: Role, email: str, *, by: Actor) -> tuple[Invitation, str]:
    """Invite somebody to a role in a body. Returns the invitation and the secret of its link, which is kept nowhere.

    An open invitation of the same address to the same role is withdrawn. Raises ActionRefused if a body of that kind has
    no such role, or the person holds it.
    """
    if body.closed_on:
        raise ActionRefused(f"{body.name} is closed.")
    if role not in ROLES_OF[Kind(body.kind)]:
        raise ActionRefused(f"A {body.kind} has no {role}.")
    email = email.strip().lower()
    _check(Invitation, email=email)
    if Membership.objects.current().filter(body=body, role=role, person__email__iexact=email).exists():
        raise ActionRefused(f"{email} is already {role} of {body.name}.")
    now = timezone.now()
    about = f"body/{body.pk}"
    for before in open_invitations(body).filter(email=email, role=role):
        move(before, "replace", by=by, about=about, detail={"email": email})
    secret = secrets.token_urlsafe(32)
    made = Invitation(
        body=body, role=role, email=email, digest=_digest(secret), made_by=name_of(by),
        expires_at=now + INVITATION_HOLDS,
    )  # fmt: skip
    return begin(made, by=by, told="invited", about=about, detail={"email": email, "role": str(role)}), secret


def open_invitations(body: Body, words: str = "") -> QuerySet[Invitation]:
    """The invitations of a body that can still be taken up, newest first; those whose address has the words in it."""
    waiting = Invitation.objects.filter(body=body, state=InvitationState.WAITING, expires_at__gt=timezone.now())
    return waiting.filter(email__icontains=words).order_by("-made_at")


@system_access("an invitation is found by its link before anybody acts for the body")
def invitation_of(secret: str) -> Invitation | None:
    """The invitation that a link opens, if it can still be taken up."""
    return (
        Invitation.objects.select_related("body")
        .filter(digest=_digest(secret), state=InvitationState.WAITING, expires_at__gt=timezone.now())
        .first()
    )


@system_access("whoever takes up an invitation does not act for the body yet")
@transaction.atomic
def accept(secret: str, *, name: str = "", password: str | None = None, signed_in: Person | None = None) -> Membership:
    """Take up an invitation. Whoever has no account yet gets one with this name and password, or with none that would work.

    Raises ActionRefused if the link is no longer good, is not for the person who is signed in, or is to a role that nobody holds beside
    one that they have (roles.NEVER_TOGETHER).
    """
    found = Invitation.objects.select_for_update().filter(digest=_digest(secret)).first()
    if found is None or found.state != InvitationState.WAITING or found.expires_at <= timezone.now():
        raise ActionRefused(INVITATION.stale)
    # locked, so that of two roles that nobody holds together the second is held against the first, though both are taken up at once
    person = Person.objects.select_for_update(no_key=True).filter(email__iexact=found.email).first()
    if person and signed_in != person:
        raise ActionRefused(f"Sign in as {found.email} and open the link again.")
    if person is None:
        person = _person(found.email, name, password)
    _refuse_together(person, found)
    return _take_up(found, person)


def _refuse_together(person: Person, found: Invitation) -> None:
    offered = side_of(Kind(found.body.kind), Role(found.role))
    for held in Membership.objects.current().filter(person=person).select_related("body"):
        if {offered, side_of(Kind(held.body.kind), Role(held.role))} == NEVER_TOGETHER:
            raise ActionRefused(
                f"You act as {held}. Nobody both watches over providers and hears what they ask in confidence, so you cannot be "
                f"{found.role} of {found.body.name} as well. Ask for that other role to be ended first, or for a colleague to be invited."
            )


def _take_up(found: Invitation, person: Person) -> Membership:
    membership = Membership.objects.create(
        person=person, body=found.body, role=found.role, given_by=found.made_by, since=localdate()
    )
    move(found, "accept", by=membership, about=f"body/{found.body_id}", detail={"role": found.role})
    return membership


@system_access("whoever an identity provider vouches for is not known yet")
@transaction.atomic
def person_vouched_for(body: Body, email: str, name: str) -> Person | None:
    """Whom a body's identity provider means by a verified address; None if nobody may sign in by it.

    Somebody who has an account must hold a role in that body today: a provider vouches for its own people alone. Somebody
    without an account takes up the invitations to that body that wait for them.
    """
    person = Person.objects.filter(email__iexact=email).first()
    if person:
        return person if Membership.objects.current().filter(person=person, body=body).exists() else None
    waiting = list(open_invitations(body).select_for_update().filter(email=email.strip().lower()))
    if not waiting:
        return None
    person = _person(email, name or email.partition("@")[0], None)
    for found in waiting:
        _take_up(found, person)
    return person


@transaction.atomic
def set_identity_provider(body: Body, *, server: str, client_id: str, secret: str, by: Actor) -> IdentityProvider:
    """Let the people of a body sign in with the accounts of their work; a provider that was set before is replaced.

    `server`: the address below which /.well-known/openid-configuration lies. Raises ActionRefused unless it is https.
    """
    parts = urlsplit(server)
    if not parts.hostname or (parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost")):
        raise ActionRefused(f"{server} is not an address that begins with https://")
    SocialApp.objects.filter(provider_id=f"body-{body.pk}").delete()
    app = SocialApp.objects.create(
        provider="openid_connect", provider_id=f"body-{body.pk}", name=body.name[:40], client_id=client_id, secret=secret,
        settings={"server_url": server.rstrip("/"), "oauth_pkce_enabled": True},
    )  # fmt: skip
    made = IdentityProvider.objects.create(body=body, app=app)
    record("set the identity provider", by=by, about=f"body/{body.pk}", server=server)
    return made


@transaction.atomic
def remove_identity_provider(body: Body, *, by: Actor) -> None:
    """From now on the people of a body sign in with passwords alone. Raises ActionRefused if it has no provider."""
    if not SocialApp.objects.filter(provider_id=f"body-{body.pk}").delete()[0]:
        raise ActionRefused(f"{body.name} has no identity provider.")
    record("removed the identity provider", by=by, about=f"body/{body.pk}")


def withdraw(invitation: Invitation, *, by: Actor) -> None:
    """Take an invitation back. Raises ActionRefused if it was taken up or withdrawn already."""
    move(invitation, "withdraw", by=by, about=f"body/{invitation.body_id}", detail={"email": invitation.email})


@transaction.atomic
def end(held: Membership, *, by: Actor, on: date | None = None) -> None:
    """End a role today, or plan its end on a day to come. A role that has ended stays as it is.

    Raises ActionRefused for a day gone by, or if the body would be left without an administrator.
    """
    day = on or localdate()
    if day < localdate():
        raise ActionRefused("Give today or a day to come.")
    current = Membership.objects.current().select_for_update(of=("self",))
    if held.role == Role.ADMINISTRATOR:
        stays = current.filter(body=held.body, role=Role.ADMINISTRATOR).filter(Q(until=None) | Q(until__gt=day))
        if not [other for other in stays if other != held]:
            raise ActionRefused(f"{held.body.name} would have no administrator. Invite another first.")
    if current.filter(pk=held.pk).update(until=day):
        record(
            "ended a role" if day == localdate() else "planned the end of a role", by=by,
            about=f"person/{held.person_id}", role=held.role, body=held.body.name,
            before=str(held.until or ""), after=str(day),
        )  # fmt: skip


def _person(email: str, name: str, password: str | None) -> Person:
    person = Person.objects.create_user(email, password, name=name.strip())
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
