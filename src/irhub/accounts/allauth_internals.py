"""The parts of allauth that it calls internal and the hub needs: wrapped here once, so that an upgrade is mended in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from types import SimpleNamespace
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.internal.ratelimit import consume
from allauth.mfa.models import Authenticator, AuthenticatorManager
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession, UserSessionManager
from django.db.models import QuerySet
from django.http import HttpRequest

from irhub.accounts.models import Person
from irhub.accounts.row_security import writing
from irhub.accounts.sessions import row_of


def note_sign_in_by_password(request: HttpRequest, person: Person) -> None:
    """Keep that somebody gave their password just now, so that they are not asked for it again at once."""
    record_authentication(request, person, method="password", reauthenticated=True)


class _ByHash:
    """A request whose session is known by the hash of its key."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.session = SimpleNamespace(session_key=row_of(request.session.session_key))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._request, name)


def list_sessions_by_hash() -> None:
    """Have allauth's list of where somebody is signed in hold hashes of keys, as the sessions themselves do (sessions.py)."""
    noted = UserSessionManager.create_from_request

    def create_from_request(self: UserSessionManager, request: HttpRequest) -> None:
        if not request.session.session_key:
            request.session.save()
        noted(self, _ByHash(request))

    def is_current(self: UserSession) -> bool:
        return bool(self.session_key == row_of(context.request.session.session_key))

    UserSessionManager.create_from_request = create_from_request
    UserSession.is_current = is_current


class _SecondSteps(QuerySet[Authenticator]):
    """Several at once are removed one by one, as each is by itself."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Remove them."""
        removed = [each.delete()[0] for each in self]
        return sum(removed), {Authenticator._meta.label: sum(removed)}


def write_as_its_person() -> None:
    """Have what somebody signs in with be written as theirs, which the database asks for: second steps, addresses, accounts of their work."""
    for model in (Authenticator, EmailAddress, SocialAccount):
        model.save = _as_its_person(model.save)
        model.delete = _as_its_person(model.delete)
    AuthenticatorManager._queryset_class = _SecondSteps


def _as_its_person(does: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(does)
    def done(self: Any, *args: Any, **options: Any) -> Any:
        with writing(f"person/{self.user_id}"):
            return does(self, *args, **options)

    return done


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
