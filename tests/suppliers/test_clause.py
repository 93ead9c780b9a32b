"""A repayment clause is judged by the rules of its days, law and Code apart, with what is owed by month; nothing is called lawful."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from irhub.rulebook.loading import rulebook
from irhub.suppliers import clause
from irhub.suppliers.clause import Side, Verdict, items, judged, owed_by_month, principles
from irhub.web.yaml_files import read_yaml

NOW, BEFORE = date(2026, 11, 29), date(2024, 12, 30)


def verdicts(day: date, **days: date) -> dict[str, Verdict]:
    amounts = {item.key: Decimal(100) for item in items()}
    found = judged(rulebook(), amounts, {"taken": day, "certificate": day, "licence": day} | days, 24)
    return {one.item.key: one.verdict for one in found}


def test_every_item_names_a_line_of_rules_that_the_rulebook_holds():
    book = rulebook()
    assert {(item.topic, item.scope) for item in items()} <= set(book.lines)
    assert {item.side for item in items()} == {Side.LAW, Side.CODE}
    assert len(principles(book, NOW)) == 4


def test_what_the_law_forbids_today_is_never_asked_back_and_the_code_leaves_two_to_a_fair_clause():
    found = verdicts(NOW)
    assert {key for key, verdict in found.items() if verdict is Verdict.NEVER} == {
        "recruitment_fee", "skills_charge", "certificate_fee", "licence_fee", "administration", "training",
    }  # fmt: skip
    assert {key for key, verdict in found.items() if verdict is Verdict.CLAUSE} == {"visa_fee", "relocation"}


@pytest.mark.parametrize("key", ["certificate_fee", "licence_fee"])
def test_the_day_of_the_certificate_or_the_licence_decides_not_that_of_the_payment(key):
    day = {"certificate_fee": "certificate", "licence_fee": "licence"}[key]
    assert verdicts(NOW, **{day: BEFORE})[key] is Verdict.NO_RULE
    assert verdicts(NOW)[key] is Verdict.NEVER


def test_what_is_owed_falls_each_month_never_rounds_up_and_ends():
    found = owed_by_month(Decimal("1000.00"), 24)
    assert found[0] == (0, Decimal("1000.00"))
    assert found[7] == (7, Decimal("708.33"))
    assert found[24] == (24, Decimal("0.00"))
    assert [owed for _, owed in found] == sorted((owed for _, owed in found), reverse=True)
    assert owed_by_month(Decimal(500), 0) == ((0, Decimal(500)),)


@pytest.mark.django_db
def test_the_page_answers_without_an_account_and_calls_nothing_lawful():
    client = Client(headers={"host": "localhost"})
    address = reverse("supplier-clause")
    asked = {"months": "24", "taken-day": "1", "taken-month": "11", "taken-year": "2026"}
    assert "Enter at least one amount" in client.post(address, asked).content.decode()
    page = client.post(
        address, asked | {"visa_fee": "£1,200", "skills_charge": "2640", "relocation": "300"}
    ).content.decode()
    assert "What the law and the sponsor rules say" in page
    assert page.index("BAN-01") < page.index("What the Code says") < page.index("PAY-03") < page.index("CLA-04")
    assert "£1437.50" in page, "of the two that a clause may ask back, after one month of 24"
    assert "is lawful" not in page.replace("never says that a clause is lawful", "")


CASES = read_yaml(Path(clause.__file__).with_name("clause_cases.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_worked_case_comes_to_what_it_says_by_the_rule_that_it_names(case):
    amounts = {key: Decimal(told["amount"]) for key, told in case["items"].items()}
    found = {one.item.key: one for one in judged(rulebook(), amounts, case["days"], case["months"])}
    assert {key: (one.verdict.name, one.rule.id if one.rule else None) for key, one in found.items()} == {
        key: (told["verdict"], told["rule"]) for key, told in case["items"].items()
    }
    owed = {month: sum(dict(one.owed).get(month, Decimal()) for one in found.values()) for month in case["owed"]}
    assert owed == {month: Decimal(sum_) for month, sum_ in case["owed"].items()}
    assert case["owed"] or not any(one.owed for one in found.values())


def test_every_item_stands_in_a_worked_case_and_every_verdict_that_today_can_have():
    told = [one for case in CASES for one in case["items"].items()]
    assert {key for key, _ in told} == {item.key for item in items()}
    assert {one["verdict"] for _, one in told} == {"NEVER", "CLAUSE", "NO_RULE"}
