"""What the pages about people and the audit trail read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from irhub.accounts.models import AuditEvent, Body, IdentityProvider, Invitation, Membership, Person
from irhub.accounts.roles import Role


def hats(person: Person) -> list[Membership]:
    """The roles that a person can act in today, in the order of bodies' names."""
    current = Membership.objects.current().filter(person=person).select_related("body", "person")
    return list(current.order_by("body__name", "role"))


def people_of(body: Body) -> list[Membership]:
    """Who holds which role in a body today, by name."""
    return list(
        Membership.objects.current().filter(body=body).select_related("person").order_by("person__name", "role")
    )


def role_in(body: Body, number: int) -> Membership | None:
    """A role that is or was held in the body."""
    return Membership.objects.select_related("body", "person").filter(body=body, pk=number).first()


def invitation_in(body: Body, number: int) -> Invitation | None:
    """An invitation to the body."""
    return Invitation.objects.select_related("body").filter(body=body, pk=number).first()


def signs_in(email: str) -> bool:
    """Whether somebody with this address has an account."""
    return Person.objects.filter(email__iexact=email).exists()


@dataclass(frozen=True)
class KnownProvider:
    """An identity provider on the sign-in page: whose it is, and its part of the address."""

    name: str
    provider_id: str


def identity_providers() -> list[KnownProvider]:
    """The bodies whose people can sign in with the accounts of their work, by name."""
    found = IdentityProvider.objects.order_by("body__name").values_list("body__name", "app__provider_id")
    return [KnownProvider(*row) for row in found]


def identity_provider(provider_id: str) -> IdentityProvider | None:
    """The identity provider with this part of the address."""
    return IdentityProvider.objects.select_related("body").filter(app__provider_id=provider_id).first()


def events(hat: Membership | None, *, who: str = "", what: str = "", about: str = "") -> QuerySet[AuditEvent]:
    """The audit trail, newest first: an auditor's body's own; all of it without a hat. Narrowed to parts of names."""
    found = AuditEvent.objects.order_by("-number")
    if hat is not None and hat.role == Role.AUDITOR:
        found = found.filter(body_id=hat.body_id)
    if who:
        found = found.filter(who__icontains=who)
    if what:
        found = found.filter(what__icontains=what)
    if about:
        found = found.filter(about__icontains=about)
    return found


def system_administrators() -> list[str]:
    """The addresses of the system administrators who may sign in."""
    found = Person.objects.filter(is_system_administrator=True, is_active=True).order_by("email")
    return list(found.values_list("email", flat=True))
