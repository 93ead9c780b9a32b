"""A rule in a text is read by the edition of the rulebook that is asked; one that this edition does not know is said to be unknown."""

from __future__ import annotations

from datetime import timedelta

from irhub.guidance.embedding import read
from irhub.rulebook.loading import rulebook


def test_a_rule_that_an_earlier_edition_does_not_know_is_a_problem_in_words():
    book = rulebook()
    first = book.editions[0]
    before = book.as_known(first.day - timedelta(days=1))
    rule = book.rules[0]
    found = read(f"rule: {rule.id}", before)
    assert found.problem.startswith("The edition of the rulebook of ")
    assert rule.id in found.problem
    assert not read(f"rule: {rule.id}", book).problem
