"""The pages on which a body publishes its grants: what would be published, what is wrong with it, and the press that does it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.grants import queries as grants
from irhub.grants.giving360.organisation_ids import council_ids
from irhub.grants.money import said
from irhub.grants.published import queries
from irhub.grants.published.forms import DetailsForm, PublisherForm, PublishForm, WithdrawForm
from irhub.grants.published.gathering import accepted_award, details_of, usual_description
from irhub.grants.published.looking import by_grant, looked_at, publisher_of
from irhub.grants.published.publishing import keep_details, keep_publisher, publish, withdraw
from irhub.places.geography import council_of
from irhub.web.forms import posted, refusals_at, seen_now, status_of

_MOST_SHOWN = 50
"""Grants with faults that a page tells of, the worst first."""


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """What would be published, every fault with the way to mend it, what changed, and the versions."""
    return _page(request)


@require_POST
def press(request: HttpRequest) -> HttpResponse:
    """Publish a version."""
    form = posted(PublishForm, request, gone=True)
    if form.is_valid():
        with refusals_at(form, "gone_because"):
            data = form.cleaned_data
            made = publish(seen=data["seen"], gone_because=data["gone_because"], by=acting_membership(request))
            messages.success(request, f"Version {made.number} is published.")
            return redirect("grant-publish")
    return _page(request, pressed=form)


@require_http_methods(["GET", "POST"])
def publisher(request: HttpRequest) -> HttpResponse:
    """As whom a body publishes."""
    by = acting_membership(request)
    held = publisher_of(by.body)
    form = posted(PublisherForm, request, initial=_of(held) | {"id_prefix": held.prefix} if held else _usual(by.body))
    if form.is_valid():
        with refusals_at(form, "id_prefix", now=lambda: publisher_of(by.body)):
            keep_publisher(by=by, **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("grant-publish")
    return render(request, "grants/publisher.html", {"form": form, "held": held}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, number: int) -> HttpResponse:
    """What is published of a grant."""
    found = accepted_award(number)
    if found is None:
        raise Http404("There is no such grant, or its agreement is not signed by both.")
    held = details_of(found)
    form = posted(
        DetailsForm,
        request,
        initial=_of(held) if held else {"version": 0},
        councils=_councils(found),
    )
    if form.is_valid():
        with refusals_at(form, "title", now=lambda: _details(number)):
            keep_details(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, f"Saved for {found.reference}.")
            return redirect("grant-publish")
    values = {"award": found, "form": form, "said": said, "usual": usual_description(found)}
    return render(request, "grants/public_details.html", values, status=status_of(form))


@require_POST
def withdraw_version(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a published version."""
    found = queries.version_numbered(number)
    if found is None:
        raise Http404("There is no such version.")
    form = posted(WithdrawForm, request, auto_id=f"withdraw-{number}-%s")
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: queries.version_numbered(number)):
            data = form.cleaned_data
            withdraw(found, seen=data["version"], reason=data["reason"], by=acting_membership(request))
            messages.success(request, f"Version {found.number} is withdrawn. Everybody reads why.")
            return redirect("grant-publish")
    return _page(request, withdrawn=(number, form))


def _page(request: HttpRequest, pressed: PublishForm | None = None, withdrawn: Any = None) -> HttpResponse:
    body = acting_membership(request).body
    held = publisher_of(body)
    shown = looked_at(held, timezone.now()) if held else None
    versions = queries.versions_of(body.pk)
    forms = {
        one.pk: WithdrawForm(initial={"version": one.version}, auto_id=f"withdraw-{one.pk}-%s")
        for one in versions
        if one.state == "published"
    }
    if withdrawn:
        forms[withdrawn[0]] = withdrawn[1]
    form = pressed
    if shown and form is None:
        form = PublishForm(initial={"seen": shown.digest}, gone=bool(shown.changes.gone))
    elif shown and form is not None:
        seen_now(form, seen=shown.digest)
        if not shown.changes.gone:
            del form.fields["gone_because"]
    faults = by_grant(shown.faults) if shown else {}
    values = {
        "publisher": held, "shown": shown, "said": said, "faults": dict(list(faults.items())[:_MOST_SHOWN]), "more": max(len(faults) - _MOST_SHOWN, 0),
        "open": settings.IRHUB_PUBLIC, "versions": versions, "withdrawing": forms, "form": form, "waiting": grants.awards_of(body).filter(state__in=("offered", "signed")).count(),
    }  # fmt: skip
    bound = next((one for one in (pressed, withdrawn[1] if withdrawn else None) if one is not None), None)
    return render(request, "grants/publish.html", values, status=status_of(bound) if bound else 200)


def _of(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _details(number: int) -> Any:
    found = accepted_award(number)
    return details_of(found) if found else None


def _usual(body: Any) -> dict[str, Any]:
    return {"name": body.name, "identifier": council_ids().get(body.place_code, ""), "version": 0}


def _councils(award: Any) -> list[tuple[str, str]]:
    found = (council_of(code) for code in award.call.councils)
    return sorted(((one.code, one.name) for one in found if one), key=lambda pair: pair[1])
