"""The pages that everybody reads: webinars to come, past ones, one of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from irhub.files.kept import download as file_download
from irhub.guidance.teaching import changes_of
from irhub.web.listing import ask, show
from irhub.webinars import queries
from irhub.webinars.lists import PAST
from irhub.webinars.saying import AUDIENCES, when_words


@require_safe
def webinars(request: HttpRequest) -> HttpResponse:
    """Webinars to come, and those that were held, found by words."""
    asked = ask(request, PAST)
    coming = [(one, when_words(one)) for one in queries.to_come()]
    return render(
        request,
        "webinars/webinars.html",
        {
            "coming": coming,
            "list": show(asked, queries.past(**asked.filters)),
            "now": timezone.now(),
        },
    )


@require_safe
def webinar(request: HttpRequest, number: int) -> HttpResponse:
    """One webinar: to be booked, or with what is left of it."""
    found = queries.public_session(number)
    if found is None:
        raise Http404("There is no such webinar.")
    values = {
        "session": found, "when": when_words(found), "topics": queries.themes_taught(found), "slides": queries.slides_of(found), "changes": changes_of(found.rules),
        "audience": " and ".join(AUDIENCES[each] for each in found.audience), "questions": found.questions.order_by("pk"), "can_book": found.state == "published" and found.starts_at > timezone.now(),
    }  # fmt: skip
    return render(request, "webinars/webinar.html", values)


@require_safe
def slides(request: HttpRequest, number: int) -> HttpResponse:
    """A file of a webinar, to take away."""
    found = queries.slides_numbered(number)
    if found is None or queries.public_session(found.session_id) is None:
        raise Http404("There is no such file.")
    return file_download(found)
