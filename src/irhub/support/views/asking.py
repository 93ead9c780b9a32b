"""Asking on a page: signed in for one's own body, or with an address that is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import membership_of
from irhub.accounts.menu import may_send
from irhub.accounts.sent_once import as_often_as_sent, once
from irhub.programmes.eligibility import Eligibility
from irhub.support import asking_by, callers, enquiries, queries, taking
from irhub.support.callers import Caller
from irhub.support.client_forms import AskForm, ConfirmForm
from irhub.support.helplines import covers_told, helplines_for
from irhub.support.opening import hours_told
from irhub.web.errors import ActionRefused
from irhub.web.forms import choose_again, posted, refusals_at, status_of

_LONGEST_SUBJECT = 150


@as_often_as_sent
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a programme's helpline."""
    programme = queries.helpline_at(slug)
    if programme is None:
        raise Http404("There is no helpline at this address.")
    by = _asks_for_own_body(request)
    form = posted(AskForm, request, **_options(programme, by, request.GET))
    if form.is_valid():
        if by is None and form.cleaned_data["client_type"] == asking_by.WORKER:
            return redirect("help-worker", programme.slug)
        found: list[Caller] = []
        with refusals_at(form):
            found = [taking.client_of(by)] if by else _found(form.cleaned_data)
        if len(found) > 1:
            form = posted(AskForm, request, found=_choices(found), **_options(programme, by))
            found = [one for one in found if form.is_valid() and one.key == form.cleaned_data["which"]]
        if found:
            with refusals_at(form):
                return _send(request, programme, form, found[0], by)
    return _page(request, programme, form)


def _send(request: HttpRequest, programme: Any, form: AskForm, who: Caller, by: Any) -> HttpResponse:
    """Take a question, if the programme is for its client. Raises ActionRefused."""
    eligible = callers.eligibility(programme, who.kind, who.key)
    if eligible.eligible is False:
        return _not_here(request, programme, eligible, form, by)

    def make() -> str:
        asking_by.refuse_too_many(request, form.cleaned_data["email"], by)
        if not by:
            asking_by.ask_from_outside(programme, who, form.cleaned_data)
            return "sent"
        made = taking.take_question(programme=programme, told=form.cleaned_data, by=by)
        messages.success(request, f"Your question is with {programme.name}. The answer will appear here.")
        return reverse("help-question", args=[made.reference])

    there = once(request, make)
    if by:
        return redirect(there)
    told = {"programme": programme, "email": form.cleaned_data["email"]}
    return render(request, "support/confirm_sent.html", told)


def _asks_for_own_body(request: HttpRequest) -> Any:
    """In which role somebody asks for their own body; None of whoever asks from outside, or sends nothing in their role."""
    by = membership_of(request)
    return by if by is not None and may_send(request, "help-question") else None


def _options(programme: Any, by: Any, asked: Mapping[str, str] | None = None) -> dict[str, Any]:
    """`asked`: of an address that leads here from elsewhere, the code of a theme and a subject, to begin with."""
    options: dict[str, Any] = {"themes": queries.theme_choices(programme), "known": by is not None}
    known = {"name": by.person.name, "email": by.person.email} if by else {}
    return options | {"initial": known | _begun(programme, asked or {})}


def _begun(programme: Any, asked: Mapping[str, str]) -> dict[str, Any]:
    theme = queries.theme_called(programme, asked.get("theme", ""))
    subject = " ".join(asked.get("subject", "").split())[:_LONGEST_SUBJECT]
    return ({"theme": theme} if theme else {}) | ({"subject": subject} if subject else {})


def _found(told: dict[str, Any]) -> list[Caller]:
    """For whom somebody may ask. Raises ActionRefused if there is nobody."""
    found = [one for one in callers.find_callers(told["client"]) if one.kind == told["client_type"]]
    if not found:
        raise ActionRefused(
            "We know no provider or council by that. Try its postcode or its CQC provider id.", "client"
        )
    return found


def _choices(found: list[Caller]) -> list[tuple[str, str]]:
    return [(one.key, f"{one.name}, {one.place}".rstrip(", ")) for one in found]


def _not_here(request: HttpRequest, programme: Any, eligible: Eligibility, form: AskForm, by: Any) -> HttpResponse:
    """A programme is not for a client: the page of the one that is, with all that was typed, or where else to turn to."""
    others = (one for one in helplines_for(eligible.audience, eligible.key) if one != programme)
    other = next(others, None)
    if other is None:
        told = {"programme": programme, "eligible": eligible, "sources": asking_by.sources(programme)}
        return render(request, "support/not_for_you.html", told)
    told = form.cleaned_data
    code = programme.themes.filter(pk=told["theme"]).values_list("code", flat=True)
    theme = other.themes.filter(code__in=code, retired_on=None).first()
    typed = told | {"theme": theme.pk if theme else "", "client": eligible.key}
    asks = AskForm(**_options(other, by) | {"initial": typed})
    return _page(request, other, asks, not_here=programme, client=eligible.name, status=200)


def _page(request: HttpRequest, programme: Any, form: AskForm, status: int = 0, **more: Any) -> HttpResponse:
    choose_again(form, request)
    values = {
        "programme": programme, "form": form, "hours": hours_told(programme), "covers": covers_told(programme),
        "action": reverse("help-ask", args=[programme.slug]),
    }  # fmt: skip
    status = status or (400 if request.method == "POST" else 200)
    return render(request, "support/ask.html", values | more, status=status)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Confirm an address, by a button: opening the link changes nothing. What is refused now stays, with why."""
    found, form = enquiries.waiting(secret), posted(ConfirmForm, request)
    if found is not None and form.is_valid():
        with refusals_at(form):
            return redirect("help-thread", enquiries.thread_link(enquiries.confirm(secret)))
        found = enquiries.waiting(secret)
    values: dict[str, Any] = {"found": found, "form": form, "gone": enquiries.GONE, "sent": enquiries.was_sent(secret)}
    if found is not None and form.errors:
        values["sources"] = asking_by.sources(found.programme)
    status = 410 if found is None else status_of(form)
    return render(request, "support/confirm.html", values, status=status)
