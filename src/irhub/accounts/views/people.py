"""Pages on which a body's administrator says who acts for it."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts import actions, queries
from irhub.accounts.acting import acting_membership
from irhub.accounts.forms import Invite, LeavingDay
from irhub.accounts.mails import post_invitation
from irhub.accounts.role_list import HOLDERS, INVITED
from irhub.accounts.sent_once import once
from irhub.web.forms import posted, refusals_at, refusals_told
from irhub.web.listing import ask, page_with, show


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who acts for one's body, in which roles, and who was invited."""
    return _page(request)


@require_safe
def invited(request: HttpRequest) -> HttpResponse:
    """Who was invited to one's body, and is not yet here."""
    body, asked = acting_membership(request).body, ask(request, INVITED)
    found = actions.open_invitations(body, asked.filters["q"])
    return render(request, "accounts/invited.html", {"body": body, "list": show(asked, found)})


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a role in one's body, by e-mail; the link is shown once as well."""
    membership = acting_membership(request)
    form = posted(Invite, request, body=membership.body)
    if form.is_valid():
        with refusals_at(form, "email"), transaction.atomic():
            told = form.cleaned_data

            def invites() -> str:
                made, secret = actions.invite(membership.body, told["role"], told["email"], by=membership)
                return post_invitation(made, secret, membership.person.name)

            return _page(request, link=once(request, invites))
    return _page(request, form)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take back an invitation to one's body."""
    found = queries.invitation_numbered(number)
    if found is None:
        raise Http404("There is no such invitation.")
    with refusals_told(request, f"The invitation of {found.email} was withdrawn."):
        actions.withdraw(found, by=acting_membership(request))
    return redirect("people-invited")


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a role in one's body today, or on the day that is given."""
    membership = acting_membership(request)
    found = queries.role_numbered(number)
    if found is None:
        raise Http404("Nobody holds this role.")
    form = posted(LeavingDay, request, number=number)
    if not form.asked():
        with refusals_told(request):
            actions.end(found, by=membership)
        return redirect("people")
    if form.is_valid():
        with refusals_at(form, "day"):
            actions.end(found, by=membership, on=form.cleaned_data["day"])
            return redirect("people")
    return _page(request, leaving=form)


def _page(
    request: HttpRequest, form: Invite | None = None, leaving: LeavingDay | None = None, link: str = ""
) -> HttpResponse:
    """`leaving`: the form of a role whose end somebody tried to plan."""
    body = acting_membership(request).body
    asked = ask(request, HOLDERS, at=reverse("people"))
    found = queries.holders(body, asked.filters["q"])
    page = page_with(asked, found, leaving.number) if leaving else None
    shown = show(asked, found, number=page)
    context = {
        "body": body,
        "list": shown,
        "leaves": {
            role.pk: leaving if leaving and leaving.number == role.pk else LeavingDay(number=role.pk)
            for role in shown.rows
        },
        "waiting": actions.open_invitations(body).count(),
        "form": form or Invite(body=body),
        "leaving": leaving,
        "link": link,
    }
    return render(request, "accounts/people.html", context)
