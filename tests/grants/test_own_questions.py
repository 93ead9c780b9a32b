"""Whatever an officer does with the questions of a call: weights come to 100, what the hub needs is asked, and no id is used for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.grants import own_questions as own
from irhub.grants.asking import kept
from irhub.grants.method import GRADES, Asked, CallQuestions, criteria, method, ready, scored
from irhub.grants.own_questions import Told
from irhub.grants.shapes import Shape
from irhub.questions.proof import faults
from irhub.questions.questionnaire import Kind
from irhub.web.errors import ActionRefused
from tests.examples import tried

LASTS = Told(
    "What stays once the money is spent?", "What lasts", "", "Somebody who carries on", 150, "results/outcomes"
)


def _one(asked: CallQuestions, lot: int) -> Asked:
    return asked.questions[lot % len(asked.questions)]


def _told(asked: CallQuestions, lot: int) -> Told:
    places = own.places(asked)
    return Told(
        f"Question {lot}?",
        f"Label {lot % 40}",
        "",
        "Facts" * (lot % 3 > 0),
        50 + lot % 100,
        places[lot % len(places)][0],
    )


def _weigh(asked: CallQuestions, lot: int) -> CallQuestions:
    """All but what is left over to one of them; where that is not enough, what does not come to 100."""
    can = own.weighable(asked)
    each = lot % (101 // max(len(can), 1) + 2)
    given = {one.key: each for one in can}
    if can:
        given[can[lot % len(can)].key] += max(100 - each * len(can), 0)
    return own.weigh(asked, given)


def _again(asked: CallQuestions, lot: int) -> CallQuestions:
    gone = own.left_out(asked) or asked.questions
    return own.ask_again(asked, gone[lot % len(gone)].key)


PRESSES = {
    "leave out": lambda asked, lot: own.leave_out(asked, _one(asked, lot).key),
    "ask again": _again,
    "change": lambda asked, lot: own.change(asked, _one(asked, lot).key, _told(asked, lot)),
    "add": lambda asked, lot: own.add(asked, (Kind.TEXT, Kind.YES_NO)[lot % 2], _told(asked, lot)),
    "weigh": _weigh,
    "put back": lambda asked, lot: own.as_they_were(asked),
}


@tried(75)
@given(
    shape=st.sampled_from(Shape),
    presses=st.lists(st.tuples(st.sampled_from(sorted(PRESSES)), st.integers(0, 10_000)), max_size=25),
)
def test_weights_come_to_100_what_is_needed_is_asked_and_no_id_comes_back_for_another(shape, presses):
    asked, added = ready(shape), set[str]()
    needed = {each.key for each in asked.questions if each.stays}
    assert needed
    for press, lot in presses:
        before = asked
        try:
            asked = PRESSES[press](before, lot)
        except ActionRefused:
            continue
        assert sum(each.weight for each in asked.questions) == (100 if shape == Shape.PANEL else 0)
        assert all(each.looks_for for each in criteria(asked.questions))
        assert needed <= {each.key for each in asked.questions}
        assert faults(asked) == []
        assert CallQuestions.model_validate(kept(asked)) == asked, "what is kept is what was said"
        if press == "add":
            (new,) = own.own(asked) - own.own(before)
            assert new not in added
            added.add(new)


@tried(25)
@given(
    lots=st.lists(st.integers(0, 10_000), min_size=1, max_size=6),
    grades=st.lists(st.integers(0, 4), min_size=14, max_size=14),
)
def test_what_is_scored_is_what_was_asked_by_the_weights_that_everybody_reads(lots, grades):
    asked = own.add(ready(Shape.PANEL), Kind.TEXT, LASTS)
    for lot in lots:
        try:
            asked = _weigh(asked, lot)
        except ActionRefused:
            continue
    marks = [each.key for each in criteria(asked.questions)]
    given_to = dict(zip(marks, grades, strict=False))
    found = scored(asked.questions, given_to, given_to, method())
    by_hand = sum(each.weight * given_to[each.key] for each in criteria(asked.questions)) / max(GRADES)
    assert set(found.grades) == set(marks)
    assert found.percent == int(by_hand)


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"need": 24}, "come to 99, and have to come to 100: 1 missing"),
        ({"need": 35}, "come to 110, and have to come to 100: 10 too many"),
        ({"ethics": 0, "need": 35}, "is scored in every call: give it 1 or more"),
    ],
)
def test_weights_that_do_not_come_to_100_are_refused_in_plain_words(weights, told):
    with pytest.raises(ActionRefused, match=told):
        own.weigh(ready(Shape.PANEL), weights)


@pytest.mark.parametrize(
    ("shape", "key", "why"),
    [
        (Shape.PANEL, "staff", "budget"), (Shape.PANEL, "services", "budget"), (Shape.PANEL, "things", "budget"), (Shape.PANEL, "providers", "came to"),
        (Shape.PANEL, "workers", "came to"), (Shape.PANEL, "ethics", "without it"), (Shape.CLAIM, "spent", "evidence"), (Shape.PANEL, "need", "has 25 of the 100"),
    ],
)  # fmt: skip
def test_what_the_hub_needs_stays_and_says_why_and_a_weight_is_given_away_before_its_question_goes(shape, key, why):
    with pytest.raises(ActionRefused, match=why):
        own.leave_out(ready(shape), key)


def test_a_question_is_left_out_asked_again_and_put_back_as_it_was():
    weighed = own.weigh(ready(Shape.PANEL), {"outcomes": 0, "need": 45})
    without = own.leave_out(weighed, "outcomes")
    assert [each.key for each in own.left_out(without)] == ["outcomes"]
    again = own.ask_again(without, "outcomes")
    assert own.question_of(again, "outcomes").weight == 0
    with pytest.raises(ActionRefused, match="asked already"):
        own.ask_again(again, "outcomes")
    assert own.as_ready(own.as_they_were(again))


def test_a_question_of_ones_own_stands_where_it_was_put_and_moves():
    asked = own.add(ready(Shape.PANEL), Kind.TEXT, LASTS)
    assert [each.key for each in asked.page_of("own_1").questions][:2] == ["outcomes", "own_1"]
    moved = own.change(asked, "own_1", Told(*("Yes?", "Lasts", "", ""), 90, "budget/"))
    assert moved.page_of("own_1").questions[0].label == "Lasts"
    assert own.place_of(moved, "own_1") == "budget/"
    gone = own.leave_out(moved, "own_1")
    assert own.add(gone, Kind.YES_NO, LASTS).page_of("own_2").key == "results", "its id is not used again"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (Told("Why?", "Outcomes", "", "", 90, "project/"), "Another question has this short name"),
        (Told("Why?", "Need and evidence", "", "", 90, "project/"), "say what assessors look for"),
        (Told("Why?", "Need and evidence", "", "Facts", 90, "nowhere/"), "Choose where"),
    ],
)
def test_a_change_that_would_puzzle_readers_is_refused(told, why):
    with pytest.raises(ActionRefused, match=why):
        own.change(ready(Shape.PANEL), "need", told)
