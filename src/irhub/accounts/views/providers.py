"""Pages on which a body decides whether somebody speaks for a care provider in its area."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts import provider_requests
from irhub.accounts.acting import actor_of, asker_of, rows_of
from irhub.accounts.forms import Refusal
from irhub.accounts.mails import post_approval, post_refusal
from irhub.accounts.policy import Rows
from irhub.accounts.role_list import DECIDED
from irhub.web.forms import posted, refusals_told
from irhub.web.listing import ask, show

AT_ONCE = 20
"""Requests that one page offers to be decided."""


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Who asks to act for a provider, and what was decided."""
    return _page(request)


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Let a contact act for their provider."""
    with refusals_told(request), transaction.atomic():
        found, secret = provider_requests.approve(number, by=actor_of(request))
        post_approval(found, secret)
        messages.success(request, f"{found.name} may act for {found.provider_name}. The invitation is on its way.")
    return redirect("provider-requests")


@require_POST
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Say no, with a reason."""
    form = posted(Refusal, request, number=number)
    if not form.is_valid():
        return _page(request, form)
    with refusals_told(request), transaction.atomic():
        found = provider_requests.refuse(number, form.cleaned_data["reason"], by=actor_of(request))
        post_refusal(found)
        messages.success(request, f"{found.name} was told that they may not act for {found.provider_name}.")
    return redirect("provider-requests")


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    """`refusal`: the form of a request that somebody tried to refuse."""
    body = asker_of(request).body if rows_of(request) is Rows.OWN_BODY else None
    found = provider_requests.waiting(body)
    asked = ask(request, DECIDED, at=reverse("provider-requests"))
    context = {
        "waiting": [
            (each, refusal if refusal and refusal.number == each.pk else Refusal(number=each.pk))
            for each in found[:AT_ONCE]
        ],
        "further": max(0, found.count() - AT_ONCE),
        "list": show(asked, provider_requests.decided(body, asked.filters["state"])),
        "refusal": refusal,
    }
    return render(request, "accounts/provider_requests.html", context)
