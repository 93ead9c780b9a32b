"""Signing in with the identity provider of one's body: allauth's two pages, which say it in words if it does not answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

import requests
from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from irhub.accounts.queries import identity_provider

log = logging.getLogger("irhub.identity")
View = Callable[[HttpRequest, str], HttpResponse]


def _told_in_words(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (
            requests.RequestException,
            KeyError,
            ValueError,
        ) as fault:  # no answer, or none that OpenID Connect knows
            log.warning("The identity provider %s did not answer: %s", provider_id, type(fault).__name__)
            found = identity_provider(provider_id)
            named = found.body.name if found else "The other site"
            return render(request, "accounts/identity_problem.html", {"name": named}, status=502)

    return answer


sign_in = _told_in_words(views.login)
come_back = _told_in_words(views.callback)
