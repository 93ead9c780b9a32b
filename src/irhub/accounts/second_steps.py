"""Secrets of second steps, sealed: who reads the database, or a backup, cannot make anybody's codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction

from irhub.accounts.audit import Actor, record
from irhub.accounts.models import Person
from irhub.web import sealing
from irhub.web.errors import ActionRefused

PURPOSE = "irhub.accounts.second-steps"
SECRETS = ("secret", "seed")
"""What of the data of an authenticator is a secret: of an app, and of recovery codes. A passkey's is in the passkey alone."""


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]
    """As in allauth, which asks this for each secret that it keeps or reads."""

    def encrypt(self, text: str) -> str:
        """The secret, sealed."""
        return sealing.seal(PURPOSE, text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises ValidationError, which forms tell, if it was sealed under another signing key."""
        try:
            return sealing.unseal(PURPOSE, encrypted_text.encode()).decode()
        except sealing.Unreadable:
            raise ValidationError(
                "This second step was set up with another key of the hub, and no longer works: ask whoever runs the hub to take it away."
            ) from None


@transaction.atomic
def forget(email: str, *, by: Actor) -> None:
    """Take somebody's second step away, which they lost: the next sign-in asks for a new one. Raises ActionRefused for nobody known."""
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        raise ActionRefused(f"Nobody signs in as {email}.")
    Authenticator.objects.filter(user=person).delete()
    record("took a second step away", by=by, about=f"person/{person.pk}")


def renew() -> int:
    """Seal every secret under the signing key of now. Returns how many were; one that cannot be opened stays as it is."""
    done = 0
    with transaction.atomic():
        for held in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
            data = {name: _changed(name, value, _renewed) for name, value in held.data.items()}
            if data != held.data:
                held.data = data
                held.save(update_fields=["data"])
                done += 1
    return done


def _changed(name: str, value: Any, change: Callable[[str], str]) -> Any:
    return change(value) if name in SECRETS else value


def _renewed(sealed: str) -> str:
    return sealing.renewed(PURPOSE, sealed.encode()).decode()
