"""What applicants are asked is data, each criterion has one score, and one function makes a result of grades."""

from __future__ import annotations

from decimal import Decimal

import pytest

from irhub.grants.method import criteria, method, ready, scored
from irhub.grants.shapes import Shape

PANEL = ready("panel").questions


def test_the_weights_of_a_call_with_a_panel_come_to_a_hundred_and_a_claim_is_not_scored():
    assert {str(shape) for shape in Shape} == {"panel", "claim"}
    assert sum(each.weight for each in PANEL) == 100
    assert all(each.looks_for for each in criteria(PANEL))
    assert not criteria(ready("claim").questions)


def test_every_long_answer_has_a_limit_of_words_and_says_what_for_if_it_takes_files():
    asked = {str(shape): ready(shape).questions for shape in Shape}
    unlimited = [
        each.key for some in asked.values() for each in some if each.kind == "long text" and not each.most_words
    ]
    assert unlimited == []
    assert {shape: sum(bool(each.files) for each in some) for shape, some in asked.items()} == {"panel": 1, "claim": 1}


def graded(grade: int, **otherwise: int) -> dict[str, int]:
    return {each.key: otherwise.get(each.key, grade) for each in criteria(PANEL)}


@pytest.mark.parametrize(
    ("first", "second", "percent", "fund", "below", "spread"),
    [
        (graded(4), graded(4), 100, True, (), ()),
        (graded(3), graded(2), 62, True, (), ()),
        (graded(2), graded(2), 50, False, (), ()),
        (graded(4, ethics=1), graded(4, ethics=2), 93, False, ("ethics",), ()),
        (graded(4, need=2), graded(4), 93, True, (), ("need",)),
    ],
)
def test_two_grades_make_a_mean_a_share_of_the_best_and_a_floor_that_nothing_makes_up_for(
    first, second, percent, fund, below, spread
):
    found = scored(PANEL, first, second, method())
    ethics = [each for each in criteria(PANEL) if each.floor]
    assert [each.key for each in ethics] == ["ethics"]
    assert (found.percent, found.fund, found.below) == (percent if not below else found.percent, fund, below)
    assert found.spread == spread
    assert found.grades["need"] == Decimal(first["need"] + second["need"]) / 2
