"""Other programs read the rulebook and its answers: each document fits its published schema, and says what the engine says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, ValidationError

from irhub.rulebook import answer, as_json, evaluate
from irhub.rulebook.documents import DOCUMENTS, SCHEMAS, rulebook_document, schema_text
from irhub.rulebook.worked import worked_cases
from tests.examples import tried
from tests.rulebook.random_cases import BOOK, walks

VALIDATORS = {
    name: Draft202012Validator(
        json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    for name in DOCUMENTS
}
COST = {
    "want": "cost",
    "where": "uk",
    "permission": "other",
    "certificate_assigned": "2025-12-16",
    "months": 36,
    "size": "small",
    "application": "2026-01-10",
    "new_licence": "no",
}


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_the_shipped_schema_is_that_of_the_documents(name):
    Draft202012Validator.check_schema(VALIDATORS[name].schema)
    assert (SCHEMAS / f"{name}.json").read_text(encoding="utf-8") == schema_text(name), "run irhub docs"


def test_every_edition_of_the_rulebook_fits_its_schema_and_names_the_versions_that_stand():
    assert len(BOOK.editions) > 1
    for edition in BOOK.editions:
        known = BOOK.as_known(edition)
        told = json.loads(as_json(rulebook_document(known)))
        VALIDATORS["rulebook-1"].validate(told)
        assert told["standing"] == {rule.id: rule.version for rule in known.rules}
        assert {rule["edition"] for rule in told["rules"]} <= set(told["editions"])


def test_the_answer_to_every_worked_case_fits_the_schema():
    assert worked_cases()
    for case in worked_cases():
        told = json.loads(as_json(answer(case.checker, case.facts, known=case.known)))
        VALIDATORS["answer-1"].validate(told)
        if case.answer:
            assert told["answer"]["sentence"] == case.answer


@tried(60)
@given(walks())
def test_a_document_says_what_the_engine_found(walked):
    name, answers = walked
    told, found = json.loads(as_json(answer(name, answers))), evaluate(name, answers)
    VALIDATORS["answer-1"].validate(told)
    assert told["verdict"] == found.verdict
    assert [each["sentence"] for each in told["findings"]] == [each.sentence for each in found.findings]
    assert [each["fact"] for each in told["needs"]] == [each.fact for each in found.needs]


def test_a_document_that_lacks_its_answer_does_not_fit():
    told = json.loads(as_json(answer("costs", COST)))
    del told["answer"]
    with pytest.raises(ValidationError, match="'answer' is a required property"):
        VALIDATORS["answer-1"].validate(told)


def test_facts_come_as_json_writes_them_and_money_and_days_leave_as_json_knows_them():
    told = json.loads(as_json(answer("costs", COST)))
    assert told["facts"] == COST
    used = {each["rule"]["id"]: each["rule"] for finding in told["findings"] for each in finding["rules"]}
    assert used["FEE-09"]["value"] == 304
    assert used["FEE-09"]["from"] == "2025-04-09"
    assert answer("costs", COST) == answer(
        "costs",
        {**COST, "certificate_assigned": date(2025, 12, 16), "months": Decimal(36), "application": date(2026, 1, 10)},
    )


def test_an_old_answer_is_repeated_by_its_edition():
    facts = {"want": "penalty", "event": "2024-02-12", "repeated": "no", "workers": 1}
    assert answer("right-to-work", facts, known="2026-11-23").verdict == "not settled"
    assert answer("right-to-work", facts).answer.sentence == "At most £15,000, for a first breach."


@pytest.mark.parametrize(
    ("checker", "facts", "known", "says"),
    [
        ("cost", COST, None, "There is no checker cost; there are sponsor, pay, costs"),
        ("costs", {"wnat": "cost"}, None, "costs knows no fact called wnat; its facts are want, "),
        ("costs", {"want": "everything"}, None, "want must be one of cost, pass_on, not everything"),
        ("costs", {**COST, "months": "three"}, None, "months must be a number, not three"),
        ("costs", {**COST, "months": 61}, None, "months must be between 1 and 60, not 61"),
        ("costs", {**COST, "application": "10/1/2026"}, None, "application must be a day such as 2026-11-20"),
        ("costs", {**COST, "want": ["cost"]}, None, "want must be one of cost, pass_on, not ['cost']"),
        ("report", {"what": "end", "event": "9999-12-31"}, None, "event must be between 2000-01-01 and 2040-12-31"),
        ("report", {"what": "end", "event": "0001-01-01"}, None, "event must be between 2000-01-01 and 2040-12-31"),
        (
            "report",
            {"what": "absence", "event": "2026-11-02", "returned": "2026-11-01"},
            None,
            "returned must not be before event, 2026-11-02",
        ),
        ("costs", COST, "yesterday", "“yesterday” is no edition of the rulebook"),
        ("costs", COST, "2020-01-01", "We hold no rulebook of 2020-01-01"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(checker, facts, known, says):
    with pytest.raises(ValueError, match=f"^{re.escape(says)}"):
        answer(checker, facts, known=known)


def test_the_call_needs_no_django():
    code = "import irhub.rulebook, sys; irhub.rulebook.answer('report', {'what': 'missing'}); print('django' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
