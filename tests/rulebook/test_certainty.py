"""How far a rule may be relied on is what its sources bear out: official texts settle, other pages report."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from irhub.rulebook.coverage import age_of, kind_of, rules_markdown, sources_table
from irhub.rulebook.engine import evaluate
from irhub.rulebook.findings import Outcome
from irhub.rulebook.loading import OFFICIAL_SINCE, faults, rulebook
from irhub.rulebook.rules import Certainty, Source
from tests.rulebook.test_data import TOPIC, rule

BOOK = rulebook()
FIELDS = {"title": "A page", "publisher": "Example", "read": date(2026, 11, 1)}
PAGE = Source(kind="law firm", url="https://example.org/a-page", **FIELDS)


def source(kind: str, url: str) -> Source:
    return Source(kind=kind, url=url, **FIELDS)


@pytest.mark.parametrize(
    ("kind", "url", "official"),
    [
        ("official", "https://www.gov.uk/guidance/a-page", True),
        ("written answer", "https://example.org/question/1", True),
        ("official", "https://www.gov.uk/", False),
        ("official", "https://www.gov.uk", False),
        ("legislation", "", False),
        ("law firm", "https://example.org/a-page", False),
    ],
)
def test_an_official_text_counts_only_with_the_full_address_of_its_page(kind, url, official):
    assert source(kind, url).official == official


def test_every_settled_rule_has_an_official_text_and_no_other_rule_says_settled():
    for each in BOOK.rules:
        if each.certainty is Certainty.SETTLED:
            assert BOOK.official(each), each.name
    assert {each.certainty for each in BOOK.rules} >= {Certainty.SETTLED, Certainty.REPORTED}


def test_loading_refuses_a_new_version_that_says_settled_without_an_official_text():
    new = rule(recorded=OFFICIAL_SINCE)
    assert "can only be marked as reported" in " ".join(faults({"floor": TOPIC}, [new], {"page": PAGE}))
    old = rule(recorded=OFFICIAL_SINCE - timedelta(days=1))
    assert faults({"floor": TOPIC}, [old], {"page": PAGE}) == []


def test_a_reported_rule_answers_and_names_the_official_publication_to_check():
    found = evaluate("report", {"what": "end", "event": date(2026, 11, 2)}).findings[0]
    assert found.certainty is Certainty.REPORTED
    assert found.outcome is Outcome.APPLIES
    assert found.due == date(2026, 11, 16)
    assert BOOK.to_check(each.rule for each in found.applied) == ("Sponsor guidance, parts 2 and 3",)


def test_every_topic_names_the_official_publication_in_which_to_check_it():
    assert [topic.name for topic in BOOK.topics.values() if not topic.publication] == []


def test_no_source_leads_to_a_home_page():
    assert [key for key, each in BOOK.sources.items() if each.url and each.url.removeprefix("https://").strip("/").count("/") == 0
            and "?" not in each.url] == []  # fmt: skip


def test_what_a_rule_rests_on_and_how_long_ago_it_was_read_are_told():
    settled = next(each for each in BOOK.rules if each.certainty is Certainty.SETTLED)
    assert kind_of(BOOK, settled) == "an official text with its full address"
    read = max(each.read for each in BOOK.sources_of(settled))
    assert age_of(BOOK, settled, read + timedelta(days=7)) == "within a week"
    assert age_of(BOOK, settled, read + timedelta(days=91)) == "longer ago"
    unsourced = next(each for each in BOOK.rules if not each.sources)
    assert (kind_of(BOOK, unsourced), age_of(BOOK, unsourced, BOOK.known)) == ("no source", "never")


def test_the_page_on_rules_holds_the_tables_of_the_rulebook_that_is_shipped(monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[2])
    assert sources_table(BOOK) in Path("docs/rules.md").read_text(encoding="utf-8"), "run irhub docs"
    assert rules_markdown() == Path("docs/rules.md").read_text(encoding="utf-8")
