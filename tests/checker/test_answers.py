"""What people type becomes the fact they meant, or a sentence that says what to do; and a fact comes back as it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.questions.questionnaire import FIRST_DAY, LAST_DAY, UNKNOWN, Kind
from irhub.rulebook.flow import Question, flows
from tests.checker.answering import Wrong, fields_given, form_fields, read, said, written
from tests.rulebook.random_cases import BOOK, answer

DAY = Question(key="event", kind=Kind.DATE, title="When?", label="Day", unknown="I do not know")
MONEY = Question(key="paid", kind=Kind.MONEY, title="How much?", label="Paid", unit="a year")
HOURS = Question(key="hours", kind=Kind.NUMBER, title="How long?", label="Hours", least=1, most=84, unit="hours a week")
MONTHS = Question(key="months", kind=Kind.WHOLE, title="How long?", label="Months", least=1, most=60, unit="months")
CHOICE = Question(key="home", kind=Kind.CHOICE, title="A home?", label="Home", options={"yes": "Yes", "no": "No"})


def day(first: str, second: str = "", third: str = "") -> object:
    return read(DAY, {"event-day": first, "event-month": second, "event-year": third}, BOOK)


@pytest.mark.parametrize(
    "typed",
    [
        ("5", "3", "2026"), ("05", "03", "2026"), (" 5 ", "March", "2026"), ("5", "mar", "2026"), ("5", "MAR.", "2026"),
        ("5/3/2026",), ("5.3.2026",), ("5 March 2026",), ("2026-03-05",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_date_is_taken_as_people_write_it(typed):
    assert day(*typed) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "says", "field"),
    [
        (("", "", ""), "Enter a date", "event-day"),
        (("5", "", "2026"), "must include a month", "event-month"),
        (("", "", "2026"), "must include a day and a month", "event-day"),
        (("31", "2", "2026"), "There is no 31 February 2026", "event-day"),
        (("five", "3", "2026"), "The day must be a number", "event-day"),
        (("²", "3", "2026"), "The day must be a number", "event-day"),
        (("5", "13", "2026"), "The month must be", "event-month"),
        (("5", "Marzo!", "2026"), "The month must be", "event-month"),
        (("5", "3", "26"), "The year must have 4 numbers", "event-year"),
        (("5", "3", "1999"), "must be between 1 January 2000 and 31 December 2040", "event-year"),
        (("5", "3", "2041"), "must be between", "event-year"),
        (("0", "3", "2026"), "There is no 0 March 2026", "event-day"),
    ],
)
def test_a_date_that_cannot_be_taken_says_what_to_do_and_leads_to_the_field(typed, says, field):
    found = day(*typed)
    assert isinstance(found, Wrong)
    assert says in found.says
    assert found.field == field


def test_a_day_may_not_come_before_the_day_it_follows():
    back = Question(key="returned", kind=Kind.DATE, title="When?", label="Back", not_before="event")
    earlier = {"event": date(2026, 3, 5)}
    assert read(back, {"returned": "2026-03-05"}, BOOK, earlier) == date(2026, 3, 5)
    found = read(back, {"returned": "2026-03-04"}, BOOK, earlier)
    assert isinstance(found, Wrong)
    assert "5 March 2026" in found.says


@pytest.mark.parametrize(
    ("question", "typed", "fact"),
    [
        (MONEY, "25000", "25000"),
        (MONEY, "£25,000", "25000"),
        (MONEY, " £ 25 000.50 ", "25000.50"),
        (MONEY, "12.82", "12.82"),
        (MONEY, "0", "0"),
        (HOURS, "37.5", "37.5"),
        (HOURS, "37.50", "37.5"),
        (MONTHS, "36", "36"),
        (MONTHS, "36.0", "36"),
    ],
)
def test_a_number_is_taken_as_people_write_it(question, typed, fact):
    assert read(question, {question.key: typed}, BOOK) == Decimal(fact)


@pytest.mark.parametrize(
    ("question", "typed", "says"),
    [
        (MONEY, "", "Enter an amount in pounds"),
        (MONEY, "lots", "cannot be read"),
        (MONEY, "-5", "cannot be read"),
        (MONEY, "12.825", "pounds and pence"),
        (MONEY, "1e5", "cannot be read"),
        (MONEY, "99999999", "It must be between £0 and £10,000,000"),
        (HOURS, "37,5", "cannot be read"),
        (HOURS, "1,00", "cannot be read"),
        (HOURS, "0", "It must be between 1 and 84"),
        (MONTHS, "3.5", "Enter a whole number"),
        (MONTHS, "٣", "cannot be read"),
        (MONTHS, "NaN", "cannot be read"),
        (CHOICE, "", "Choose one of the answers"),
        (CHOICE, "perhaps", "Choose one of the answers"),
        (CHOICE, "unknown", "Choose one of the answers"),
    ],
)
def test_what_cannot_be_taken_is_told_in_plain_words(question, typed, says):
    found = read(question, {question.key: typed}, BOOK)
    assert isinstance(found, Wrong)
    assert says in found.says
    assert found.field == question.key


def test_i_do_not_know_is_taken_only_where_it_is_offered():
    assert read(DAY, {"unknown": "event"}, BOOK) == UNKNOWN
    assert read(DAY, {"event": "unknown"}, BOOK) == UNKNOWN
    assert isinstance(read(MONEY, {"unknown": "paid"}, BOOK), Wrong)


def test_what_was_typed_comes_back_as_it_was():
    assert fields_given(DAY, {"event-day": "31", "event-month": "Feb", "event-year": ""}) == {
        "event-day": "31",
        "event-month": "Feb",
        "event-year": "",
    }
    assert fields_given(DAY, {"event": "2026-02-31"}) == {"event-day": "31", "event-month": "02", "event-year": "2026"}
    assert fields_given(MONEY, {"paid": "lots"}) == {"paid": "lots"}


QUESTIONS = [question for flow in flows().values() for question in flow.questions]


@given(st.sampled_from(QUESTIONS).flatmap(lambda each: st.tuples(st.just(each), answer(each))))
def test_every_answer_to_every_question_is_read_back_from_address_and_form_and_has_words(asked):
    question, fact = asked
    assert read(question, {question.key: written(fact)}, BOOK) == fact
    if fact == UNKNOWN:
        assert read(question, {"unknown": question.key}, BOOK) == fact
    else:
        assert read(question, form_fields(question, fact), BOOK) == fact
    assert said(question, fact, BOOK)
    assert said(question, fact, BOOK) != written(fact) or question.kind is not Kind.DATE


@given(st.dictionaries(st.sampled_from(["event", "event-day", "event-month", "event-year"]), st.text(max_size=12)))
def test_no_text_in_the_boxes_of_a_date_fails(given_fields):
    found = read(DAY, given_fields, BOOK)
    assert isinstance(found, Wrong) or found == UNKNOWN or FIRST_DAY <= found <= LAST_DAY


@pytest.mark.parametrize("kind", [MONEY, HOURS, MONTHS], ids=lambda question: question.kind.value)
@given(text=st.text(max_size=20))
def test_no_text_in_a_number_box_fails(kind, text):
    found = read(kind, {kind.key: text}, BOOK)
    assert isinstance(found, Wrong) or kind.least <= found <= kind.most


def test_amounts_are_said_with_their_unit():
    assert said(MONEY, Decimal(25000), BOOK) == "£25,000 a year"
    assert said(HOURS, Decimal("37.5"), BOOK) == "37.5 hours a week"
    assert said(MONTHS, Decimal(1), BOOK) == "1 month"
    assert said(DAY, UNKNOWN, BOOK) == "I do not know"
