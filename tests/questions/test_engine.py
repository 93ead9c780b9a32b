"""Which questions are asked: in any order of answering, changing and going back, people end where their answers lead."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.questions.engine import asked, next_open, next_page, page_after, page_before, progress, set_aside, standing
from irhub.questions.questionnaire import NotApplicable
from tests.questions.examples import ASKED, answer, answers

QUESTIONS = ASKED.questions


def keys(given_answers: dict[str, Any]) -> list[str]:
    return [each.key for each in asked(QUESTIONS, given_answers)]


@pytest.mark.parametrize(
    ("given_answers", "with_it", "without_it"),
    [
        ({}, {"home", "workers", "checked", "hours"}, {"beds", "fee", "told", "last"}),
        ({"home": "yes"}, {"beds"}, {"told"}),
        ({"found": ("advert", "agency")}, {"fee"}, set()),
        ({"found": ("advert",)}, set(), {"fee"}),
        ({"checked": "partly"}, {"last", "hours"}, set()),
        ({"checked": NotApplicable("No workers")}, set(), {"last", "hours"}),
        ({"checked": "unknown"}, set(), {"last", "hours"}),
    ],
)
def test_a_question_is_asked_where_the_answers_before_it_lead_to_it(given_answers, with_it, without_it):
    found = set(keys(given_answers))
    assert with_it <= found
    assert not without_it & found


def test_an_answer_that_is_no_longer_asked_is_kept_aside_and_comes_back():
    given_answers = {"home": "yes", "beds": 20, "workers": 30}
    changed = {**given_answers, "home": "no"}
    assert standing(QUESTIONS, changed) == {"home": "no", "workers": 30}
    assert set_aside(QUESTIONS, changed) == {"beds": 20}
    assert standing(QUESTIONS, {**changed, "home": "yes"}) == given_answers


def test_what_is_kept_aside_leads_to_no_other_question():
    given_answers = {"home": "no", "checked": "yes"}
    assert "last" in keys(given_answers)
    chained = {"found": ("friends",), "fee": 10}
    assert set_aside(QUESTIONS, chained) == {"fee": 10}


@given(answers())
def test_every_answer_either_stands_or_is_kept_aside(given_answers):
    stands, aside = standing(QUESTIONS, given_answers), set_aside(QUESTIONS, given_answers)
    assert {**stands, **aside} == given_answers
    assert not stands.keys() & aside.keys()
    assert keys(stands) == keys(given_answers), "what is kept aside changes nothing"


@given(st.data())
def test_any_sequence_of_answering_changing_and_going_back_ends_in_a_sound_state(data):
    """Somebody answers what is next, or goes back to any question and answers it otherwise, as often as they like."""
    given_answers: dict[str, Any] = {}
    for _ in range(data.draw(st.integers(0, 12))):
        open_now, there = next_open(QUESTIONS, given_answers), asked(QUESTIONS, given_answers)
        back = data.draw(st.booleans()) or open_now is None
        question = data.draw(st.sampled_from(there)) if back else open_now
        assert question
        given_answers[question.key] = data.draw(answer(question))
        page = ASKED.page_of(question.key)
        after = page_after(ASKED, given_answers, page)
        assert after is None or page_before(ASKED, given_answers, after) == page
    seen = 0
    while question := next_open(QUESTIONS, given_answers):
        given_answers[question.key] = data.draw(answer(question))
        seen += 1
        assert seen <= len(QUESTIONS), "nobody is asked the same again"
    assert next_page(ASKED, given_answers) is None
    assert set(standing(QUESTIONS, given_answers)) == set(keys(given_answers))


@given(answers())
def test_progress_counts_each_question_that_is_asked_once(given_answers):
    told = progress(ASKED, given_answers)
    assert sum(each.asked for each in told) == len(keys(given_answers))
    assert sum(each.answered for each in told) == len(standing(QUESTIONS, given_answers))
    first = next_page(ASKED, given_answers)
    question = next_open(QUESTIONS, given_answers)
    assert (first.key if first else None) == (ASKED.page_of(question.key).key if question else None)


def test_the_first_page_has_none_before_it_and_the_last_none_after_it():
    assert page_before(ASKED, {}, ASKED.pages[0]) is None
    assert page_after(ASKED, {}, ASKED.pages[-1]) is None
    assert page_after(ASKED, {}, ASKED.pages[0]) == ASKED.pages[1]
