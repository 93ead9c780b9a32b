"""A client reads what was answered, and writes back: by a link of one's own, or signed in for the own body."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from irhub.accounts.acting import acting_membership
from irhub.accounts.menu import may_send
from irhub.files.handed_in import HandedIn
from irhub.support import client_side
from irhub.support.asking_by import refuse_more_than
from irhub.support.client_forms import ThreadForm
from irhub.support.client_side import Thread
from irhub.support.helplines import covers_told, helplines, helplines_for
from irhub.support.lists import OWN
from irhub.support.queries import questions_of
from irhub.web.forms import choose_again, posted, refusals_at
from irhub.web.listing import ask, show

Write = Callable[[str, Sequence[HandedIn]], object]


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What one's body asked."""
    by = acting_membership(request)
    offered = helplines_for(by.body.kind, by.body.place_code) or helplines()
    values = {
        "waiting": client_side.asked_back(by), "list": show(ask(request, OWN), questions_of(by.body)), "helplines": [(one, covers_told(one)) for one in offered],
    }  # fmt: skip
    return render(request, "support/questions.html", values)


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, reference: str) -> HttpResponse:
    """A question of one's body, and the thread."""
    by = acting_membership(request)
    found = client_side.thread_of_body(reference, by)

    def write(text: str, files: Sequence[HandedIn]) -> object:
        refuse_more_than(request, "helpline-thread", by.person.email)
        return client_side.write_as_body(reference, text, files, by=by)

    return _page(request, found, write, "help-question-file", reference)


@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, link: str) -> HttpResponse:
    """A thread, by the link that was sent to somebody who speaks for the client."""

    def write(text: str, files: Sequence[HandedIn]) -> object:
        refuse_more_than(request, "helpline-thread", link)
        return client_side.write_by_link(link, text, files)

    return _page(request, client_side.thread_of_link(link), write, "help-thread-file", link)


def _page(request: HttpRequest, found: Thread | None, write: Write, files_route: str, files_of: str) -> HttpResponse:
    if found is None:
        raise Http404("There is no such question, or the link no longer works.")
    form = posted(ThreadForm, request)
    if form.is_valid():
        with refusals_at(form):
            write(form.cleaned_data["text"], form.cleaned_data["attached"])
            messages.success(request, "Your answer is with us.")
            return redirect(request.path)
    choose_again(form, request)
    route = request.resolver_match.view_name if request.resolver_match else ""
    return render(
        request,
        "support/thread.html",
        {
            "thread": found,
            "form": form,
            "writes": may_send(request, route),
            "files_route": files_route,
            "files_of": files_of,
        },
        status=400 if request.method == "POST" else 200,
    )
