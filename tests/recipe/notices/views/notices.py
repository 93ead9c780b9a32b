"""Pages of notices: the list, one, and the form to post one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from irhub.notices import actions, queries
from irhub.notices.forms import Acknowledge, Post, Withdraw
from irhub.notices.lists import NOTICES

from irhub.accounts.acting import acting_membership
from irhub.casework.contacts import add_contact, contacts_of
from irhub.casework.forms import ContactForm, NoteForm
from irhub.casework.notebook import notes_of, write_note
from irhub.web.forms import Form, posted, refusals_at, refusals_told, status_of
from irhub.web.listing import ask, download, show


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The notices that one posted, or that one is to read; as a page or a file."""
    asked = ask(request, NOTICES)
    rows = queries.with_clocks(queries.notices(**asked.filters))
    if asked.format:
        return download(asked, rows)
    return render(request, "notices/notices.html", {"list": show(asked, rows)})


@require_http_methods(["GET", "POST"])
def post_notice(request: HttpRequest) -> HttpResponse:
    """Post a notice."""
    form = posted(Post, request)
    if form.is_valid():
        made = actions.post_notice(**form.cleaned_data, by=acting_membership(request))
        messages.success(request, f"{made.to.name} can read it now.")
        return redirect("notice", made.pk)
    return render(request, "notices/post.html", {"form": form})


@require_safe
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """One notice, what happened to it, and what one can do with it."""
    return _page(request, _found(number))


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, number: int) -> HttpResponse:
    """Say who speaks for the provider."""
    return _ask(request, number, ContactForm, add_contact, "Who speaks for the provider")


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Write a note."""
    return _ask(request, number, NoteForm, write_note, "Write a note")


def _ask(request: HttpRequest, number: int, kind: type[Form], do: Callable[..., object], heading: str) -> HttpResponse:
    found, form = _found(number), posted(kind, request)
    if form.is_valid():
        with refusals_at(form):
            do(found, **form.cleaned_data, by=acting_membership(request))
            return redirect("notice", number)
    return render(request, "notices/ask.html", {"form": form, "heading": heading, "button": "Save"})


@require_POST
def acknowledge(request: HttpRequest, number: int) -> HttpResponse:
    """Say that one has read it."""
    found, form = _found(number), posted(Acknowledge, request)
    if form.is_valid():
        with refusals_told(request, "Acknowledged."):
            actions.acknowledge(notice=found, **form.cleaned_data, by=acting_membership(request))
    return redirect("notice", number)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take it back."""
    found, form = _found(number), posted(Withdraw, request)
    if form.is_valid():
        with refusals_at(form):
            actions.withdraw(notice=found, **form.cleaned_data, by=acting_membership(request))
            messages.success(request, "Withdrawn.")
            return redirect("notice", number)
    return _page(request, _found(number), form, status_of(form))


def _page(request: HttpRequest, found: Any, form: Withdraw | None = None, status: int = 200) -> HttpResponse:
    values = {
        "notice": found,
        "contacts": contacts_of(found),
        "notes": notes_of(found),
        "clock": queries.clock_of(found, queries.localdate()),
        "withdrawal": form or Withdraw(initial={"version": found.version}),
        "acknowledgement": Acknowledge(initial={"version": found.version}),
    }
    return render(request, "notices/notice.html", values, status=status)


def _found(number: int) -> Any:
    found = queries.notice_numbered(number)
    if found is None:
        raise Http404("There is no such notice.")
    return found
