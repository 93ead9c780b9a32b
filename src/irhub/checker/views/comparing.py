"""The page that puts the rules of two days, or of two editions of the rulebook, side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from irhub.checker.book import current
from irhub.checker.flows.result import edition_words
from irhub.checker.timeline.filters import two_days
from irhub.checker.timeline.rows import row
from irhub.rulebook.book import Rulebook
from irhub.rulebook.side_by_side import rules_paired


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The rules that two days or two editions tell otherwise; by default of a year ago and today, by the newest edition."""
    book, form = current(), two_days(request)
    asked = form.asked
    editions = {str(each): each for each in book.editions}
    books: dict[str, Rulebook] = {name: book.as_known(editions[asked[f"{name}_edition"]]) for name in ("left", "right")}
    broken = set(form.errors) - {"subject"}
    pairs, same = ([], 0) if broken else rules_paired((books["left"], asked["left"]), (books["right"], asked["right"]))
    if asked["subject"]:
        pairs = [pair for pair in pairs if pair.topic.subject == asked["subject"]]
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
            "form": form,
            "broken": broken,
            "days": {name: asked[name] for name in books},
            "known": {name: str(books[name].edition) for name in books},
            "words": {name: edition_words(books[name].edition) for name in books},
            "told": told,
            "same": same,
            "today": localdate(),
        },
        status=422 if broken else 200,
    )
