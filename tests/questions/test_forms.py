"""A page of questions: what people type becomes the answer they meant, and every answer fills its page and stands in its address again."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from irhub.questions.address import never_in_an_address, pairs, read_address
from irhub.questions.engine import standing
from irhub.questions.forms import AnswersForm
from irhub.questions.questionnaire import ONE_OF, WORDS, Kind, NotApplicable, Question
from irhub.web.dates import PARTS
from irhub.web.forms import problems
from tests.questions.examples import ASKED, answer, answers

BY_KEY = {question.key: question for question in ASKED.questions}


def form(*keys: str, sent: str | None = None, **options: Any) -> AnswersForm:
    return AnswersForm([BY_KEY[key] for key in keys], None if sent is None else QueryDict(sent), **options)


def sent_by(filled: AnswersForm) -> QueryDict:
    """What a browser sends of a form as it is shown."""
    data = QueryDict(mutable=True)
    for name, field in filled.fields.items():
        value = filled[name].value()
        if isinstance(value, tuple) and len(value) == len(PARTS) and name in BY_KEY and BY_KEY[name].kind is Kind.DATE:
            for part, text in zip(PARTS, value, strict=True):
                data[f"{name}-{part}"] = text
        elif isinstance(value, (list, tuple)):
            data.setlist(name, [str(each) for each in value])
        elif value is not None:
            data[name] = str(field.prepare_value(value))
    return data


@pytest.mark.parametrize(
    ("key", "sent", "told"),
    [
        ("checked", "checked=partly", "partly"),
        ("checked", "checked=unknown", "unknown"),
        ("checked", "checked=not_applicable&checked-reason=Nobody+is+new", NotApplicable("Nobody is new")),
        ("found", "found=friends&found=advert", ("advert", "friends")),
        ("found", "found=advert.friends", ("advert", "friends")),
        ("found", "", ()),
        ("workers", "workers-instead=unknown", "unknown"),
        ("workers", "workers=lots&unknown=workers", "unknown"),
        ("fee", "fee-instead=not_applicable&fee-reason=We+asked", NotApplicable("We asked")),
        ("named", "named=+Example%0AHouse+", "Example House"),
        ("named", "named=unknown", "unknown"),
    ],
)
def test_what_is_sent_is_the_answer(key, sent, told):
    page = form(key, sent=sent)
    assert page.is_valid(), page.errors
    assert page.answers == {key: told}


@pytest.mark.parametrize(
    ("key", "sent", "field", "says"),
    [
        ("checked", "", "checked", "Choose one of the answers"),
        ("checked", "checked=not_applicable", "checked-reason", "Say why"),
        ("fee", "fee-instead=not_applicable", "fee-reason", "Say why"),
        ("found", "found=advert.nobody", "found", "Choose among the answers"),
        ("home", "home=not_applicable", "home", "Choose one of the answers"),
        ("told", "told=" + "word+" * 21, "told", "What do you do about fees? must be 20 words or fewer: it has 21"),
        ("named", "named=" + "x" * 201, "named", "What is it called? must be 200 characters or fewer"),
        ("named", "named=++", "named", "Enter an answer"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_control(key, sent, field, says):
    page = form(key, sent=sent)
    assert not page.is_valid()
    assert page.errors == {field: [says]}
    assert f'href="#{field}"' in problems(page)
    assert page.answers == {}


def test_a_limit_of_words_is_told_before_and_what_was_too_long_is_not_lost():
    assert "You can enter up to 20 words" in str(form("told"))
    assert "word word word" in str(form("told", sent="told=" + "word+" * 21))


def test_a_page_may_be_saved_in_part_and_what_is_blank_stays_open():
    page = form("beds", "workers", "found", "fee", sent="workers=12", partly=True)
    assert page.is_valid(), page.errors
    assert set(page.answers) == {"workers"}
    assert not form("beds", "workers", sent="workers=12").is_valid()


def test_a_question_alone_is_the_heading_of_its_page_and_one_of_many_is_not():
    assert "<h1" in str(form("checked", heading=True))
    assert "<h1" not in str(form("checked", "hours", heading=True))
    assert "govuk-radios__divider" in str(form("checked"))


@given(st.sampled_from(ASKED.questions).flatmap(lambda each: st.tuples(st.just(each), answer(each))))
def test_every_answer_fills_its_page_and_is_sent_back_as_it_was(asked: tuple[Question, Any]):
    question, told = asked
    shown = AnswersForm([question], before={question.key: told})
    assert str(shown)
    page = AnswersForm([question], sent_by(shown))
    assert page.is_valid(), page.errors
    assert page.answers == {question.key: told}


CLOSED = [question.model_copy(update={"reason": ""}) for question in ASKED.questions if question.kind not in WORDS]


def test_free_text_never_stands_in_an_address():
    assert never_in_an_address(CLOSED) == []
    told = never_in_an_address(ASKED.questions)
    assert "named takes free text, which may not stand in an address." in told
    assert "fee takes free text, which may not stand in an address." in told


@given(answers())
def test_answers_in_an_address_are_read_back_as_they_were(told):
    closed = {
        key: NotApplicable() if isinstance(each, NotApplicable) else each
        for key, each in told.items()
        if BY_KEY[key].kind not in WORDS
    }
    stands = standing(CLOSED, closed)
    assert read_address(CLOSED, dict(pairs(stands))) == (stands, ())


@given(
    st.dictionaries(
        st.sampled_from([*BY_KEY, "last-day", "fee-instead", "unknown", "not_applicable"]), st.text(max_size=12)
    )
)
def test_whatever_is_sent_each_question_has_an_answer_or_an_error(sent):
    data = QueryDict(mutable=True)
    data.update(sent)
    page = AnswersForm(ASKED.questions, data)
    valid = page.is_valid()
    assert valid == (set(page.answers) == set(BY_KEY))
    assert valid or page.errors
    assert str(page)


def test_choices_alone_are_one_of():
    assert {BY_KEY[key].kind for key in ("home", "checked")} == ONE_OF
