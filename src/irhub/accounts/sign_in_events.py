"""What happens at sign-in, written to the audit trail."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.conf import settings
from django.contrib.auth import signals as auth
from django.http import HttpRequest
from django.utils.timezone import localtime

from irhub.accounts.audit import record
from irhub.accounts.models import AuditEvent, Person
from irhub.accounts.notices import SECURITY
from irhub.accounts.queries import identity_provider
from irhub.accounts.row_security import system_access
from irhub.accounts.session_limits import end_oldest
from irhub.notify.actions import post

IDENTITY_BODY = "identity body"
"""The session's name for the body whose identity provider vouched for the person: they act for no other body by it."""


def _signed_in(sender: Any, user: Person, request: HttpRequest, sociallogin: Any = None, **_: Any) -> None:
    provider = identity_provider(sociallogin.account.provider) if sociallogin else None
    request.session[IDENTITY_BODY] = provider.body_id if provider else None
    end_oldest(user, keep=request.session.session_key)
    device = hashlib.sha256(request.headers.get("User-Agent", "").encode()).hexdigest()[:16]
    _tell_of_new_device(user, device)
    record(
        "signed in",
        by=user.email,
        about=f"person/{user.pk}",
        device=device,
        through=provider.body.name if provider else "password",
    )


@system_access("whether somebody signed in with this browser before")
def _tell_of_new_device(person: Person, device: str) -> None:
    """Write to the person if they signed in before, but never with such a browser."""
    before = AuditEvent.objects.filter(what="signed in", about=f"person/{person.pk}")
    if before.exists() and not before.filter(detail__device=device).exists():
        post(
            kind=SECURITY,
            key=f"new-browser/{person.pk}/{device}",
            to=person.email,
            subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}somebody signed in with a new browser",
            text=f"Somebody signed in as {person.email} on {localtime():%-d %B %Y at %H:%M} with a browser that you have not used "
            "here before.\n\nIf it was you, you need not do anything. If not, choose a new password at once, and end the "
            'sessions that are not yours on the page "Where you are signed in".\n',
        )


def _signed_out(sender: Any, user: Person | None, **_: Any) -> None:
    if user:
        record("signed out", by=user.email, about=f"person/{user.pk}")


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")
    known = Person.objects.filter(email__iexact=tried).first()
    record("failed to sign in", by=known.email if known else "", about=f"person/{known.pk}" if known else "")


def _told(what: str) -> Any:
    def tell(sender: Any, user: Person, **_: Any) -> None:
        record(what, by=user.email, about=f"person/{user.pk}")

    return tell


def listen() -> None:
    """Connect the events of sign-in to the trail."""
    keep = {"weak": False}
    account.user_logged_in.connect(_signed_in, **keep)
    auth.user_logged_out.connect(_signed_out, **keep)
    auth.user_login_failed.connect(_failed, **keep)
    for signal, what in (
        (account.password_changed, "changed the password"),
        (account.password_reset, "reset the password"),
        (mfa.authenticator_added, "set up a second step"),
        (mfa.authenticator_removed, "took a second step away"),
        (mfa.authenticator_reset, "made new recovery codes"),
    ):
        signal.connect(_told(what), **keep)
