"""Two results, or the rules of two days or editions, stand side by side; what differs comes first."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import override_settings

from tests.checker.test_flows import visitor
from tests.checker.walking import page, text_of

pytestmark = pytest.mark.django_db
COMPARE = "/check/report/side-by-side/"
LEFT = "http://localhost/check/report/result/?what=end&event=2026-12-21&known=2026-11-24"
RIGHT = LEFT.replace("2026-12-21", "2026-11-02")
PENALTY = "/check/right-to-work/result/?want=penalty&event=2024-02-12&repeated=no&workers=1&known=2026-11-23"


def compared(checker: str = "report", **given: str):
    return visitor().get(f"/check/{checker}/side-by-side/?{urlencode(given)}")


def test_two_cases_show_both_answers_the_facts_that_differ_and_the_findings_that_differ():
    words = text_of(page(compared(left=LEFT, right=RIGHT).content))
    assert "First: Report it by Thursday 7 January 2027." in words
    assert "Second: Report it by Monday 16 November 2026." in words
    assert "21 December 2026" in words
    assert words.index("Which answers to our questions differ") < words.index("What differs")
    assert "What is the same" not in words


def test_a_past_answer_is_judged_again_by_todays_rules_and_says_what_changed():
    old = page(visitor().get(PENALTY).content)
    link = next(each for each in old.iter("a") if text_of(each) == "compare both side by side")
    words = text_of(page(visitor().get(link.get("href")).content))
    assert "First: The answer is not settled; open: the highest penalty of that day." in words
    assert "Second: At most £15,000, for a first breach." in words
    assert "Which answers to our questions differ" not in words


def test_the_same_result_twice_differs_in_nothing():
    words = text_of(page(compared(left=LEFT, right=LEFT).content))
    assert "Nothing: both results say the same." in words
    assert "What is the same: 1 finding" in words


def test_nothing_compared_yet_says_how_and_leads_back():
    tree = page(visitor().get(COMPARE).content)
    assert "Nothing to compare yet" in text_of(tree)
    assert "/check/report/" in {link.get("href") for link in tree.iter("a")}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"left": LEFT}, "Paste the link to a result here, or choose an edition"),
        ({"right": LEFT}, "Paste the link to a result here"),
        ({"left": LEFT, "right": "http://localhost/check/costs/result/?want=cost"}, "This is not the link of a result"),
        ({"left": LEFT, "right": "rubbish"}, "This is not the link of a result"),
        ({"left": LEFT, "right": "http://[bad"}, "This link cannot be read"),
        ({"left": LEFT, "right": "?colour=red"}, "This link holds no answers"),
        ({"left": LEFT, "right": "?what=end"}, "ask something more"),
        ({"left": LEFT, "right": f"{LEFT}&known=1999-01-01"}, "We hold no rulebook of 1999-01-01"),
    ],
)
def test_a_link_that_cannot_be_compared_is_told_in_words_and_loses_nothing(given, says):
    answer = compared(**given)
    assert answer.status_code == 422
    tree = page(answer.content)
    assert says in text_of(tree)
    kept = {each.get("name"): each.get("value") for each in tree.iter("input")}
    assert {name: kept[name] for name in given} == given


@override_settings(IRHUB_PUBLIC=True)
def test_the_rules_of_two_days_show_what_differs_with_both_values():
    words = text_of(page(visitor().get("/rules/compare/?left=2025-04-08&right=2025-04-09").content))
    assert "£23,200 a year" in words
    assert "£25,000 a year" in words
    assert "8 April 2025" in words
    same = text_of(page(visitor().get("/rules/compare/?left=2025-04-08&right=2025-04-08").content))
    assert "0 rules differ" in same
    assert "Nothing differs." in same
    unheld = visitor().get("/rules/compare/?left=2025-04-08&left_edition=1999-01-01")
    assert unheld.status_code == 422
    assert "We hold no rulebook of 1999-01-01" in text_of(page(unheld.content))


@override_settings(IRHUB_PUBLIC=True)
def test_two_editions_of_the_rulebook_show_what_was_corrected():
    on = date(2024, 2, 12)
    words = text_of(
        page(
            visitor()
            .get(f"/rules/compare/?left={on}&right={on}&left_edition=2026-11-23&right_edition=2026-11-28")
            .content
        )
    )
    assert "edition of 23 November 2026" in words
    assert "£15,000" in words


@override_settings(IRHUB_PUBLIC=True)
def test_the_rulebook_and_its_schemas_are_served_as_json():
    client = visitor()
    assert client.get("/rules/json/").json()["format"] == "irhub-rulebook-1"
    assert client.get("/rules/schema/answer-1.json").json()["$id"] == "answer-1.json"
    assert client.get("/rules/schema/answer-9.json").status_code == 404
    told = client.get(PENALTY.replace("/result/", "/result/answer.json")).json()
    assert told["answer"]["sentence"] == "The answer is not settled; open: the highest penalty of that day."
    assert told["edition"] == "2026-11-23"
