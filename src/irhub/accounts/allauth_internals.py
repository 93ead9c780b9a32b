"""The parts of allauth that it calls internal and the hub needs: wrapped here once, so that an upgrade is mended in one place."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.internal.ratelimit import consume
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpRequest

from irhub.accounts.models import Person


def note_sign_in_by_password(request: HttpRequest, person: Person) -> None:
    """Keep that somebody gave their password just now, so that they are not asked for it again at once."""
    record_authentication(request, person, method="password", reauthenticated=True)


def give_second_step(person: Person) -> None:
    """Set up an authenticator app for somebody of the demo, who has none: nobody holds its secret."""
    if not Authenticator.objects.filter(user=person).exists():
        TOTP.activate(person, generate_totp_secret())


def confirmed_identity_lately(request: HttpRequest) -> bool:
    """Whether somebody confirmed who they are within the last minutes (ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
    return bool(did_recently_reauthenticate(request))


def within_limit(request: HttpRequest, action: str, often: Mapping[str, str], *, key: str | None = None) -> bool:
    """Whether the network that asks may do an action once more, and counts that it does. `often`: by action, such as 5/h/ip; where it
    counts by key besides (3/h/key), `key` is whose attempts are counted together, as an e-mail address."""
    return bool(consume(request, app="irhub", action=action, config=dict(often), key=key))
