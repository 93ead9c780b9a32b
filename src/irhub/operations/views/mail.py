"""Having mail tried again that did not leave."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from irhub.accounts.acting import person_of
from irhub.operations import mail


@require_POST
def again(request: HttpRequest, number: UUID) -> HttpResponse:
    """Try a message again that did not leave."""
    if mail.try_again(number, by=person_of(request)):
        messages.success(request, "It is tried again within a minute: load this page again to see how it went.")
    else:
        messages.error(request, "It cannot be tried again: it left meanwhile, or its text is no longer kept.")
    return redirect("operations")


@require_POST
def now(request: HttpRequest) -> HttpResponse:
    """Try everything that waits, as after the mail server is back."""
    waiting = mail.try_all_now(by=person_of(request))
    messages.success(request, f"{waiting} message{' is' if waiting == 1 else 's are'} tried within a minute.")
    return redirect("operations")
