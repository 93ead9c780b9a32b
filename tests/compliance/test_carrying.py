"""A re-check over three versions of the questions and of the rules: what did not change stands, what did is asked again, nothing is lost."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.compliance import how_it_stands, questionnaire
from irhub.compliance.how_it_stands import rules_touched
from irhub.compliance.questionnaire import CheckQuestion, SelfCheck, lines_of, newest, rules_held
from irhub.compliance.weighing import Why
from irhub.questions.stored import answers_of
from irhub.questions.versions import changes
from irhub.rulebook.loading import rulebook
from irhub.rulebook.rules import Edition
from tests.examples import tried

FIRST = newest()
KEYS = sorted(question.key for question in FIRST.questions if question.weight)
BOOK = rulebook()
TODAY = date(2026, 11, 29)


def later(before: SelfCheck, reworded: set[str], gone: set[str], helped: set[str]) -> SelfCheck:
    """The next version: some questions ask something else, some are gone, some have other guidance and weigh otherwise."""
    pages = []
    for page in before.pages:
        kept = [
            question.model_copy(
                update=({"title": f"{question.title} Today?"} if question.key in reworded else {})
                | (
                    {"why": "Because.", "evidence": "Another paper", "source": "Another"}
                    if question.key in helped
                    else {}
                )
            )
            for question in page.questions
            if question.key not in gone
        ]
        if kept:
            pages.append(page.model_copy(update={"questions": tuple(kept)}))
    return before.model_copy(update={"version": before.version + 1, "pages": tuple(pages)})


def kinds_of(key: str) -> CheckQuestion:
    return next(question for question in FIRST.questions if question.key == key)


SOME = st.sets(st.sampled_from(KEYS), max_size=12)


@tried(60)
@given(
    st.dictionaries(st.sampled_from(KEYS), st.tuples(st.sampled_from(["yes", "partly", "no"]), st.integers(1, 3)), min_size=5),
    st.tuples(SOME, SOME, SOME), st.tuples(SOME, SOME, SOME),
)  # fmt: skip
def test_over_three_versions_only_what_asks_something_else_is_asked_again(given_answers, second, third):
    """Each answer was given in one of the versions; the sheet is at the third."""
    two = later(FIRST, *second)
    three = later(two, *third)
    versions = (FIRST, two, three)
    there = {version.version: {question.key for question in version.questions} for version in versions}
    rows = {
        key: SimpleNamespace(question=key, answer=answer, instead="", reason="", version=version)
        for key, (answer, version) in given_answers.items()
        if key in there[version]
    }
    found = answers_of(SimpleNamespace(version=3), versions, rows)
    assert {**found.answers, **found.again, **found.gone} == {key: row.answer for key, row in rows.items()}
    for key, row in rows.items():
        since = versions[row.version - 1 :]
        if key not in there[3]:
            assert key in found.gone
        elif any(key in changes(old, new) for old, new in itertools.pairwise(since)):
            assert key in found.again
        else:
            assert key in found.answers


RULED = sorted(key for key in KEYS if kinds_of(key).rules)
DAYS = st.dates(date(2023, 1, 1), TODAY)


@tried(100)
@given(st.dictionaries(st.sampled_from(RULED), DAYS, min_size=3), DAYS)
def test_an_answer_is_asked_again_if_and_only_if_a_rule_behind_it_stands_otherwise(answered_on, today):
    kept = {key: rules_held(kinds_of(key), day, BOOK) for key, day in answered_on.items()}
    touched = rules_touched(kept, today, BOOK)
    for key, day in answered_on.items():
        lines = lines_of(kinds_of(key), BOOK)
        stood = [BOOK.rule(*line.split("/", 1), day) for line in lines]
        stands = [BOOK.rule(*line.split("/", 1), today) for line in lines]
        assert (key in touched) is (stood != stands), key
        assert all(change.says.strip() for change in touched.get(key, ()))


def test_rules_did_change_between_the_days_that_are_tried():
    old, new = (rules_held(kinds_of("C1"), day, BOOK) for day in (date(2024, 4, 10), TODAY))
    assert old != new
    assert rules_touched({"C1": old}, TODAY, BOOK)
    assert not rules_touched({"C1": new}, TODAY, BOOK)


def test_a_correction_of_a_rule_marks_the_questions_that_it_touches_and_no_others():
    """The rulebook as it was known before an edition corrected some rules."""
    editions = BOOK.editions
    assert len(editions) > 1
    before = BOOK.as_known(Edition(editions[-1].day - timedelta(days=1)))
    kept = {key: rules_held(kinds_of(key), TODAY, before) for key in RULED}
    touched = set(rules_touched(kept, TODAY, BOOK))
    moved = {key for key in RULED if rules_held(kinds_of(key), TODAY, BOOK) != kept[key]}
    assert touched == moved
    assert "REP-06" in kinds_of("E5").rules
    assert 0 < len(touched) < len(RULED)


@pytest.mark.django_db
def test_a_new_version_is_told_and_asks_again_only_what_changed(monkeypatch):
    from tests.compliance.factories import SheetFactory, answered, hr_of

    sheet = SheetFactory()
    answered(sheet, A1="yes", A3="no", A6="partly")
    two = later(FIRST, {"A3"}, set(), {"A6"})
    for module in (questionnaire, how_it_stands):
        monkeypatch.setattr(module, "versions", lambda name=questionnaire.NAME: (FIRST, two))
    assert how_it_stands.standing_of(sheet).behind
    from irhub.compliance import actions

    actions.renew(sheet, by=hr_of(sheet.body))
    sheet.refresh_from_db()
    at = how_it_stands.standing_of(sheet)
    assert not at.behind
    assert at.answers == {"A1": "yes", "A6": "partly"}
    assert at.again == {"A3": "no"}
    assert "A3" in [question.key for question in at.open]


@pytest.mark.django_db
def test_what_a_place_answered_otherwise_is_asked_again_after_a_change_of_the_law_and_not_hidden_by_head_office(
    monkeypatch,
):
    from irhub.compliance import actions, queries
    from tests.compliance.factories import SheetFactory, answered, hr_of, proven

    sheet = SheetFactory()
    monkeypatch.setattr(queries, "locations_of", lambda body: [queries.Location("1-201", "Elm Court")])
    actions.choose_places(sheet, ["1-201"], by=hr_of(sheet.body))
    (elm,) = queries.places_of(sheet)
    answered(sheet, situation=("sponsors",))
    answered(elm, on=date(2025, 4, 10), B2="no")
    sheet.refresh_from_db()
    answered(sheet, B2="yes")
    proven(sheet, "B2")
    at = how_it_stands.standing_of(elm)
    assert "B2" in at.again
    assert "B2" in {each.key for each in at.open}
    weighed = queries.weighing_of(how_it_stands.standing_of(sheet), [at]).all
    (found,) = [one for one in weighed if one.question.key == "B2"]
    assert (found.why, found.place, found.gap) == (Why.OPEN, "Elm Court", 2)
