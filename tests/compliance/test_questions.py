"""Every question, its weight and its rules are data with a source, and every question is reached."""

from __future__ import annotations

import re

import pytest

from irhub.compliance.questionnaire import SITUATION, Weight, lines_of, newest, versions
from irhub.questions.engine import asked
from irhub.rulebook.loading import rulebook


@pytest.mark.parametrize("version", versions(), ids=lambda one: f"version {one.version}")
def test_there_are_ninety_questions_each_with_weight_guidance_evidence_and_source(version):
    weighed = [question for question in version.questions if question.key != SITUATION]
    assert len({question.key for question in weighed}) == len(weighed) == 90
    for question in weighed:
        assert question.weight in Weight, question.key
        for told in (question.why, question.evidence, question.source):
            assert len(told) > 4, question.key
        assert question.title.endswith("?"), question.key


def test_each_rule_that_a_question_names_is_in_the_rulebook():
    book = rulebook()
    known = {rule.id for rule in book.every}
    wrong = [each.key for each in newest().questions if not set(each.rules) <= known]
    assert wrong == []
    assert [each.key for each in newest().questions if bool(lines_of(each, book)) is not bool(each.rules)] == []


def test_a_question_whose_source_is_the_rule_names_a_rule():
    told = [each for each in newest().questions if re.search(r"see the rules?$", each.source, re.I)]
    assert len(told) > 20
    assert [each.key for each in told if not each.rules] == []


def test_every_question_is_asked_of_somebody_and_those_of_a_situation_only_of_whoever_is_in_it():
    gate = newest().questions[0]
    everything = {SITUATION: tuple(gate.options)}
    assert {each.key for each in asked(newest().questions, everything)} == {each.key for each in newest().questions}
    for situation in gate.options:
        here = asked(newest().questions, {SITUATION: (situation,)})
        assert all(not each.when or situation in each.when[SITUATION] for each in here)
    used = {value for each in newest().questions for value in each.when.get(SITUATION, ())}
    assert used == set(gate.options) - {"none_of_these"}, "each situation leads to a question"


def test_yes_is_always_the_answer_without_a_gap():
    """A question that asks whether something bad happened would turn the weighing round: those begin with “Are you sure that no…”."""
    weighed = [each for each in newest().questions if each.weight]
    assert {tuple(each.options) for each in weighed} == {("yes", "partly", "no")}
    bad = re.compile(r"(Did anyone|Does anyone|Is anyone|Any )")
    assert [each.key for each in weighed if bad.match(each.title)] == []
