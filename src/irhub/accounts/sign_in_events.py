"""What happens at sign-in, written to the audit trail."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.http import HttpRequest

from irhub.accounts.audit import record
from irhub.accounts.models import Person


def _signed_in(sender: Any, user: Person, **_: Any) -> None:
    record("signed in", who=user.email, about=f"person/{user.pk}")


def _signed_out(sender: Any, user: Person | None, **_: Any) -> None:
    if user:
        record("signed out", who=user.email, about=f"person/{user.pk}")


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")
    known = Person.objects.filter(email__iexact=tried).first()
    record("failed to sign in", who=known.email if known else "", about=f"person/{known.pk}" if known else "")


def _told(what: str) -> Any:
    def tell(sender: Any, user: Person, **_: Any) -> None:
        record(what, who=user.email, about=f"person/{user.pk}")

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
