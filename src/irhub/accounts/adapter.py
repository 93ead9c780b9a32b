"""How sign-in is set up: nobody signs up without an invitation, whoever vouches for them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from irhub.accounts import actions, known_devices
from irhub.accounts.audit import record
from irhub.accounts.models import Person
from irhub.accounts.notices import PASSWORD, SECURITY
from irhub.accounts.queries import identity_provider
from irhub.notify.actions import post

_ABOUT_FORGOTTEN_PASSWORDS = frozenset({"password_reset_key", "unknown_account"})
LOOPBACK = frozenset({"127.0.0.1", "localhost"})
SECONDS = 10


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account begins with an invitation."""
        return False

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """As in allauth, and the browser is known from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        known_devices.make_known(request, response, user.email)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose attempts are counted together: the address that web/middleware.py found."""
        return str(request.META["REMOTE_ADDR"])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Those of one account, whichever name of the site they were sent to; a browser that it knows has its own."""
        email = str(credentials.get("email", "")).lower()
        return f"{email}:{known_devices.number_of(request, email)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As in allauth, but that the mail is posted, and sent by the worker, and that no request names the host of its links. Each time is an event of its own."""
        links = {name: _on_the_site(told) for name, told in context.items() if name.endswith("_url")}
        about = {"request": self.request, "email": email, **context, **links}
        written = self.render_mail(template_prefix, email, about)
        name = template_prefix.rpartition("/")[2]
        post(
            kind=PASSWORD if name in _ABOUT_FORGOTTEN_PASSWORDS else SECURITY,
            key=f"{name}/{uuid4().hex}",
            to=email,
            subject=written.subject,
            text=written.body,
        )


def _on_the_site(link: str) -> str:
    """A link by the address under which people reach the site, not by the name that a request gave it."""
    return f"{settings.IRHUB_SITE}{urlsplit(link).path}"


class SafeSession(requests.Session):
    """Asks identity providers over https alone, follows no redirect and does not wait for ever."""

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """As in requests; raises InvalidURL for an address without https, but on this machine."""
        parts = urlsplit(str(url))
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise requests.exceptions.InvalidURL(f"{url} is not https")
        return super().request(method, url, *args, **{"timeout": SECONDS, **kwargs, "allow_redirects": False})


class Identities(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """People for whom the identity provider of their body vouches."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: see pre_social_login."""
        return False

    def get_requests_session(self) -> requests.Session:
        """What the identity provider is asked with."""
        return SafeSession()

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whom the provider means: by a verified address, among the people of its own body or those invited to it."""
        provider = identity_provider(sociallogin.account.provider)
        told = [address.email for address in sociallogin.email_addresses if address.verified is True]
        person = provider and told and actions.person_vouched_for(provider.body, told[0], str(_name(sociallogin)))
        if not person or (sociallogin.is_existing and sociallogin.user != person):
            record("was refused", by="", about=f"sign-in/{sociallogin.account.provider}", why="nobody of this body")
            raise ImmediateHttpResponse(
                render(request, "accounts/not_vouched_for.html", {"body": provider and provider.body}, status=403)
            )
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Say in words that signing in there did not work."""
        answer: HttpResponse = render(
            request, "accounts/identity_problem.html", {"name": getattr(provider, "name", "The other site")}, status=502
        )
        raise ImmediateHttpResponse(answer)


def _name(sociallogin: SocialLogin) -> str:
    given = sociallogin.account.get_provider_account().get_user_data() or {}
    return str(given.get("name") or "")
