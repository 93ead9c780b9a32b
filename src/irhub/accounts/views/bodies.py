"""Pages of system administrators about bodies: list, add, rename, close, invite."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts import actions, advice, bodies, queries
from irhub.accounts.acting import person_of
from irhub.accounts.body_list import BODIES
from irhub.accounts.forms import AddBody, BodyName, Invite
from irhub.accounts.mails import post_invitation
from irhub.accounts.sent_once import once
from irhub.web.forms import posted, refusals_at
from irhub.web.listing import ask, show


@require_http_methods(["GET", "POST"])
def body_list(request: HttpRequest) -> HttpResponse:
    """Every body, and a form to add one."""
    form = posted(AddBody, request)
    if form.is_valid():
        with refusals_at(form, "name"):
            told = form.cleaned_data
            made = actions.add_body(told["kind"], told["name"], told["place"], by=person_of(request))
            messages.success(request, f"{made.name} was added. Invite its first administrator.")
            return redirect("body", number=made.pk)
    asked = ask(request, BODIES)
    return render(
        request, "accounts/bodies.html", {"list": show(asked, bodies.bodies(asked.filters["q"])), "form": form}
    )


@require_safe
def body(request: HttpRequest, number: int) -> HttpResponse:
    """A body: its people, and what can be done with it."""
    return _page(request, _found(number))


@require_POST
def rename(request: HttpRequest, number: int) -> HttpResponse:
    """Give a body another name."""
    found, form = _found(number), posted(BodyName, request)
    if form.is_valid():
        with refusals_at(form, "name"):
            bodies.rename(found, form.cleaned_data["name"], by=person_of(request))
            return redirect("body", number=number)
    return _page(request, _found(number), rename=form)


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a body."""
    found = _found(number)
    bodies.close(found, by=person_of(request))
    messages.success(request, f"{found.name} is closed: its roles ended today and its invitations are withdrawn.")
    return redirect("bodies")


@require_POST
def invite(request: HttpRequest, number: int) -> HttpResponse:
    """Invite somebody to a role in a body."""
    found = _found(number)
    form = posted(Invite, request, body=found)
    if form.is_valid():
        with refusals_at(form, "email"), transaction.atomic():
            told, by = form.cleaned_data, person_of(request)

            def invites() -> str:
                made, secret = actions.invite(found, told["role"], told["email"], by=by)
                return post_invitation(made, secret, "The operator of the hub")

            return _page(request, found, link=once(request, invites))
    return _page(request, found, invite=form)


def _found(number: int) -> Any:
    """A body. Raises Http404."""
    found = bodies.body_numbered(number)
    if found is None:
        raise Http404("There is no such body.")
    return found


def _page(
    request: HttpRequest, found: Any, rename: BodyName | None = None, invite: Invite | None = None, link: str = ""
) -> HttpResponse:
    context = {
        "body": found,
        "held": queries.people_of(found),
        "waiting": actions.open_invitations(found),
        "registrations": advice.registrations_on(found, localdate()),
        "rename": rename or BodyName(initial={"name": found.name}),
        "invite": invite or Invite(body=found),
        "link": link,
    }
    return render(request, "accounts/body.html", context)
