"""What suppliers are asked is data with sources, gates are decided by data, and one function makes a recommendation of grades."""

from __future__ import annotations

from decimal import Decimal

import pytest

from irhub.questions.questionnaire import NotApplicable
from irhub.suppliers.method import Gate, Weight, gate_of, method, newest, refs, version_of
from irhub.suppliers.scoring import Advice, differ, final, scored
from tests.suppliers.factories import GATES, passing

ASKED = {each.key: each for each in newest().questions}


def test_forty_questions_are_asked_and_each_rests_on_something_that_is_named():
    assert len(newest().questions) == 40
    assert {ref for each in newest().questions for ref in each.refs} <= set(refs())
    assert all(ref.url.startswith("https://") and ref.source for ref in refs().values())
    assert all(each.evidence for each in newest().questions)


def test_answers_that_pass_or_are_left_to_a_person_are_answers_that_can_be_given():
    gates = [each for each in newest().questions if each.weight is Weight.GATE]
    assert len(gates) == len(GATES) > 10
    for each in gates:
        assert set(each.passes) | set(each.discretion) <= set(each.options)
        assert not set(each.passes) & set(each.discretion)
    assert not [each.key for each in newest().questions if each.weight is not Weight.GATE and each.passes]


@pytest.mark.parametrize(
    ("key", "answer", "comes_to"),
    [
        ("q10", "no", Gate.PASSES), ("q10", "yes", Gate.FAILS), ("q10", "unsure", Gate.FAILS), ("q10", None, Gate.FAILS),
        ("q4", "same", Gate.PASSES), ("q4", "differs", Gate.PERSON), ("q4", "no", Gate.FAILS), ("q25", "never", Gate.FAILS),
        ("q9", "We take nothing.", Gate.PERSON), ("q9", None, Gate.FAILS), ("q16", NotApplicable(), Gate.PERSON),
    ],
)  # fmt: skip
def test_a_gate_passes_fails_or_is_left_to_a_person(key, answer, comes_to):
    assert gate_of(ASKED[key], answer) is comes_to


def test_what_is_no_gate_has_no_gate_to_pass():
    with pytest.raises(ValueError, match="no gate"):
        gate_of(ASKED["q7"], "yes")


def graded(grade: int, **otherwise: int) -> dict[str, Decimal]:
    return {key: Decimal(otherwise.get(key, grade)) for key in ASKED}


@pytest.mark.parametrize(
    ("grades", "advice", "percent"),
    [
        (graded(2), Advice.APPROVE, 100),
        (graded(3), Advice.APPROVE, 100),
        (graded(2, q10=1), Advice.REFUSE, 100),
        (graded(2, q2=0), Advice.CONDITIONS, 95),
        (graded(1, **dict.fromkeys(GATES, 2)), Advice.CONDITIONS, 50),
        (graded(3, **dict.fromkeys(["q7", "q13", "q19", "q21", "q32", "q38"], 0)), Advice.APPROVE, 83),
    ],
)
def test_gates_come_first_then_the_weighted_score_and_no_gap_of_high_weight(grades, advice, percent):
    found = scored(newest().questions, grades, method())
    assert (found.advice, found.percent) == (advice, percent)


def test_of_two_assessors_the_mean_stands_and_what_was_agreed_where_they_differ():
    first, second = {"q1": 3, "q2": 2, "q3": 0}, {"q1": 1, "q2": 1, "q3": 1}
    assert differ(first, second, method().differs) == ["q1"]
    assert final(first, second, {"q1": 1}) == {"q1": Decimal(1), "q2": Decimal("1.5"), "q3": Decimal("0.5")}


def test_an_application_whose_answers_are_kept_no_more_is_told_with_the_newest_questions():
    assert version_of(object()) is newest()
    assert all(passing(each) for each in newest().questions)
