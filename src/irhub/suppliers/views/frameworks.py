"""The pages on which a body describes the frameworks that it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from irhub.accounts.acting import acting_membership
from irhub.suppliers import frameworks as actions
from irhub.suppliers import queries
from irhub.suppliers.forms import FrameworkForm, MoveForm, ReasonForm
from irhub.suppliers.letters import basis_words
from irhub.web.forms import posted, refusals_at, refusals_told, status_of


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Describe a framework."""
    by = acting_membership(request)
    form = posted(FrameworkForm, request, councils=_councils(by.body))
    if form.is_valid():
        told = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        with refusals_at(form):
            made = actions.add_framework(by=by, **told)
            messages.success(request, "Saved as a draft: nobody else sees it.")
            return redirect("framework-edit", made.pk)
    return render(request, "suppliers/framework_edit.html", {"form": form, "framework": None}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Look at a framework that one's body runs, and change it."""
    found, by = _found(number), acting_membership(request)
    form = posted(FrameworkForm, request, councils=_councils(by.body), framework=found)
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            actions.edit_framework(found, by=by, **form.cleaned_data)
            messages.success(request, "Changed.")
            return redirect("framework-edit", number)
    return _page(request, _found(number), form)


@require_POST
def open_(request: HttpRequest, number: int) -> HttpResponse:
    """Take applications."""
    return _moved(request, number, actions.open_framework, "Open: everybody sees it, and suppliers can apply.")


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Take no more applications."""
    return _moved(request, number, actions.close_framework, "Closed for applications.")


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a framework."""
    found, form = _found(number), posted(ReasonForm, request, auto_id="end-%s", label="Why it ends")
    if form.is_valid():
        with refusals_at(form, "reason"):
            actions.end_framework(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Ended. Its suppliers are told.")
            return redirect("framework-edit", number)
    return _page(request, _found(number), None, end=form)


def _page(request: HttpRequest, found: Any, form: FrameworkForm | None, **forms: Any) -> HttpResponse:
    by = acting_membership(request)
    version = {"version": found.version}
    values = {
        "framework": found, "form": form or FrameworkForm(councils=_councils(by.body), framework=found), "basis": basis_words(found),
        "moving": MoveForm(initial=version, auto_id="move-%s"), "end": ReasonForm(initial=version, auto_id="end-%s", label="Why it ends"),
    }  # fmt: skip
    bound = [one for one in (form, *forms.values()) if one is not None and one.is_bound]
    return render(
        request, "suppliers/framework_edit.html", values | forms, status=status_of(bound[0]) if bound else 200
    )


def _moved(request: HttpRequest, number: int, does: Callable[..., Any], said: str) -> HttpResponse:
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, said):
        does(_found(number), version=version, by=acting_membership(request))
    return redirect("framework-edit", number)


def _councils(body: Any) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in queries.councils_of(body)]


def _found(number: int) -> Any:
    found = queries.framework_numbered(number)
    if found is None:
        raise Http404("There is no such framework.")
    return found
