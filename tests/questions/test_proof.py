"""A questionnaire that cannot work is refused when it is read, with a sentence that names the question."""

from __future__ import annotations

import pytest

from irhub.questions.proof import faults
from irhub.questions.questionnaire import Question, Questionnaire
from irhub.questions.versions import read_folder
from irhub.web.yaml_files import Unsound
from tests.questions.examples import CARE, questionnaire

HEAD = "title: A questionnaire\npages:\n  - {key: first, questions: [{key: home, kind: yes or no, title: A home?}]}\n"
LINE = "  - {key: p%d, questions: [{%s}]}\n"


def with_questions(*texts: str) -> list[str]:
    return faults(questionnaire(HEAD + "".join(LINE % (at, text) for at, text in enumerate(texts))))


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (["key: a, kind: date, title: A, when: {hom: [yes]}"], "a depends on hom, and there is no such question."),
        (
            [
                "key: a, kind: yes or no, title: A, when: {b: [yes]}",
                "key: b, kind: yes or no, title: B, when: {a: [yes]}",
            ],
            "a depends on b, which is not asked before it.",
        ),
        (["key: a, kind: date, title: A, when: {a: [yes]}"], "a depends on a, which is not asked before it."),
        (
            ["key: a, kind: date, title: A, when: {home: [perhaps]}"],
            "the answer perhaps to home, which home does not offer.",
        ),
        (["key: a, kind: date, title: A, when: {home: [unknown]}"], "the answer unknown to home"),
        (["key: a, kind: date, title: A, when: {home: []}"], "a names no answer to home"),
        (
            [
                "key: a, kind: yes or no, title: A, when: {home: [yes]}",
                "key: b, kind: yes or no, title: B, when: {home: [no], a: [yes]}",
            ],
            "b is never asked: no answers lead to “B”.",
        ),
        (["key: a, kind: date, title: A, unless: {home: [yes, no]}"], "a is never asked"),
        (["key: a, kind: date, title: A, when: {home: [yes]}, unless: {home: [yes]}"], "a is never asked"),
        (["key: home, kind: yes or no, title: Again?"], "home is asked twice: each wording needs a condition"),
        (["key: home, kind: date, title: Again?, when: {home: [yes]}"], "its answer is not of the same kind"),
        (["key: a, kind: choice, title: A"], "a offers nothing to choose."),
        (["key: a, kind: date, title: A, options: {x: X}"], "a has options, though its answer is a date."),
        (["key: a, kind: choice, title: A, options: {unknown: X}"], "a has the option unknown"),
        (["key: a, kind: choice, title: A, options: {x y: X}"], "a has the option x y"),
        (["key: a, kind: date, title: A, reason: Why?"], "a asks for a reason"),
        (["key: a, kind: short text, title: A, most_words: 3"], "a counts words, though it is no long text."),
        (["key: a, kind: money, title: A, least: 5, most: 4"], "a takes no number"),
        (["key: a, kind: date, title: A, first: 2026-01-02, last: 2026-01-01"], "a takes no date"),
        (["key: a, kind: yes or no, title: A, optional: true"], "a is a choice that may be left blank"),
        (["key: a, kind: long text, title: A, unknown: I do not know"], "a is a text that may be unknown"),
        (["key: a, kind: date, title: A, not_before: home"], "a may not come before home, which is no date"),
    ],
)
def test_what_cannot_work_is_told_in_a_sentence(texts, says):
    found = with_questions(*texts)
    assert any(says in fault for fault in found), found


def test_what_can_work_has_no_fault():
    assert faults(questionnaire()) == []
    assert with_questions(
        "key: day, kind: date, title: When did it open?, when: {home: [yes]}",
        "key: day, kind: date, title: When did it close?, when: {home: [no]}",
        "key: after, kind: date, title: And then?, not_before: day, unless: {home: [no]}",
    ) == []  # fmt: skip


def test_pages_are_told_apart_and_have_a_title_where_they_ask_much():
    twice = HEAD + LINE % (1, "key: a, kind: date, title: A") * 2
    assert "The page p1 stands twice." in faults(questionnaire(twice))
    untitled = (
        "title: T\npages:\n  - {key: p, questions: [{key: a, kind: date, title: A}, {key: b, kind: date, title: B}]}\n"
    )
    assert faults(questionnaire(untitled)) == ["The page p has several questions and no title."]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"care-1": CARE, "care-3": CARE}, "care-3.yaml: version 2 of care is missing."),
        (
            {"care-1": CARE, "care-2": CARE.replace("key: named, kind: short text", "key: named, kind: date")},
            "care-2.yaml: named was a short text in an earlier version and is a date now: give it a new key.",
        ),
        (
            {"care-1": CARE.replace("kind: money", "kind: gold")},
            "care-1.yaml: pages → 2 → questions → 4 → kind: Input should be",
        ),
        ({"care-1": CARE.replace("most: 84", "upto: 84")}, "upto: Extra inputs are not permitted"),
        ({"care-1": CARE.replace("home: [yes]", "hone: [yes]")}, "care-1.yaml: beds depends on hone"),
        ({"care": CARE}, "name the file after the questionnaire and its version"),
    ],
)
def test_files_that_cannot_be_used_are_named(tmp_path, files, says):
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    with pytest.raises(Unsound) as refused:
        read_folder(tmp_path, Questionnaire[Question])
    assert says in str(refused.value)


def test_versions_come_in_their_order(tmp_path):
    for version in range(1, 12):
        (tmp_path / f"care-{version}.yaml").write_text(CARE)
    found = read_folder(tmp_path, Questionnaire[Question])
    assert [each.version for each in found["care"]] == list(range(1, 12))
