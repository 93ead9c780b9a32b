"""Pages for when something is not there, is refused or goes wrong, in plain words.

They ask the database nothing where it may be what failed: their menu is then left out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from irhub.web import database_faults
from irhub.web.text import one_line


@dataclass(frozen=True)
class Problem:
    """What a page says: a heading and a sentence that tells what to do. `menu`: whether it can ask who is signed in."""

    heading: str
    says: str
    menu: bool = False


PROBLEMS = {
    400: Problem(
        "We could not read what was sent",
        "Nothing was changed. Go back, reload the page and try again; if you followed a link, check its address.",
    ),
    403: Problem(
        "This form was open too long",
        "Nothing was changed. Go back, reload the page and send it again. Your browser must allow cookies of this site.",
    ),
    404: Problem(
        "Page not found", "Check the address, or use the menu or the search to find what you need.", menu=True
    ),
    405: Problem(
        "This address cannot be used like that", "Nothing was changed. Go back, or use the menu of the first page."
    ),
    413: Problem(
        "What you sent is too large", "Nothing was changed. Go back and hand in a smaller file, or split it in parts."
    ),
    429: Problem(
        "You have asked for this too often",
        "Nothing was changed. Wait a minute and try again. To work with many pages at once, download the data instead.",
    ),
    500: Problem(
        "Sorry, something went wrong",
        "Nothing you did caused this and what you had saved is kept. Try again in a minute.",
    ),
}


def problem(request: HttpRequest, status: int, told: Problem | None = None) -> HttpResponse:
    """The page of a problem. Its reference is the request's id, by which the log can be searched. `told`: if there is more to say."""
    told = told or PROBLEMS[status]
    page = render_to_string(
        "web/problem.html",
        {"problem": told, "reference": getattr(request, "id", ""), "fictional": False},
        request if told.menu else None,
    )
    response = HttpResponse(page, status=status)
    if status in (429, 503):
        response["Retry-After"] = "60"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read, or is more than a form can hold."""
    return problem(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """A form was sent without the token that shows it came from our own page."""
    return problem(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page has the address."""
    return problem(request, 404)


def no_such_file(request: HttpRequest, formats: Sequence[str]) -> HttpResponse:
    """A page has no file of the kind that its address asks for. `formats`: the kinds that there are, as addresses name them."""
    asked = one_line(request.GET.get("format", ""))[:40]
    can = f"this page can be had as {' or '.join(formats)}" if formats else "this page is no list with files"
    told = Problem(
        "There is no such file", f"There is no “{asked}” of this page: {can}. Change the end of the address.", menu=True
    )
    return problem(request, 404, told)


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody asks faster than people do."""
    return problem(request, 429)


def failed(request: HttpRequest) -> HttpResponse:
    """Something went wrong here, not with what the person did; 503 where the database did not finish, whose kind it tells."""
    fault = sys.exc_info()[1]
    if not isinstance(fault, database_faults.KINDS):
        return problem(request, 500)
    ended = database_faults.how_it_ended(fault)
    return problem(request, 503, Problem(ended.heading, ended.page))
