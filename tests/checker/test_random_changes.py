"""Whatever is proposed and accepted: no date has two answers or none, earlier editions stay as they were, checkers still answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.checker.editing import drafts
from irhub.rulebook.book import Rulebook
from irhub.rulebook.changing import read_document, with_change
from irhub.rulebook.engine import evaluate
from irhub.rulebook.findings import Outcome
from irhub.rulebook.loading import EARLIEST, LATEST, rulebook
from irhub.rulebook.rules import Certainty, Edition, Unit
from irhub.web.dates import PARTS
from irhub.web.yaml_files import Unsound
from tests.examples import tried
from tests.rulebook.random_cases import DAYS, walks

pytestmark = pytest.mark.slow
SHIPPED = rulebook()
TODAY = SHIPPED.known
WHY = {"reason": "The official page says so now."}


def fields(name: str, day: date | None) -> dict[str, str]:
    texts = (str(day.day), str(day.month), str(day.year)) if day else ("", "", "")
    return {f"{name}-{part}": text for part, text in zip(PARTS, texts, strict=True)}


def value_in(unit: Unit) -> st.SearchStrategy[str]:
    if unit is Unit.YES_NO:
        return st.sampled_from(["yes", "no"])
    if unit is Unit.SHARE_OF_YEAR:
        return st.sampled_from(["1/12", "4/52"])
    if unit in (Unit.TEXT, Unit.LEVEL):
        return st.sampled_from(["B2", "wide", "another value"])
    return st.integers(0, 40_000).map(str)


@st.composite
def change(draw: Any, book: Rulebook) -> str:
    """The document of something that an editor might propose; blank if the page would not take it."""
    topic = book.topics[draw(st.sampled_from(sorted({name for name, _ in book.lines})))]
    of_topic = [rule for rule in book.rules if rule.topic == topic.name]
    rule = draw(st.sampled_from(of_topic))
    turns = [day for day in (rule.since, rule.until) if day] or [TODAY]
    near = st.sampled_from(turns).flatmap(lambda day: st.integers(-40, 40).map(lambda n: day + timedelta(days=n)))
    day = draw(st.one_of(near, DAYS))
    given_all = {**drafts.fields_of(rule), **WHY}
    kind = draw(st.sampled_from(["value", "add", "add", "end", "since", "withdraw", "doubt"]))
    if kind == "withdraw":
        return drafts.withdrawal(book, rule, given_all, TODAY).document
    if kind == "end":
        return drafts.ending(book, rule, {**given_all, **fields("until", day)}, TODAY).document
    value = {"value": draw(value_in(rule.unit))}
    if kind == "add":
        more = {**value, **fields("since", day), **fields("until", None), "scope": rule.scope, "end_before": "on"}
        more["more_source"] = draw(st.sampled_from(sorted(book.sources)))
        return drafts.addition(book, topic, {**given_all, **more}, (), TODAY).document
    changed = {"since": fields("since", day), "value": value, "doubt": {"certainty": str(Certainty.CONFLICTING)}}[kind]
    return drafts.correction(book, rule, {**given_all, **changed}, TODAY).document


@st.composite
def changed_books(draw: Any) -> list[Rulebook]:
    """The shipped rulebook, and the one after each of some accepted changes."""
    books = [SHIPPED]
    for number in range(1, draw(st.integers(2, 6)) + 1):
        text = draw(change(books[-1]))
        if not text:
            continue
        try:
            document = read_document(text, SHIPPED.topics, Edition(TODAY, number))
            books.append(with_change(books[-1], document))
        except Unsound:
            continue
    return books


@tried(75)
@given(changed_books(), st.lists(st.dates(EARLIEST, LATEST), min_size=5, max_size=5))
def test_no_date_has_two_answers_or_none_after_any_accepted_changes(books, days):
    book = books[-1]
    for key, line in book.lines.items():
        turns = [day for rule in line for day in (rule.since, rule.until) if day]
        for day in [*days, *(day + timedelta(days=n) for day in turns for n in (-1, 0, 1))]:
            covering = [rule for rule in line if rule.covers(day)]
            inside = (line[0].since or date.min) <= day <= (line[-1].until or date.max)
            assert len(covering) == (1 if inside else 0), (key, day)
            assert book.rule(*key, day) == (covering[0] if covering else None)


@tried(75)
@given(changed_books())
def test_accepted_changes_leave_every_earlier_edition_as_it_was(books):
    for earlier in books:
        again = books[-1].as_known(earlier.edition)
        assert again.rules == earlier.rules
        assert again.sources.items() >= earlier.sources.items()


@tried(75)
@given(changed_books(), walks())
def test_checkers_answer_by_a_changed_rulebook_with_its_versions_and_sources_and_by_earlier_ones_as_before(
    books, walked
):
    name, answers = walked
    for book in books:
        result = evaluate(name, answers, book=book)
        assert result == evaluate(name, answers, book=books[-1], known=book.edition)
        for finding in result.findings:
            assert finding.applied
            for used in finding.applied:
                assert book.by_id[used.rule.id] is used.rule
                assert book.sources_of(used.rule) or used.rule.certainty is Certainty.TO_BE_VERIFIED
                assert used.rule.covers(used.day) or finding.outcome is Outcome.NOT_SETTLED


def test_random_changes_are_accepted_often_enough_to_mean_something():
    accepted = 0

    @tried(60, database=None)
    @given(changed_books())
    def count(books):
        nonlocal accepted
        accepted += len(books) - 1

    count()
    assert accepted >= 30
