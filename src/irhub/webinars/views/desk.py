"""The pages on which hosts plan webinars, run them and keep their material."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.files.handed_in import handed_in
from irhub.programmes.queries import programmes_of, themes_of
from irhub.web.forms import posted, refusals_at, refusals_told
from irhub.web.listing import ask, download, show
from irhub.webinars import queries
from irhub.webinars.actions import sessions as actions
from irhub.webinars.forms import CancelForm, MoveForm, QuestionForm, RecordingForm, SessionForm, SlidesForm
from irhub.webinars.lists import BOOKINGS, SESSIONS
from irhub.webinars.rules import ids_of
from irhub.webinars.saying import when_words

_ACCEPTED = (".pdf", ".docx", ".odt")


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The webinars that one's body runs; as a page or a file."""
    asked = ask(request, SESSIONS)
    rows = queries.sessions_of(acting_membership(request).body, **asked.filters)
    if asked.format:
        return download(asked, rows)
    return render(
        request,
        "webinars/desk.html",
        {"list": show(asked, rows), "programmes": programmes_of(acting_membership(request).body)},
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Draft a webinar."""
    by = acting_membership(request)
    offered = list(programmes_of(by.body))
    form = posted(SessionForm, request, **_offered(offered))
    if form.is_valid():
        chosen = next(one for one in offered if str(one.pk) == form.cleaned_data["programme"])
        with refusals_at(form):
            made = actions.draft_session(programme=chosen, by=by, **form.told())
            return redirect("webinar-session", made.pk)
    return render(
        request,
        "webinars/edit.html",
        {"form": form, "heading": "Draft a webinar", "programmes": offered, "session": None},
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change a webinar."""
    found = _found(number)
    by = acting_membership(request)
    form = posted(SessionForm, request, session=found, join=queries.join_link(found), **_offered([found.programme]))
    if form.is_valid():
        with refusals_at(form):
            actions.edit_session(session=found, version=form.cleaned_data["version"], by=by, **form.told())
            messages.success(request, "Changed. Whoever booked is told if the time is another.")
            return redirect("webinar-session", number)
    return render(
        request,
        "webinars/edit.html",
        {"form": form, "heading": f"Change “{found.title}”", "programmes": True, "session": found},
    )


@require_safe
def session(request: HttpRequest, number: int) -> HttpResponse:
    """One webinar, as those see it who run it."""
    return _page(request, _found(number))


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Let everybody see and book it."""
    return _moved(request, number, actions.publish_session, "Published: it can be booked now.")


@require_POST
def hold(request: HttpRequest, number: int) -> HttpResponse:
    """Say that it took place."""
    return _moved(request, number, actions.hold_session, "Marked as held. You can hand in the attendance now.")


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Call it off."""
    found = _found(number)
    form = posted(CancelForm, request, auto_id="cancel-%s")
    if form.is_valid():
        with refusals_at(form):
            actions.cancel_session(session=found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Cancelled. Everybody who booked is told why.")
            return redirect("webinar-session", number)
    return _page(request, found, cancelling=form)


@require_POST
def recording(request: HttpRequest, number: int) -> HttpResponse:
    """Say where the recording is."""
    found = _found(number)
    form = posted(RecordingForm, request, auto_id="recording-%s")
    if form.is_valid():
        with refusals_at(form):
            actions.edit_session(session=found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Saved. Everybody sees it on the webinar’s page.")
            return redirect("webinar-session", number)
    return _page(request, found, recording=form)


@require_POST
def add_slides(request: HttpRequest, number: int) -> HttpResponse:
    """Add a file that everybody may take away."""
    found = _found(number)
    form = posted(SlidesForm, request, auto_id="slides-%s")
    if form.is_valid():
        with refusals_at(form, "file"):
            file = handed_in(form.cleaned_data["file"], accepts=_ACCEPTED)
            actions.add_slides(session=found, file=file, by=acting_membership(request))
            messages.success(request, f"{file.name} is on the webinar’s page.")
            return redirect("webinar-session", number)
    return _page(request, found, slides_form=form)


@require_POST
def add_question(request: HttpRequest, number: int) -> HttpResponse:
    """Write down a question and its answer."""
    found = _found(number)
    form = posted(QuestionForm, request, auto_id="question-%s")
    if form.is_valid():
        with refusals_at(form):
            actions.add_question(session=found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Added to the webinar’s page.")
            return redirect("webinar-session", number)
    return _page(request, found, question_form=form)


@require_POST
def remove_slides(request: HttpRequest, number: int) -> HttpResponse:
    """Take a file away."""
    return _removed(request, queries.slides_numbered(number))


@require_POST
def remove_question(request: HttpRequest, number: int) -> HttpResponse:
    """Take a question away."""
    return _removed(request, queries.question_numbered(number))


@require_safe
def bookings(request: HttpRequest, number: int) -> HttpResponse:
    """Who booked; as a page or a file."""
    found = _found(number)
    asked = ask(request, BOOKINGS)
    rows = queries.bookings_of(found, **asked.filters)
    if asked.format:
        return download(asked, rows, about=[f"Who booked “{found.title}”, {when_words(found)}."])
    return render(
        request, "webinars/people.html", {"session": found, "list": show(asked, rows), "when": when_words(found)}
    )


def _page(request: HttpRequest, found: Any, **forms: Any) -> HttpResponse:
    """The page of a webinar, with a form that was not in order in its place."""
    version = {"version": found.version}
    values = {
        "session": found, "when": when_words(found), "join": queries.join_link(found), "topics": queries.themes_taught(found),
        "rules": ids_of(found.rules), "slides": queries.slides_of(found), "questions": found.questions.order_by("pk"),
        "begun": found.starts_at <= timezone.now(), "counts": queries.counts_of(found),
        "publishing": MoveForm(initial=version, auto_id="publish-%s"), "holding": MoveForm(initial=version, auto_id="hold-%s"),
        "cancelling": CancelForm(initial=version, auto_id="cancel-%s"),
        "recording": RecordingForm(initial=version | {"recording_url": found.recording_url}, auto_id="recording-%s"),
        "slides_form": SlidesForm(auto_id="slides-%s"), "question_form": QuestionForm(auto_id="question-%s"),
        "events": found.events.order_by("-at", "-pk")[:20],
    }  # fmt: skip
    return render(request, "webinars/session.html", values | forms)


def _moved(request: HttpRequest, number: int, does: Callable[..., Any], said: str) -> HttpResponse:
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, said):
        does(session=_found(number), version=version, by=acting_membership(request))
    return redirect("webinar-session", number)


def _removed(request: HttpRequest, found: Any) -> HttpResponse:
    if found is None:
        raise Http404("It is gone already.")
    number = found.session_id
    with refusals_told(request):
        actions.take_away(what=found, by=acting_membership(request))
    return redirect("webinar-session", number)


def _offered(programmes: list[Any]) -> dict[str, Any]:
    themes = {theme.code: theme.name for programme in programmes for theme in themes_of(programme)}
    return {"programmes": [(str(one.pk), one.name) for one in programmes], "themes": list(themes.items())}


def _found(number: int) -> Any:
    found = queries.session_numbered(number)
    if found is None:
        raise Http404("There is no such webinar.")
    return found
