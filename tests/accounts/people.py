"""People, bodies and sign-in for tests. Every name is invented."""

from __future__ import annotations

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from irhub.accounts import services
from irhub.accounts.models import Body, Membership, Person
from irhub.accounts.roles import Kind, Role

PASSWORD = "quillmoor bicycle lantern"


def body(kind: Kind = Kind.COUNCIL, name: str = "Sampleham Council") -> Body:
    return Body.objects.filter(kind=kind, name=name).first() or services.add_body(kind, name, by="test")


def person(email: str, *roles: tuple[Body, Role], second_step: bool = True) -> Person:
    found = Person.objects.filter(email=email).first() or services._person(email, email.split("@")[0].title(), PASSWORD)
    for place, role in roles:
        Membership.objects.create(person=found, body=place, role=role, given_by="test")
    if second_step and not found.authenticator_set.exists():
        TOTP.activate(found, generate_totp_secret())
        RecoveryCodes.activate(found)
    return found


def signed_in(who: Person) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(who)
    return client
