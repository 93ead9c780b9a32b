"""What mail did not leave, and having it tried again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import person_of
from irhub.accounts.row_security import system_access
from irhub.notify import queries as outbox
from irhub.operations import mail
from irhub.operations.mail_list import NOT_SENT
from irhub.web.listing import ask, page_by_page, show
from irhub.web.saying import counted


@require_safe
def not_sent(request: HttpRequest) -> HttpResponse:
    """What did not leave, why, and to whom: that somebody looked is kept in the trail."""
    asked = ask(request, NOT_SENT)
    with system_access("mail that did not leave is looked at", by=person_of(request).email):
        shown = show(asked, page_by_page(outbox.not_sent(**asked.filters), outbox.unsent, NOT_SENT))
    return render(request, "operations/not_sent.html", {"list": shown})


@require_POST
def again(request: HttpRequest, number: UUID) -> HttpResponse:
    """Try a message again that did not leave."""
    if mail.try_again(number, by=person_of(request)):
        messages.success(request, "It is tried again within a minute: load this page again to see how it went.")
    else:
        messages.error(request, "It cannot be tried again: it left meanwhile, or its text is no longer kept.")
    return redirect("mail-not-sent")


@require_POST
def now(request: HttpRequest) -> HttpResponse:
    """Try everything that waits, as after the mail server is back."""
    waiting = mail.try_all_now(by=person_of(request))
    messages.success(request, f"{counted(waiting, 'messages are')} tried within a minute.")
    return redirect("operations")
