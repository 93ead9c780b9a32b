"""Two answers, days or editions side by side: what differs comes first, and nothing else is called a difference."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from irhub.rulebook.engine import evaluate
from irhub.rulebook.side_by_side import answers_paired, facts_paired, rules_paired
from tests.examples import tried
from tests.rulebook.random_cases import BOOK, DAYS, walks


@tried(100)
@given(walks())
def test_an_answer_differs_in_nothing_from_itself(walked):
    name, answers = walked
    result = evaluate(name, answers)
    pairs = answers_paired(result, result)
    assert not any(pair.differs for pair in pairs)
    assert len(pairs) == len(result.findings) + len(result.needs)


@tried(200)
@given(walks("settlement", "costs"), st.data())
def test_what_differs_comes_first_and_nothing_is_left_out(walked, data):
    name, answers = walked
    other = data.draw(walks(name))[1]
    left, right = evaluate(name, answers), evaluate(name, other)
    pairs = answers_paired(left, right)
    assert [pair.differs for pair in pairs] == sorted((pair.differs for pair in pairs), reverse=True)
    for side, told in ((left, [pair.left for pair in pairs]), (right, [pair.right for pair in pairs])):
        assert len([words for words in told if words]) == len(side.findings) + len(side.needs)


def test_facts_that_differ_come_first():
    pairs = facts_paired({"Job": "Nurse", "Hours": "37.5"}, {"Job": "Nurse", "Hours": "40", "Age": "18 to 20"})
    assert [(pair.title, pair.left, pair.right) for pair in pairs] == [
        ("Hours", "37.5", "40"),
        ("Age", "", "18 to 20"),
        ("Job", "Nurse", "Nurse"),
    ]


def test_the_salary_floor_differs_between_the_day_before_and_the_day():
    pairs, same = rules_paired((BOOK, date(2025, 4, 8)), (BOOK, date(2025, 4, 9)))
    floor = next(pair for pair in pairs if pair.topic.name == "salary_floor")
    assert floor.left
    assert floor.right
    assert (floor.left.id, floor.right.id) == ("SAL-03", "SAL-04")
    assert same > 0


@tried(50)
@given(DAYS)
def test_a_day_differs_in_nothing_from_itself(day):
    pairs, same = rules_paired((BOOK, day), (BOOK, day))
    assert pairs == []
    assert same == len(BOOK.in_force(day))


def test_two_editions_differ_where_a_correction_says_something_else():
    first, day = BOOK.as_known(BOOK.editions[0]), date(2024, 2, 12)
    pairs, _ = rules_paired((first, day), (BOOK, day))
    changed = {each.right.id for each in pairs if each.right}
    assert "RTW-01" in changed
