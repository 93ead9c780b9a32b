"""Every worked case gives its expected answer, and together they reach every outcome of every checker."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from irhub.rulebook.describe import checkers_markdown
from irhub.rulebook.engine import CHECKS, evaluate
from irhub.rulebook.findings import Verdict
from irhub.rulebook.flow import flows
from irhub.rulebook.worked import differences, unstated, worked_cases

CASES = worked_cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{case.checker}-{case.id}" for case in CASES])
def test_worked_case(case):
    assert differences(case) == [], case.because


def test_the_seventeen_cases_of_the_design_are_here_and_more_than_sixty_of_our_own():
    ids = {case.id for case in CASES}
    assert {f"W{number:02}" for number in range(1, 18)} <= ids
    assert sum(not case.id.startswith("W") for case in CASES) >= 60
    assert len({case.because for case in CASES}) == len(CASES)


@pytest.mark.parametrize("name", list(flows()))
def test_every_outcome_of_a_flow_is_reached_by_a_worked_case(name):
    results = [evaluate(name, case.facts, known=case.known) for case in CASES if case.checker == name]
    reached = {finding.code for result in results for finding in result.findings}
    assert reached == set(flows()[name].says)
    assert {result.answer.name for result in results} == set(flows()[name].answers)
    assert {result.verdict for result in results} == set(Verdict)


def test_every_checker_has_its_checks():
    assert list(CHECKS) == list(flows())


def test_a_worked_case_states_the_sentence_of_every_answer_and_every_verdict():
    assert unstated() == []


def test_a_sentence_that_is_not_the_expected_one_is_a_difference():
    case = next(case for case in CASES if case.id == "W03")
    assert differences(case.model_copy(update={"answer": "£1,856."})) == [
        f"the answer is “{case.answer}”, not “£1,856.”"
    ]


def test_the_document_names_a_worked_case_for_every_outcome_and_is_current():
    document = (Path(__file__).parents[2] / "docs" / "checkers.md").read_text(encoding="utf-8")
    assert document == checkers_markdown(), "run irhub docs"
    for flow in flows().values():
        part = document.split(f"`{flow.name}`, ")[1].split("\n## ")[0]
        assert re.findall(r"^\| `(\w+)` \|", part, re.M) == list(flow.says)
