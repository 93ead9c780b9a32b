"""A new version asks only what is new or asks something else, and no answer is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from irhub.questions.versions import carried, changes
from tests.questions.examples import ASKED, CARE, answers, questionnaire

NEXT = questionnaire(
    CARE.replace("How many people work there?", "How many people work there at night?")
    .replace(
        "{key: named, kind: short text, title: What is it called?}",
        "{key: owner, kind: short text, title: Who owns it?}",
    )
    .replace("title: How many hours a week?", "title: How many hours are in a week?, reworded: true")
    .replace("title: When was the last check?", "title: When was the last check?, hint: Of anybody"),
    version=2,
)


def test_only_what_is_new_or_asks_something_else_is_asked():
    given_answers = {"home": "yes", "workers": 3, "hours": 40, "named": "Example House", "last": "2026-03-05"}
    found = carried(given_answers, ASKED, NEXT)
    assert found.answers == {"home": "yes", "hours": 40, "last": "2026-03-05"}
    assert found.again == {"workers": 3}
    assert found.gone == {"named": "Example House"}
    assert found.new == ("owner",)


def test_other_options_are_another_question_and_other_help_is_not():
    other = questionnaire(CARE.replace("partly: In part", "partly: For the most part"), version=2)
    assert changes(ASKED, other) == {"checked"}
    assert changes(ASKED, ASKED) == frozenset()


KEYS = [question.key for question in ASKED.questions]


@given(answers(), st.sets(st.sampled_from(KEYS)), st.sets(st.sampled_from(KEYS)))
def test_nothing_is_lost_whatever_a_version_changes_or_leaves_out(given_answers, changed, left_out):
    pages = []
    for page in ASKED.pages:
        kept = [
            question.model_copy(update={"title": f"{question.title} Now?"} if question.key in changed else {})
            for question in page.questions
            if question.key not in left_out
        ]
        pages += [page.model_copy(update={"questions": tuple(kept)})] if kept else []
    later = ASKED.model_copy(update={"version": 2, "pages": tuple(pages)})
    found = carried(given_answers, ASKED, later)
    assert {**found.answers, **found.again, **found.gone} == given_answers
    assert len(found.answers) + len(found.again) + len(found.gone) == len(given_answers)
    assert set(found.gone) == set(given_answers) & left_out
    assert set(found.again) == set(given_answers) & (changed - left_out)
    assert found.new == ()
