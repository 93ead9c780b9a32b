"""Browsers in which somebody has signed in before: their attempts are counted apart, so that whoever guesses cannot lock the person out.

A browser shows it by a signed cookie, which names accounts by a digest that the signing key alone makes, each with a number of
its own. It opens nothing: the password and the second step are asked for as ever, and as few wrong ones are let through.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "known"
_SALT = "irhub.accounts.known_devices"
HOLDS = timedelta(days=365)
MOST = 5
"""Accounts that one browser keeps: of more, the one that was used longest ago is forgotten."""


def number_of(request: HttpRequest, email: str) -> str:
    """The number of this browser for an account; empty if nobody has signed in to that account in it."""
    return _kept(request).get(_digest(email), "")


def make_known(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let the browser that gets the answer be known for an account from now on."""
    kept, account = _kept(request), _digest(email)
    number = kept.pop(account, uuid4().hex)
    latest = dict([*kept.items(), (account, number)][-MOST:])
    response.set_cookie(
        COOKIE, signing.dumps(latest, salt=_SALT), max_age=HOLDS, path="/account/", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip


def _kept(request: HttpRequest) -> dict[str, str]:
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=HOLDS)
    except signing.BadSignature:
        return {}
    return dict(kept)


def _digest(email: str) -> str:
    return salted_hmac(_SALT, email.lower()).hexdigest()
