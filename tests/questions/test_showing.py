"""Before they send it, people see every answer in words with the link that changes it, and what is open."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import html5lib
from django.template import loader

from irhub.questions.engine import asked, progress
from irhub.questions.questionnaire import NotApplicable
from irhub.questions.showing import answer_rows
from tests.questions.examples import ASKED

TOLD = {
    "home": "yes",
    "workers": "unknown",
    "found": ("advert", "agency"),
    "fee": NotApplicable("We asked"),
    "hours": Decimal("37.5"),
    "named": "A & <B>",
}


def rows(**options: Any) -> list[Any]:
    return answer_rows(
        asked(ASKED.questions, TOLD), TOLD, lambda question: f"/{ASKED.page_of(question.key).key}/", **options
    )


def part(name: str, *values: Any) -> str:
    markup = str(getattr(loader.get_template("questions/parts.html").template.module, name)(*values))  # type: ignore[attr-defined]
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    return " ".join(markup.split())


def test_every_question_that_is_asked_is_shown_with_its_answer_in_words():
    assert {row.question.key: row.words for row in rows(with_open=False)} == {
        "home": "Yes",
        "workers": "I do not know",
        "found": "By an advertisement, By an agency",
        "fee": "It took nothing: We asked",
        "hours": "37.5 hours a week",
        "named": "A & <B>",
    }
    assert [row.question.key for row in rows() if row.is_open] == ["beds", "checked"]


def test_each_answer_has_a_link_that_changes_it_and_an_open_one_a_link_that_answers_it():
    shown = part("your_answers", rows())
    assert shown.count("govuk-summary-list__row") == 8
    assert 'Change<span class="govuk-visually-hidden"> Is it a care home?</span>' in shown
    assert 'Answer<span class="govuk-visually-hidden"> How many beds has it?</span>' in shown
    assert 'href="/checks/"' in shown
    assert "A &amp; &lt;B&gt;" in shown


def test_how_far_somebody_is_is_told_of_each_page():
    shown = part("how_far", progress(ASKED, TOLD), lambda key: f"/{key}/")
    assert "3 of 4 answered" in shown
    assert shown.count("Completed") == 2
    assert 'href="/people/"' in shown
