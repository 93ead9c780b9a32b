"""The page that puts the rules of two days, or of two editions of the rulebook, side by side."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from irhub.checker.book import current
from irhub.checker.flows.result import edition_words
from irhub.checker.timeline.rows import row, subjects
from irhub.rulebook.book import Rulebook
from irhub.rulebook.loading import EARLIEST, LATEST
from irhub.rulebook.side_by_side import rules_paired
from irhub.web.dates import date_given, given_of


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The rules that two days or two editions tell otherwise; by default of a year ago and today, by the newest edition."""
    book, today = current(), localdate()
    asked = {key: value for key, value in request.GET.items() if isinstance(value, str)}
    dates = {}
    for name, usual in (("left", today - timedelta(days=365)), ("right", today)):
        given = date_given(asked, name, least=EARLIEST, most=LATEST)
        dates[name] = given if any(given.texts) else given_of(usual)
    editions = {str(each): each for each in reversed(book.editions)}
    known = {name: asked.get(f"{name}_edition", "") for name in dates}
    books: dict[str, Rulebook] = {
        name: book.as_known(editions[text]) if text in editions else book for name, text in known.items()
    }
    errors = {f"{name}-day": given.error for name, given in dates.items() if given.error}
    errors |= {
        f"{name}_edition": f"We hold no rulebook of {text[:20]}: choose one of the editions"
        for name, text in known.items()
        if text and text not in editions
    }
    days = {name: given.day or today for name, given in dates.items()}
    subject = asked.get("subject", "")
    pairs, same = ([], 0) if errors else rules_paired((books["left"], days["left"]), (books["right"], days["right"]))
    if subject in subjects(book):
        pairs = [pair for pair in pairs if pair.topic.subject == subject]
    told = [
        (
            pair,
            pair.topic.scope_words(pair.scope),
            row(books["left"], pair.left) if pair.left else None,
            row(books["right"], pair.right) if pair.right else None,
        )
        for pair in pairs
    ]
    return render(
        request,
        "checker/timeline/compare.html",
        {
            "dates": dates,
            "days": days,
            "errors": errors,
            "known": {name: str(books[name].edition) for name in dates},
            "words": {name: edition_words(books[name].edition) for name in dates},
            "editions": [(text, edition_words(each)) for text, each in editions.items()],
            "subjects": [("", "Everything"), *((each, each) for each in subjects(book))],
            "subject": subject,
            "told": told,
            "same": same,
            "today": today,
        },
        status=422 if errors else 200,
    )
