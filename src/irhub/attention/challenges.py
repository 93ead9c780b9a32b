"""The pages of replies and challenges: a provider speaks, somebody answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from irhub.accounts.wearing import hat_of
from irhub.attention import queries, services
from irhub.attention.views import signal_or_404
from irhub.indicators.queries import definition
from irhub.registers import holdings


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, organisation_id: str, code: str) -> HttpResponse:
    """A provider writes, changes or withdraws what stands beside a signal about it."""
    hat: Any = hat_of(request)
    if not queries.speaks_for(hat, organisation_id):
        raise Http404("Only the provider itself replies to a signal about it.")
    standing = queries.statements_on(hat, [organisation_id]).get((organisation_id, code))
    found = signal_or_404(request, organisation_id, code)
    if found is None and standing is None:
        raise Http404("This indicator does not hold of this organisation now.")
    text, error = request.POST.get("text", standing.text if standing else ""), ""
    if request.method == "POST":
        try:
            if request.POST.get("action") == "withdraw" and standing:
                services.withdraw_statement(hat, standing.pk, by=str(request.user))
            else:
                name = found.name if found else standing.name if standing else ""
                services.state(hat, organisation_id, code, text, name=name, by=str(request.user))
        except services.NotPossible as problem:
            error = str(problem)
        else:
            messages.success(request, "Saved. Councils, partnerships and the department see it at once.")
            return redirect(reverse("signal", args=[organisation_id, code]) + "#reply")
    values = {"organisation_id": organisation_id, "signal": found, "standing": standing, "text": text, "error": error}
    return _page(request, "attention/reply.html", indicator=definition(code), **values)


@require_http_methods(["GET", "POST"])
def contest(request: HttpRequest, organisation_id: str, code: str) -> HttpResponse:
    """Somebody says that a fact or a link behind a signal is wrong."""
    hat: Any = hat_of(request)
    if not (queries.oversees(hat) or queries.speaks_for(hat, organisation_id)):
        raise Http404("A challenge is for the provider itself and for those who watch over a place.")
    found = signal_or_404(request, organisation_id, code)
    if found is None:
        raise Http404("This indicator does not hold of this organisation now.")
    text, about, error = request.POST.get("text", ""), request.POST.get("about", ""), ""
    if request.method == "POST":
        try:
            if about not in queries.About.values:
                raise services.NotPossible("Choose what is wrong: a fact, or whose record it is.")
            services.challenge(
                hat,
                organisation_id,
                code,
                queries.About(about),
                text,
                name=found.name,
                by=str(request.user),
            )
        except services.NotPossible as problem:
            error = str(problem)
        else:
            messages.success(request, "Your challenge was received. It is due to be answered within 14 days.")
            return redirect(reverse("signal", args=[organisation_id, code]) + "#challenge")
    values = {"organisation_id": organisation_id, "signal": found, "text": text, "about": about, "error": error}
    return _page(request, "attention/contest.html", indicator=definition(code), kinds=queries.About.choices, **values)


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Challenges without an answer, and replies that nobody has looked at."""
    hat: Any = hat_of(request)
    if not queries.oversees(hat):
        raise Http404("Challenges are answered by those who watch over a place.")
    return _page(
        request,
        "attention/challenges.html",
        rows=[(made, definition(made.code)) for made in queries.challenges_waiting()],
        statements=[(said, definition(said.code)) for said in queries.statements_waiting()],
        moderates=queries.moderates(hat),
        today=localdate(),
    )


@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest, number: int) -> HttpResponse:
    """One challenge, and the form to answer it."""
    hat: Any = hat_of(request)
    found = queries.challenge_numbered(number)
    if found is None or not queries.oversees(hat):
        raise Http404("No such challenge.")
    error, text = "", request.POST.get("text", "")
    if request.method == "POST":
        try:
            if request.POST.get("agreed") not in ("yes", "no"):
                raise services.NotPossible("Choose whether you agree.")
            agreed = request.POST.get("agreed") == "yes"
            services.answer(hat, number, agreed=agreed, text=text, by=str(request.user))
        except services.NotPossible as problem:
            error, found = str(problem), queries.challenge_numbered(number)
        else:
            messages.success(request, "Answered. Whoever made the challenge sees it now.")
            return redirect("challenges")
    return _page(
        request, "attention/challenge.html", made=found, indicator=definition(found.code) if found else None,
        today=localdate(), error=error, text=text,
    )  # fmt: skip


@require_http_methods(["POST"])
def statement(request: HttpRequest, number: int) -> HttpResponse:
    """Decide whether the public sees a reply."""
    hat: Any = hat_of(request)
    if not queries.moderates(hat):
        raise Http404("Administrators of a department or partnership decide this.")
    try:
        show = request.POST.get("show") == "yes"
        services.moderate(hat, number, show=show, why=request.POST.get("why", ""), by=str(request.user))
    except services.NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Saved.")
    return redirect("challenges")


def _page(request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    return render(request, template, {"fictional": holdings.is_fictional(), **values})
