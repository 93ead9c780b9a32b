"""The page for a worker who asks the helpline: who helps workers, and being handed to them by consent; and, for advisers, where consents stand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from irhub.accounts.acting import acting_membership
from irhub.accounts.audit import record
from irhub.accounts.moving import named
from irhub.support import queries, workers
from irhub.support.asking_by import refuse_more_than
from irhub.support.client_forms import AgreeForm, WorkerForm
from irhub.support.forms import WithdrawConsentForm
from irhub.support.lists import CONSENTS
from irhub.web.forms import posted, refusals_at, status_of
from irhub.web.listing import ask, show


@require_http_methods(["GET", "POST"])
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """Who helps workers; and in two steps, of which the first keeps nothing, being handed to one of them."""
    programme = queries.helpline_at(slug)
    if programme is None:
        raise Http404("There is no helpline at this address.")
    if request.GET.get("sent", "").isdecimal() and request.method == "GET":
        return _sent(request, programme, int(request.GET["sent"]))
    choices = [(one.pk, one.name) for one in workers.who_takes(programme)]
    form = posted(WorkerForm, request, to=choices)
    values = {
        "programme": programme,
        "contacts": queries.contacts_of_workers(programme),
        "takes": bool(choices),
        "form": form,
    }
    if not form.is_valid():
        return render(request, "support/worker.html", values, status=400 if request.method == "POST" else 200)
    told = form.cleaned_data
    words = workers.consent_words(programme, workers.taker(programme, told["to"]))
    shown = "shown" in request.GET
    agree = posted(AgreeForm, request, words=words) if shown else AgreeForm(words=words)
    if agree.is_valid():
        with refusals_at(agree):
            return redirect(_handed_over(request, programme, told))
    values |= {
        "again": posted(WorkerForm, request, to=choices, hidden=True),
        "agree": agree,
        "text": workers.passed_on(told),
    }
    return render(request, "support/worker_agree.html", values, status=400 if shown else 200)


def _handed_over(request: HttpRequest, programme: Any, told: dict[str, Any]) -> str:
    refuse_more_than(request, "helpline-worker", "")
    workers.hand_over(programme, told)
    return reverse("help-worker", args=[programme.slug], query={"sent": told["to"]})


def _sent(request: HttpRequest, programme: Any, number: int) -> HttpResponse:
    """To whom somebody was handed, how they are reached, and how we are."""
    to = next((one for one in workers.who_takes(programme) if one.pk == number), None)
    if to is None:
        return redirect("help-worker", programme.slug)
    values = {"programme": programme, "to": to, "ours": workers.ours(programme)}
    return render(request, "support/worker_sent.html", values)


@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """Where the consents of workers stand."""
    asked = ask(request, CONSENTS)
    rows = queries.consents_of(acting_membership(request).body, **asked.filters)
    return render(request, "support/consents.html", {"list": show(asked, rows)})


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, number: int) -> HttpResponse:
    """What a worker agreed to, and that they withdraw it."""
    by, found = acting_membership(request), queries.consent_numbered(number)
    if found is None:
        raise Http404("There is no such consent.")
    form = posted(WithdrawConsentForm, request, given=localdate(found.given_at), initial={"said_on": localdate()})
    if form.is_valid():
        with refusals_at(form):
            made = workers.withdraw(consent=found, by=by, **form.cleaned_data)
            messages.success(request, f"Withdrawn. What was passed on is deleted here. {made.others(found.to)}")
            return redirect("support-consent", number)
    record("looked at what a worker agreed to", by=by, about=named(found))
    return render(request, "support/consent.html", {"consent": found, "form": form}, status=status_of(form))
