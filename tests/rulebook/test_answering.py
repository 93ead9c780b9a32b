"""Every case gets one sentence that answers the question asked, and only what decides is in it."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.questions.questionnaire import UNKNOWN
from irhub.rulebook.engine import evaluate
from irhub.rulebook.findings import Outcome, Tone, Verdict
from irhub.rulebook.flow import flows
from irhub.rulebook.worked import worked_cases
from tests.examples import tried
from tests.rulebook.random_cases import BOOK, answer, walks

CASES = {f"{case.checker} {case.id}": case for case in worked_cases()}


def answered(name: str, **other: object):
    case = CASES[name]
    return evaluate(case.checker, {**case.facts, **other})


@tried(150)
@given(walks(), st.sampled_from(BOOK.editions), st.data())
def test_whatever_is_known_and_whatever_the_edition_there_is_one_whole_sentence(walked, edition, data):
    name, answers = walked
    left_out = data.draw(st.sets(st.sampled_from(sorted(answers)), max_size=3))
    facts = {key: value for key, value in answers.items() if key not in left_out}
    result = evaluate(name, facts, known=edition)
    sentence = result.answer.sentence
    assert sentence.endswith(".")
    assert sentence[0].isupper() or sentence[0] == "£"
    assert not {"{", "}"} & set(sentence)
    assert "  " not in sentence
    assert " ." not in sentence
    assert sentence.count(". ") == 0
    against = [each for each in result.findings if each.decides and each.outcome is Outcome.NOT_MET]
    assert all(each in result.answer.decided_by for each in against)
    assert (result.answer.tone is Tone.NO) == bool(against)


@tried(150)
@given(walks(), st.data())
def test_a_fact_that_changes_no_finding_changes_no_answer(walked, data):
    name, answers = walked
    question = data.draw(st.sampled_from([each for each in flows()[name].questions if each.key in answers]))
    other = flows()[name].kept({**answers, question.key: data.draw(answer(question))}, BOOK)
    before, after = evaluate(name, answers), evaluate(name, other)
    if (before.findings, before.needs) == (after.findings, after.needs) and question.key not in quoted(name):
        assert after.answer == before.answer


def quoted(name: str) -> set[str]:
    """The facts that the answers of a flow name, or by which they are chosen."""
    flow = flows()[name]
    texts = [*flow.phrases.values(), *(each.says for each in flow.answers.values())]
    named = {gap.split(".")[0] for text in texts for _, gap, _, _ in Formatter().parse(text) if gap}
    return named | {key for each in flow.answers.values() for key in each.when}


@pytest.mark.parametrize("name", list(flows()))
def test_everything_that_can_speak_against_a_case_has_short_words_for_the_answer(name):
    flow = flows()[name]
    assert [code for code, each in flow.says.items() if each.outcome is Outcome.NOT_MET and not each.short] == []
    assert [code for code, each in flow.says.items() if each.outcome is Outcome.NOT_SETTLED and not each.short] == [
        "other_job"
    ] * (name == "sponsor")


@pytest.mark.parametrize("name", list(flows()))
def test_an_answer_names_only_findings_and_facts_of_its_flow(name):
    flow = flows()[name]
    known = {*flow.says, *flow.labels, *flow.phrases, "because", "open", "needed", "beside"}
    assert quoted(name) <= known
    assert {code for each in flow.answers.values() for code in each.by} <= set(flow.says)


def test_the_cost_is_answered_with_its_sum_and_who_pays_it():
    told = answered("costs W03").answer
    assert told.sentence.startswith("£1,965, all paid by you as the sponsor")
    assert told.tone is Tone.PLAIN
    assert [each.code for each in told.decided_by] == ["employer_total", "visa_fee"]
    assert told.steps


def test_what_does_not_decide_never_colours_the_answer():
    for name in ("sponsor S74", "sponsor S77", "sponsor S83"):
        result = answered(name)
        assert result.verdict is Verdict.YES
        assert result.answer.tone is Tone.YES
        assert "the family may not come" in result.answer.sentence


def test_sole_responsibility_is_asked_only_since_the_rule_to_which_it_is_an_exception():
    flow = flows()["sponsor"]
    for case, asked in (("sponsor S84", True), ("sponsor S85", False), ("sponsor S76", False)):
        keys = {question.key for question in flow.asked(CASES[case].facts, BOOK)}
        assert ("sole_responsibility" in keys) is asked


def test_a_question_that_does_not_decide_leaves_the_verdict_open_for_nobody():
    result = answered("sponsor S83", sole_responsibility=UNKNOWN)
    assert [(need.fact, need.decides) for need in result.needs] == [("sole_responsibility", False)]
    assert result.verdict is Verdict.YES


def test_an_answer_by_rules_that_are_only_reported_names_the_official_publication_to_check():
    for case in CASES.values():
        result = evaluate(case.checker, case.facts, known=case.known)
        used = [each.rule for finding in result.answer.decided_by for each in finding.applied]
        assert result.answer.to_check == BOOK.as_known(result.edition).to_check(used)
