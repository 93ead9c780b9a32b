"""The adviser's desk: the queue, all cases, a case, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.absences import told_of
from irhub.accounts.acting import acting_membership
from irhub.accounts.audit import record
from irhub.accounts.moving import named
from irhub.casework.forms import NoteForm
from irhub.casework.writing import still_writing, told_writing, writers, writing, wrote
from irhub.support import callers, feedback, parties, queries, scripts, speakers
from irhub.support.doing import DOING, by_heading, form_options, offered, reply_with_page
from irhub.support.forms import CloseForm, ConcernForm, HearForm, ReplyForm
from irhub.support.lists import ALL, GOING, QUEUE, CaseFilters
from irhub.support.neutral import NEUTRAL
from irhub.support.parts import open_complaints, shown_with
from irhub.support.safeguarding import deciders, grounds, open_concerns
from irhub.web.forms import choose_again, posted, refusals_at, status_of
from irhub.web.listing import ask, download, show


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The open cases, what is due first first."""
    by, asked = acting_membership(request), ask(request, QUEUE)
    every_one, state = queries.queued(queries.live_cases(by.body)), asked.filters["state"]
    rows = [row for row in queries.of_whom(every_one, asked.filters["whose"], by) if state in ("", row.case.state)]
    if asked.format:
        record("took away a list of cases", by=by, rows=len(rows))
        return download(asked, rows, about=["Open cases of the helpline."])
    values = {
        "list": show(asked, rows), "waits": queries.waits(by, every_one), "programmes": queries.programmes_run(by.body),
        "away": told_of(by), "complaints": open_complaints(by.body),
        "concerns": open_concerns(by.body),
    }  # fmt: skip
    return render(request, "support/queue.html", values)


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All cases, to be looked through."""
    by = acting_membership(request)
    asked = ask(request, ALL, form=CaseFilters(request.GET, theme=queries.themes_known(by.body)))
    filters = {name: value for name, value in asked.filters.items() if name != "q"}
    numbers = queries.cases_found(by.body, asked.filters["q"], **filters) if asked.filters["q"].strip() else None
    found = queries.cases_of(by.body, **filters) if numbers is None else queries.cases_numbered(numbers)
    if asked.format:
        rows = queries.cases_of(by.body, **filters).count() if numbers is None else len(numbers)
        record("took away a list of cases", by=by, rows=rows)
        return download(asked, found, about=["Cases of the helpline."])
    more = numbers is not None and len(numbers) > queries.FOUND_AT_MOST
    return render(
        request, "support/all.html", {"list": show(asked, found), "more": more, "most": queries.FOUND_AT_MOST}
    )


@require_safe
def going(request: HttpRequest) -> HttpResponse:
    """What retention will remove soon."""
    by, asked = acting_membership(request), ask(request, GOING)
    return render(request, "support/going.html", {"list": show(asked, queries.cases_going(by.body))})


@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """A case: what was written, by when something is to be done, and what stands against it."""
    by, found = acting_membership(request), _found(reference)
    record("looked at a case", by=by, about=named(found))
    return _page(request, found)


def _page(request: HttpRequest, found: Any) -> HttpResponse:
    by = acting_membership(request)
    eligible = callers.eligibility(found.programme, found.client_type, found.client_key) if found.client_key else None
    values = {
        "case": found,
        "owner": queries.owner_told(found),
        "clocks": queries.clocks_of(found),
        "thread": queries.thread_of(found),
        "conflicts": parties.conflicts_of(found),
        "neutral": NEUTRAL,
        "declined": queries.declined_of(found),
        "feedback": feedback.told_of(found),
        "eligible": eligible,
        "minutes": callers.minutes_told(found.programme, found.client_type, found.client_key) if eligible else [],
        "script": scripts.for_theme(by.body, found.theme.name),
        **shown_with(found, by),
        "unreached": speakers.unreached(found),
        "events": (events := list(found.events.order_by("-at", "-pk"))),
        "escalated": queries.escalation_in(events) if found.escalated_at else None,
        "related": queries.related_to(found),
        "others": queries.others_of_client(found)[:5],
        "offered": (things := offered(found, by)),
        "things": by_heading(things),
        "writing": told_writing(writers(found, but=by)),
        "used_guidance": scripts.used_in(found),
        "reply": ReplyForm(**form_options(ReplyForm, found, by)),
        "close": CloseForm(auto_id="close_%s", **form_options(CloseForm, found, by)),
    }
    return render(request, "support/case.html", values)


@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Something that is done with a case. What was typed stays, whatever comes between."""
    by, found = acting_membership(request), _found(reference)
    doing = DOING.get(what)
    if doing is None:
        raise Http404("There is nothing of this name to be done with a case.")
    form = posted(doing.form, request, **form_options(doing.form, found, by))
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(reference)):
            if form.cleaned_data.get("add"):
                return _doing(request, what, found, reply_with_page(found, by, form.cleaned_data), 200)
            return redirect(_done(request, what, found, form.cleaned_data))
        found = _found(reference)
    return _doing(request, what, found, form, status_of(form))


def _done(request: HttpRequest, what: str, found: Any, told: dict[str, Any]) -> str:
    by, doing = acting_membership(request), DOING[what]
    doing.does(found, by, told)
    wrote(found, by=by)
    messages.success(request, doing.done(found, told) if callable(doing.done) else doing.done)
    return reverse("support-case", args=[found.reference])


def _doing(request: HttpRequest, what: str, found: Any, form: Any, status: int) -> HttpResponse:
    by, doing = acting_membership(request), DOING[what]
    choose_again(form, request)
    values = {
        "writing": told_writing(writing(found, by=by)) if doing.form is ReplyForm else None,
        "grounds": grounds() if doing.form is ConcernForm else {}, "deciders": deciders(found.programme) if doing.form is ConcernForm else [],
        "case": found, "form": form, "heading": doing.title, "button": doing.button, "thread": queries.thread_of(found),
        "unreached": speakers.unreached(found) if doing.form is ReplyForm else [],
        "shows_thread": doing.form in (ReplyForm, HearForm, NoteForm),
    }  # fmt: skip
    return render(request, "support/do.html", values, status=status)


@require_POST
def writes(request: HttpRequest, reference: str) -> HttpResponse:
    """Who else writes on a case, for the script of its page."""
    return still_writing(request, _found(reference))


def _found(reference: str) -> Any:
    found = queries.case_referred(reference)
    if found is None:
        raise Http404("There is no such case.")
    return found
