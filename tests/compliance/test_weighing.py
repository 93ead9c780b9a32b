"""The weighing: one function, by the words of the page How it is weighed; nothing ever says that somebody would pass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.compliance.questionnaire import CheckQuestion, Weight
from irhub.compliance.weighing import Weighing, Why, weigh, words_of, worst
from irhub.questions.questionnaire import UNKNOWN, NotApplicable

TODAY = date(2026, 11, 29)


@dataclass(frozen=True)
class Line:
    seen_on: date = TODAY
    right: int | None = None
    looked_at: int | None = None


def question(weight: str, key: str = "A1", *, first: bool = False) -> CheckQuestion:
    return CheckQuestion.model_validate({"key": key, "weight": weight, "title": "Is it so?", "looked_at_first": first})


def weighing(*told: tuple[str, object]) -> Weighing:
    return Weighing(
        tuple(
            found
            for at, (weight, answer) in enumerate(told)
            if (found := weigh(question(weight, f"Q{at}"), answer, [Line()], TODAY)) is not None
        )
    )


def test_the_example_of_the_guide():
    found = weighing(("critical", "yes"), ("critical", "partly"), ("major", "yes"), ("moderate", "no"))
    assert sum(one.weight.points for one in found.all) == 22
    assert found.index == 49, "54, held down by a critical gap"
    assert found.words == "Act now"
    without = weighing(("critical", "yes"), ("critical", "yes"), ("major", "partly"), ("moderate", "yes"))
    assert without.index == 90
    assert without.words == "Gaps to close", "a major gap is a large one, whatever the index"
    small = weighing(("critical", "yes"), ("critical", "yes"), ("major", "yes"), ("moderate", "partly"))
    assert small.words == "No large gap found in what you checked"


@pytest.mark.parametrize(
    ("weight", "answer", "proof", "gap", "why"),
    [
        ("major", "yes", [Line()], 0, None),
        ("major", "yes", [], 2, Why.NOT_SEEN),
        ("major", "yes", [Line(TODAY - timedelta(days=366))], 0, None),
        ("major", "yes", [Line(TODAY - timedelta(days=367))], 2, Why.OLD),
        ("critical", "yes", [Line(TODAY - timedelta(days=92))], 0, None),
        ("critical", "yes", [Line(TODAY - timedelta(days=93))], 2, Why.OLD),
        ("critical", "yes", [Line(TODAY - timedelta(days=93)), Line()], 0, None),
        ("critical", "yes", [Line(right=19, looked_at=20)], 2, Why.SAMPLE),
        ("major", "yes", [Line(TODAY - timedelta(days=9), right=19, looked_at=20), Line()], 2, Why.SAMPLE),
        (
            "major",
            "yes",
            [Line(TODAY - timedelta(days=9), right=19, looked_at=20), Line(right=20, looked_at=20)],
            0,
            None,
        ),
        ("major", "partly", [Line()], 1, Why.PARTLY),
        ("critical", "partly", [Line()], 2, Why.PARTLY),
        ("advice", "no", [Line()], 2, Why.NO),
        ("advice", UNKNOWN, [Line()], 2, Why.UNKNOWN),
        ("advice", None, [Line()], 2, Why.OPEN),
    ],
)
def test_what_each_answer_comes_to(weight, answer, proof, gap, why):
    found = weigh(question(weight), answer, proof, TODAY)
    assert found is not None
    assert (found.gap, found.why) == (gap, why)


def test_what_does_not_apply_weighs_nothing():
    assert weigh(question("critical"), NotApplicable("We sponsor nobody"), [], TODAY) is None


def test_there_is_no_index_while_more_than_one_in_five_is_not_checked():
    assert weighing(*[("major", "yes")] * 4, ("major", UNKNOWN)).index == 80
    assert weighing(*[("major", "yes")] * 3, ("major", UNKNOWN)).index is None
    assert Weighing(()).index is None
    assert words_of(None, 0) == "Too much is not checked to say"


def test_what_would_matter_first_comes_first():
    told = [
        weigh(question(weight, key, first=first), answer, [Line()], TODAY)
        for weight, key, answer, first in (
            ("advice", "D", "no", True), ("major", "C", "partly", False), ("critical", "B", "no", False), ("critical", "A", "no", True),
        )
    ]  # fmt: skip
    assert [one.question.key for one in Weighing(tuple(one for one in told if one)).gaps] == ["A", "B", "C", "D"]


def test_of_several_places_the_worst_answer_counts():
    at = [
        weigh(question("major"), answer, [Line()], TODAY, place)
        for answer, place in (("yes", ""), ("no", "Rose"), ("partly", "Elm"))
    ]
    assert [(one.place, one.gap) for one in worst(one for one in at if one)] == [("Rose", 2)]


ANSWERS = st.sampled_from(["yes", "partly", "no", UNKNOWN, None, NotApplicable("x")])


@given(st.lists(st.tuples(st.sampled_from([str(each) for each in Weight]), ANSWERS), max_size=25))
def test_the_index_is_within_its_bounds_and_no_better_answer_lowers_it(told):
    found = weighing(*told)
    if found.index is None:
        return
    assert 0 <= found.index <= 100
    assert found.index <= 49 or not found.open_of(Weight.CRITICAL)
    assert (found.index == 100) is (not found.gaps)
    for at, (weight, answer) in enumerate(told):
        if answer in ("no", "partly"):
            better = weighing(*told[:at], (weight, "yes"), *told[at + 1 :]).index
            assert better is not None
            assert better >= found.index


@pytest.mark.parametrize("index", [None, *range(0, 101, 10)])
def test_no_word_promises_anything(index):
    assert not {"pass", "compliant", "comply", "safe"} & set(words_of(index, 0).lower().split())
