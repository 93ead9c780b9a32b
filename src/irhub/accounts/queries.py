"""What the pages about people and the audit trail read."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from irhub.accounts.audit import BECAME_ADMINISTRATOR
from irhub.accounts.models import (
    AdviceRegistration,
    AuditEvent,
    Body,
    IdentityProvider,
    Invitation,
    Membership,
    Person,
    ProviderRequest,
)
from irhub.accounts.policy import Whose
from irhub.accounts.roles import Kind, Role, Side, side_of


def memberships(person: Person) -> list[Membership]:
    """The roles that a person can act in today, in the order of bodies' names. Each tells whether the person has a second step at sign-in."""
    current = Membership.objects.current().filter(person=person).select_related("body", "person")
    asked = {"second_step": Exists(_second_steps(OuterRef("person")))}
    return list(current.annotate(**asked).order_by("body__name", "role"))


def has_second_step(person: Person) -> bool:
    """Whether a person has set up a second step at sign-in."""
    return _second_steps(person).exists()


def _second_steps(person: Person | OuterRef) -> QuerySet[Authenticator]:
    held: QuerySet[Authenticator] = Authenticator.objects.filter(user=person)
    return held.exclude(type=Authenticator.Type.RECOVERY_CODES)


def oversees(person: Person) -> bool:
    """Whether a person holds a role of oversight today."""
    return any(side_of(Kind(held.body.kind), Role(held.role)) is Side.OVERSIGHT for held in memberships(person))


def people_of(body: Body) -> list[Membership]:
    """Who holds which role in a body today, by name."""
    return list(
        Membership.objects.current().filter(body=body).select_related("person").order_by("person__name", "role")
    )


def holders(body: Body, words: str = "") -> QuerySet[Membership]:
    """The roles that are held in a body today, of those who have the words in their name or address."""
    found = Membership.objects.current().filter(body=body).select_related("person")
    return found.filter(Q(person__name__icontains=words) | Q(person__email__icontains=words)) if words else found


def role_numbered(number: int) -> Membership | None:
    """A role that is or was held in a body."""
    return Membership.objects.select_related("body", "person").filter(pk=number).first()


def whose_role(number: int) -> Whose | None:
    """Whose a role is: the body's."""
    return _of_a_body(Membership, number)


def invitation_numbered(number: int) -> Invitation | None:
    """An invitation to a body."""
    return Invitation.objects.select_related("body").filter(pk=number).first()


def whose_invitation(number: int) -> Whose | None:
    """Whose an invitation is: the body's."""
    return _of_a_body(Invitation, number)


def whose_registration(number: int) -> Whose | None:
    """Whose a registration to give advice is: the body's."""
    return _of_a_body(AdviceRegistration, number)


def whose_request(number: int) -> Whose | None:
    """Whose a provider's request is: the body's that decides."""
    return _of_a_body(ProviderRequest, number)


def whose_second_step(pk: int) -> Whose | None:
    """Whose a second step at sign-in is."""
    email = Authenticator.objects.filter(pk=pk).values_list("user__email", flat=True).first()
    return None if email is None else Whose(person=email)


def _of_a_body(model: type[Model], number: int) -> Whose | None:
    found = model._default_manager.filter(pk=number).values_list("body_id", flat=True)
    return next((Whose(body=body) for body in found), None)


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


def events(body: int | None = None, *, who: str = "", what: str = "", about: str = "") -> QuerySet[AuditEvent]:
    """The audit trail, newest first: a body's own, or all that the database gives, which is nothing that tells of help to whoever acts on the
    side of oversight. `who`, `about`: parts of names or of what the trail calls them."""
    found = AuditEvent.objects.order_by("-number")
    if body is not None:
        found = found.filter(body_id=body)
    if who:
        named = Person.objects.filter(name__icontains=who).values("email")
        found = found.filter(Q(who__icontains=who) | Q(who__in=named))
    if what:
        found = found.filter(what__icontains=what)
    if about:
        people, bodies = (
            model.objects.filter(name__icontains=about).values_list(Concat(Value(kind), "pk", output_field=CharField()))
            for kind, model in (("person/", Person), ("body/", Body))
        )
        found = found.filter(Q(about__icontains=about) | Q(about__in=people) | Q(about__in=bodies))
    return found


def system_administrators() -> list[str]:
    """The addresses of the system administrators who may sign in."""
    found = Person.objects.filter(is_system_administrator=True, is_active=True).order_by("email")
    return list(found.values_list("email", flat=True))


def administrators_nobody_made() -> list[str]:
    """The addresses of system administrators of whom the trail does not say that they became that."""
    became = AuditEvent.objects.filter(
        what=BECAME_ADMINISTRATOR, about=Concat(Value("person/"), OuterRef("pk"), output_field=CharField())
    )
    found = Person.objects.filter(~Exists(became), is_system_administrator=True).order_by("email")
    return list(found.values_list("email", flat=True))
