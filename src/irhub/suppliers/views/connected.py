"""Where an applicant finds people and through whom, and the companies in which those who assess have an interest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from irhub.accounts.acting import acting_membership
from irhub.suppliers import entries, queries, sourcing
from irhub.suppliers import interests as declared
from irhub.suppliers.connected_forms import AgentForm, ConfirmForm, CountriesForm, InterestForm
from irhub.web.forms import posted, refusals_at, refusals_told, status_of


@require_http_methods(["GET", "POST"])
def countries(request: HttpRequest, number: int) -> HttpResponse:
    """Say in which listed countries one finds people; and the sub-agents."""
    found = _found(number)
    form = posted(CountriesForm, request, initial={"countries": found.countries})
    if form.is_valid():
        with refusals_at(form):
            sourcing.set_countries(found, form.cleaned_data["countries"], by=acting_membership(request))
            messages.success(request, "Saved.")
            return redirect("supplier-application", number)
    return _page(request, found, form, AgentForm(auto_id="agent-%s"))


@require_POST
def add_agent(request: HttpRequest, number: int) -> HttpResponse:
    """Name a sub-agent."""
    found, form = _found(number), posted(AgentForm, request, auto_id="agent-%s")
    if form.is_valid():
        with refusals_at(form):
            made = sourcing.add_agent(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, f"{made.name} is named.")
            return redirect("supplier-countries", number)
    return _page(request, found, CountriesForm(initial={"countries": found.countries}), form)


@require_POST
def remove_agent(request: HttpRequest, number: int) -> HttpResponse:
    """Name a sub-agent no longer."""
    agent = queries.agent_numbered(number)
    if agent is None:
        raise Http404("There is no such sub-agent.")
    with refusals_told(request, f"{agent.name} is removed."):
        sourcing.remove_agent(agent, by=acting_membership(request))
    return redirect("supplier-countries", agent.application_id)


@require_http_methods(["GET", "POST"])
def interests(request: HttpRequest) -> HttpResponse:
    """The companies in which one has an interest, and a way to declare one."""
    by, form = acting_membership(request), posted(InterestForm, request)
    if form.is_valid():
        with refusals_at(form):
            made = declared.declare_interest(by=by, **form.cleaned_data)
            messages.success(request, f"Declared: {made.name}. Registers hold it against every application.")
            return redirect("supplier-interests")
    return render(
        request, "suppliers/interests.html", {"form": form, "interests": list(declared.interests_of(by))}, status=status_of(form)
    )  # fmt: skip


@require_POST
def end_interest(request: HttpRequest, number: int) -> HttpResponse:
    """Say that an interest has ended."""
    found = declared.interest_numbered(number)
    if found is None:
        raise Http404("There is no such interest.")
    with refusals_told(request, f"Your interest in {found.name} has ended."):
        declared.end_interest(found, by=acting_membership(request))
    return redirect("supplier-interests")


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm that all that one's supplier told is still so, or say what has changed."""
    found = queries.entry_numbered(number)
    if found is None:
        raise Http404("There is no such supplier.")
    form = posted(ConfirmForm, request, initial={"version": found.version})
    if form.is_valid():
        with refusals_at(form, now=lambda: queries.entry_numbered(number)):
            entries.confirm(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Thank you. It is confirmed.")
            return redirect("supplier-application", found.application_id)
    values = {
        "entry": found, "form": form, "due": entries.confirm_by(found), "heading": "Confirm that all is still so", "button": "Send",
    }  # fmt: skip
    return render(request, "suppliers/confirm.html", values, status=status_of(form))


def _page(request: HttpRequest, found: Any, form: CountriesForm, agent: AgentForm) -> HttpResponse:
    if found.state != "draft":
        messages.error(request, "This application is submitted: what it tells stands.")
        return redirect("supplier-application", found.pk)
    values = {"application": found, "form": form, "agent": agent, "agents": queries.agents_of(found)}
    return render(request, "suppliers/countries.html", values, status=max(status_of(form), status_of(agent)))


def _found(number: int) -> Any:
    found = queries.application_numbered(number)
    if found is None:
        raise Http404("There is no such application.")
    return found
