"""A questionnaire of each kind of question, with conditions, and random answers to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from irhub.questions.engine import asked
from irhub.questions.proof import faults
from irhub.questions.questionnaire import NUMBERS, ONE_OF, UNKNOWN, Kind, NotApplicable, Question, Questionnaire
from irhub.web.yaml_files import read_text

CARE = """
title: How does the home recruit?
pages:
  - key: home
    questions:
      - {key: home, kind: yes or no, title: Is it a care home?}
  - key: people
    title: The people
    questions:
      - {key: beds, kind: whole number, title: How many beds has it?, unit: people, least: 1, most: 500, when: {home: [yes]}}
      - {key: workers, kind: whole number, title: How many people work there?, unit: people, unknown: I do not know}
      - key: found
        kind: several choices
        title: How were they found?
        options: {advert: By an advertisement, agency: By an agency, friends: By people who work there}
        optional: true
      - {key: fee, kind: money, title: What did the agency take?, unit: a person, when: {found: [agency]}, not_applicable: It took nothing, reason: How do you know?}
  - key: checks
    title: Checks
    questions:
      - key: checked
        kind: choice
        title: Is everybody checked before the first day?
        options: {yes: "Yes", partly: In part, no: "No"}
        not_applicable: Does not apply
        reason: Why does it not apply?
        unknown: Not checked yet
      - {key: last, kind: date, title: When was the last check?, when: {checked: [yes, partly]}}
      - {key: hours, kind: number, title: How many hours a week?, unit: hours a week, most: 84, unless: {checked: [unknown, not_applicable]}}
  - key: words
    title: In your words
    questions:
      - {key: named, kind: short text, title: What is it called?}
      - {key: told, kind: long text, title: What do you do about fees?, most_words: 20, optional: true, when: {home: [no]}}
"""


def questionnaire(text: str = CARE, version: int = 1) -> Questionnaire[Question]:
    """A questionnaire of a text of YAML."""
    return Questionnaire[Question].model_validate({"name": "care", "version": version, **read_text(text)})


ASKED = questionnaire()
assert not faults(ASKED)
PRINTED = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)


def answer(question: Question) -> st.SearchStrategy[Any]:
    """Any answer that a question takes."""
    least, most = question.least, min(question.most, 30_000)
    if question.kind in ONE_OF:
        found: st.SearchStrategy[Any] = st.sampled_from(list(question.options))
    elif question.kind is Kind.SEVERAL:
        found = st.lists(st.sampled_from(list(question.options)), min_size=1, unique=True).map(
            lambda chosen: tuple(each for each in question.options if each in chosen)
        )
    elif question.kind is Kind.DATE:
        found = st.dates(question.first, question.last)
    elif question.kind is Kind.WHOLE:
        found = st.integers(least, most).map(Decimal)
    elif question.kind in NUMBERS:
        found = st.decimals(least, most, places=2, allow_nan=False, allow_infinity=False)
    else:
        found = PRINTED.filter(bool)
    ways = [found, found]
    if question.unknown:
        ways.append(st.just(UNKNOWN))
    if question.not_applicable:
        ways.append((PRINTED.filter(bool) if question.reason else st.just("")).map(NotApplicable))
    if question.optional:
        ways.append(st.just(() if question.kind is Kind.SEVERAL else ""))
    return st.one_of(ways)


@st.composite
def answers(draw: Any, asking: Questionnaire[Question] = ASKED, whole: bool = False) -> Mapping[str, Any]:
    """Answers to some questions, whether they are asked or not; `whole`: to all that are asked, and to no other."""
    given: dict[str, Any] = {}
    if not whole:
        for question in asking.questions:
            if draw(st.booleans()):
                given[question.key] = draw(answer(question))
        return given
    while left := [each for each in asked(asking.questions, given) if each.key not in given]:
        given[left[0].key] = draw(answer(left[0]))
    return given


DAY = date(2026, 3, 5)
