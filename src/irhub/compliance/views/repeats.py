"""The right-to-work helper: which check, for whom, and when it must be repeated."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from irhub.accounts.acting import acting_membership
from irhub.checker.book import current
from irhub.compliance import repeats as register
from irhub.compliance.forms import RepeatForm, SettleForm
from irhub.guidance.embedding import on_day
from irhub.web.forms import posted, refusals_at, status_of
from irhub.web.listing import page_of

AT_ONCE = 50


@require_http_methods(["GET", "POST"])
def repeats(request: HttpRequest) -> HttpResponse:
    """The checks that must be repeated, the next first, and a way to note one."""
    by, today = acting_membership(request), localdate()
    form = posted(RepeatForm, request, offered=register.shown_by().items())
    if form.is_valid():
        with refusals_at(form):
            made = register.add_repeat(**form.cleaned_data, by=by)
            messages.success(request, f"Noted: repeat the check of {made.reference} in time.")
            return redirect("repeats")
    rows = register.repeats_of(by.body)
    return render(
        request,
        "compliance/repeats.html",
        {
            "form": form,
            "of": page_of(rows, request.GET.get("page"), AT_ONCE),
            "shown_by": register.shown_by(),
            "methods": register.methods(today),
            "wider": on_day(register.WIDER, today, current()),
            "keep": on_day("retention_after_employment/all", today, current()),
            "checker": register.CHECKER,
            "today": today,
        },
        status=status_of(form),
    )


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a check was repeated, or that somebody left."""
    found, by = register.repeat_numbered(number), acting_membership(request)
    if found is None:
        raise Http404("There is no such check.")
    form = posted(SettleForm, request, offered=register.shown_by().items(), initial={"version": found.version})
    if form.is_valid():
        with refusals_at(form, now=lambda: register.repeat_numbered(number)):
            told = form.cleaned_data
            register.end_repeat(
                found, told["what"], shown=told["shown"], again=told["again"], version=told["version"], by=by
            )
            messages.success(request, "Saved.")
            return redirect("repeats")
    return render(request, "compliance/repeat.html", {"form": form, "repeat": found}, status=status_of(form))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The checks to repeat as a calendar."""
    by = acting_membership(request)
    answer = HttpResponse(register.calendar_of(by.body, by=by), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="right-to-work-checks.ics"'
    return answer
