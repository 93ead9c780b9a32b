"""The pages on which a body describes its pots and calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.grants import calls as actions
from irhub.grants import money, queries
from irhub.grants.forms import CallForm, MoveForm, PotForm, PutInForm, ReasonForm
from irhub.grants.panels.naming import too_few
from irhub.grants.position import underspend_of
from irhub.grants.rehearsal.queries import rehearsals_of
from irhub.web.forms import posted, refusals_at, refusals_told, status_of

_TO_WHOM = "To whom it is given back, with its reference"


@require_http_methods(["GET", "POST"])
def add_pot(request: HttpRequest) -> HttpResponse:
    """Make a pot."""
    form = posted(PotForm, request)
    if form.is_valid():
        with refusals_at(form):
            made = money.add_pot(by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Made. Put money in next.")
            return redirect("grant-pot", made.pk)
    return render(request, "grants/pot_add.html", {"form": form}, status=status_of(form))


@require_safe
def pot(request: HttpRequest, number: int) -> HttpResponse:
    """A pot: what came in, what went to which award, what is left."""
    return _pot(request, _found_pot(number))


@require_POST
def put_in(request: HttpRequest, number: int) -> HttpResponse:
    """Put money in."""
    found, form = _found_pot(number), posted(PutInForm, request, auto_id="in-%s")
    if form.is_valid():
        with refusals_at(form, "reason"):
            money.put_in(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Booked.")
            return redirect("grant-pot", number)
    return _pot(request, _found_pot(number), put=form)


@require_POST
def close_pot(request: HttpRequest, number: int) -> HttpResponse:
    """Close a pot."""
    found, form = _found_pot(number), posted(ReasonForm, request, auto_id="close-%s", label="Why it closes")
    if form.is_valid():
        with refusals_at(form, "reason"):
            money.close_pot(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Closed. What was left is given back.")
            return redirect("grant-pot", number)
    return _pot(request, _found_pot(number), closing=form)


@require_POST
def give_back(request: HttpRequest, number: int) -> HttpResponse:
    """Give back what came into a closed pot."""
    found, form = _found_pot(number), posted(ReasonForm, request, auto_id="back-%s", label=_TO_WHOM)
    if form.is_valid():
        with refusals_at(form, "reason"):
            money.give_back(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Booked as given back.")
            return redirect("grant-pot", number)
    return _pot(request, _found_pot(number), back=form)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Describe a call."""
    by = acting_membership(request)
    form = posted(CallForm, request, **_offered(by.body))
    if form.is_valid():
        told = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        with refusals_at(form):
            made = actions.add_call(by=by, **told)
            messages.success(request, "Saved as a draft: nobody else sees it.")
            return redirect("grant-call-edit", made.pk)
    return render(request, "grants/call_edit.html", {"form": form, "call": None}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Look at a call that one's body runs, and change it."""
    found, by = _found(number), acting_membership(request)
    form = posted(CallForm, request, **_offered(by.body, found), call=found)
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            actions.edit_call(found, by=by, **form.cleaned_data)
            messages.success(request, "Changed.")
            return redirect("grant-call-edit", number)
    return _page(request, _found(number), form)


@require_POST
def open_(request: HttpRequest, number: int) -> HttpResponse:
    """Take applications."""
    return _moved(request, number, actions.open_call, "Open: everybody sees it, and those whom it is for can apply.")


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Take no more applications."""
    return _moved(request, number, actions.close_call, "Closed for applications.")


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a call, with what was learned."""
    found, form = _found(number), posted(ReasonForm, request, auto_id="end-%s", label="What was learned")
    if form.is_valid():
        with refusals_at(form, "reason"):
            actions.end_call(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Ended. Everybody reads what was learned.")
            return redirect("grant-call-edit", number)
    return _page(request, _found(number), None, end=form)


def _pot(request: HttpRequest, found: Any, **forms: Any) -> HttpResponse:
    version = {"version": found.version}
    values = {
        "pot": found, "said": money.said, "entries": queries.entries_of(found), "put": PutInForm(initial=version, auto_id="in-%s"),
        "back": ReasonForm(initial=version, auto_id="back-%s", label=_TO_WHOM),
        "closing": ReasonForm(initial=version, auto_id="close-%s", label="Why it closes"), "calls": list(found.calls.order_by("title")),
        "underspend": underspend_of(found),
    }  # fmt: skip
    bound = [form for form in forms.values() if form.is_bound]
    return render(request, "grants/pot.html", values | forms, status=status_of(bound[0]) if bound else 200)


def _page(request: HttpRequest, found: Any, form: CallForm | None, **forms: Any) -> HttpResponse:
    by = acting_membership(request)
    version = {"version": found.version}
    values = {
        "call": found, "too_few": too_few(found), "form": form or CallForm(**_offered(by.body, found), call=found), "moving": MoveForm(initial=version, auto_id="move-%s"),
        "rehearsal": rehearsals_of(by.body).filter(call=found).first(),
        "end": ReasonForm(initial=version, auto_id="end-%s", label="What was learned", hint="What worked, what did not, and whether you would do it again."),
    }  # fmt: skip
    bound = [one for one in (form, *forms.values()) if one is not None and one.is_bound]
    return render(request, "grants/call_edit.html", values | forms, status=status_of(bound[0]) if bound else 200)


def _moved(request: HttpRequest, number: int, does: Callable[..., Any], said: str) -> HttpResponse:
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, said):
        does(_found(number), version=version, by=acting_membership(request))
    return redirect("grant-call-edit", number)


def _offered(body: Any, call: Any = None) -> dict[str, Any]:
    pots = [one for one in queries.pots_of(body) if one.state == "open" or (call and one.pk == call.pot_id)]
    return {"councils": [(one.code, one.name) for one in queries.councils_of(body)], "pots": pots}


def _found(number: int) -> Any:
    found = queries.call_numbered(number)
    if found is None:
        raise Http404("There is no such call.")
    return found


def _found_pot(number: int) -> Any:
    found = queries.pot_numbered(number)
    if found is None:
        raise Http404("There is no such pot.")
    return found
