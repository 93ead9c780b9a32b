"""What accounts, mail and the tables of libraries hold about people: see web/held_tables.py."""

from __future__ import annotations

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q

from irhub.accounts.models import (
    Absence,
    AdviceRegistration,
    AuditEvent,
    AuditLink,
    Body,
    IdentityProvider,
    Invitation,
    Membership,
    Person,
    ProviderRequest,
)
from irhub.notify.models import Message, Preference
from irhub.notify.sealing import digest_of
from irhub.web.held_tables import Held, person


def _numbers(email: str) -> list[int]:
    return list(Person.objects.filter(email__iexact=email).values_list("pk", flat=True))


def _in_the_trail(email: str) -> Q:
    about = [f"person/{number}" for number in _numbers(email)]
    return Q(detail__email__iexact=email) | Q(about__in=about)


HELD = (
    Held(Person, ("id", "is_active", "is_system_administrator", "joined_at", "last_login"), emails=("email",), names=("name",)),
    Held(Membership, ("body__name", "role", "since", "until"), **person("person")),
    Held(Membership, ("body__name", "role", "since"), emails=("given_by",)),
    Held(EmailAddress, ("email", "verified", "primary"), emails=("email", "user__email"), names=("user__name",)),
    Held(Authenticator, ("type", "created_at", "last_used_at"), **person("user")),
    Held(UserSession, ("ip", "user_agent", "created_at", "last_seen_at"), **person("user")),
    Held(SocialAccount, ("provider", "uid", "date_joined", "last_login", "extra_data"), **person("user")),
    Held(Invitation, ("body__name", "role", "made_at", "expires_at", "state", "accepted_at", "withdrawn_at"), emails=("email",)),
    Held(Invitation, ("body__name", "role", "made_at"), emails=("made_by",)),
    Held(Absence, ("first", "last", "said_at", "state"), **person("membership__person")),
    Held(Absence, ("first", "last", "state"), **person("cover__person")),
    Held(Absence, ("first", "last", "said_at"), emails=("said_by",)),
    Held(ProviderRequest, ("provider_name", "words", "made_at", "decided_at", "state", "reason"), emails=("email",), names=("name",)),
    Held(ProviderRequest, ("provider_name", "decided_at"), emails=("decided_by",)),
    Held(Message, ("kind", "posted_at", "state", "ended_at"), where=lambda email: Q(recipient=digest_of(email))),
    Held(Preference, ("kind", "body_id", "every", "told_until"), where=lambda email: Q(person_id__in=_numbers(email))),
    Held(AuditEvent, ("number", "at", "acting_as", "what", "about", "detail"), emails=("who",), where=_in_the_trail),
)  # fmt: skip
NOBODY = {
    "names and registrations of bodies, and how their people sign in": (Body, AdviceRegistration, IdentityProvider, SocialApp),
    "secrets of sessions and links, which would open something: that they are there stands in the tables of who signed in and of addresses": (
        Session, SocialToken, EmailConfirmation,
    ),
    "the chain of the trail, whose events are told": (AuditLink,),
    "tables of Django that hold nothing here": (Group, Permission, ContentType),
}  # fmt: skip
