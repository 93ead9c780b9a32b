"""The pages of a grant: its agreement, which both sign, and its money."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.grants import deciding, queries
from irhub.grants.forms import MoveForm, ReasonForm, SignForm
from irhub.grants.lists import AWARDS
from irhub.grants.money import said
from irhub.web.forms import posted, refusals_at, refusals_told, status_of
from irhub.web.listing import ask, download, show

_CONFIRM = "We agree to this agreement"
_WHY_WITHDRAWN = "Why the offer is withdrawn: the applicant reads it"


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """The grants of one's body; as a page or a file."""
    asked = ask(request, AWARDS)
    rows = queries.awards_of(acting_membership(request).body, **asked.filters)
    if asked.format:
        return download(asked, rows)
    return render(request, "grants/awards.html", {"list": show(asked, rows)})


@require_safe
def award(request: HttpRequest, number: int) -> HttpResponse:
    """A grant, from its call to its last payment."""
    return _award(request, _found(number))


def _award(request: HttpRequest, found: Any, withdrawing: ReasonForm | None = None) -> HttpResponse:
    seen = {"version": found.version}
    values = {
        "withdrawing": withdrawing or ReasonForm(initial=seen, auto_id="withdraw-%s", label=_WHY_WITHDRAWN),
        "award": found, "said": said, "moving": MoveForm(initial=seen, auto_id="move-%s"),
        "tasks": list(found.tasks.filter(state="open").order_by("pk")),
        "entries": queries.entries_of(found), "events": list(found.events.order_by("-at", "-pk")),
    }  # fmt: skip
    return render(request, "grants/award.html", values, status=status_of(withdrawing) if withdrawing else 200)


@require_POST
def sign_for_funder(request: HttpRequest, number: int) -> HttpResponse:
    """Sign the agreement for the funder."""
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, "Signed: the grant takes effect."):
        deciding.sign_as_funder(_found(number), version=version, by=acting_membership(request))
    return redirect("grant-award", number)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw the offer of a grant."""
    found, form = _found(number), posted(ReasonForm, request, auto_id="withdraw-%s", label=_WHY_WITHDRAWN)
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: _found(number)):
            deciding.withdraw_offer(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Withdrawn. Its money is in the pot again, and the applicant reads why.")
            return redirect("grant-award", number)
    return _award(request, _found(number), form)


@require_safe
def agreement(request: HttpRequest, number: int) -> HttpResponse:
    """A grant as its grantee sees it: the agreement, to be signed or declined."""
    return _agreement(request, _found(number), None)


@require_POST
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """Sign the agreement for the grantee."""
    found, form = _found(number), posted(SignForm, request, confirm=_CONFIRM)
    if form.is_valid():
        with refusals_at(form, "signed_by", now=lambda: _found(number)):
            data = form.cleaned_data
            deciding.sign_as_grantee(
                found, version=data["version"], signed_by=data["signed_by"], by=acting_membership(request)
            )
            messages.success(request, "Signed. The grant takes effect when the funder has signed too.")
            return redirect("grant-agreement", number)
    return _agreement(request, _found(number), form)


@require_POST
def decline(request: HttpRequest, number: int) -> HttpResponse:
    """Decline the grant."""
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, "Declined."):
        deciding.decline(_found(number), version=version, by=acting_membership(request))
    return redirect("grant-agreement", number)


def _agreement(request: HttpRequest, found: Any, form: SignForm | None) -> HttpResponse:
    version = {"version": found.version}
    values = {
        "award": found, "said": said, "form": form or SignForm(confirm=_CONFIRM, initial=version),
        "moving": MoveForm(initial=version, auto_id="move-%s"),
    }  # fmt: skip
    return render(request, "grants/agreement.html", values, status=status_of(form) if form else 200)


def _found(number: int) -> Any:
    found = queries.award_numbered(number)
    if found is None:
        raise Http404("There is no such grant.")
    return found
