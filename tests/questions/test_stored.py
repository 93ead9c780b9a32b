"""Answers that are stored: nothing is lost when two people answer at once, when somebody changes their mind, or when questions change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from irhub.accounts.row_security import Acting, acting, system_access
from irhub.questions.engine import set_aside
from irhub.questions.forms import AnswersForm
from irhub.questions.questionnaire import NotApplicable
from irhub.questions.stored import answer_of, answers_of, columns_of, move_on, newest, overtaken_at, save
from irhub.questions.versions import Carried
from irhub.web.errors import StaleVersion
from irhub.web.forms import problems
from tests.factories import BodyFactory, MembershipFactory, PersonFactory
from tests.questions.examples import ASKED, answer
from tests.questions.sheets import HomeAnswer, HomeSheet, make_tables
from tests.questions.test_versions import NEXT

PEOPLE, CHECKS = ASKED.pages[1].questions, ASKED.pages[2].questions


@pytest.fixture
def sheet(db: None) -> Any:
    make_tables()
    with system_access("the sheets of a test"):
        yield HomeSheet.objects.create(body=BodyFactory(), questionnaire="care", version=1)


def keep(
    sheet: HomeSheet, questions: Any, given_answers: dict[str, Any], *, seen: int, who: str = "pat@example.org"
) -> tuple[str, ...]:
    by = MembershipFactory(person=PersonFactory(email=who))
    return save(sheet, asking=ASKED, questions=questions, given=given_answers, seen=seen, by=by)


def of(sheet: HomeSheet) -> Carried:
    return answers_of(sheet, (ASKED, NEXT))


def test_answers_are_kept_with_who_gave_them_and_in_which_version(sheet):
    told = {
        "workers": "unknown",
        "found": ("advert", "agency"),
        "fee": NotApplicable("Nobody took one"),
        "beds": Decimal(20),
    }
    assert set(keep(sheet, PEOPLE, told, seen=0)) == set(told)
    assert of(sheet).answers == told
    row = newest(sheet)["fee"]
    assert (row.who, row.version, row.revision, row.reason) == ("pat@example.org", 1, 1, "Nobody took one")


def test_saving_a_page_again_keeps_only_what_changed_and_opens_what_was_taken_back(sheet):
    keep(sheet, PEOPLE, {"beds": Decimal(20), "workers": Decimal(30)}, seen=0)
    assert keep(sheet, PEOPLE, {"beds": Decimal(20)}, seen=1) == ("workers",)
    assert of(sheet).answers == {"beds": Decimal(20)}
    assert keep(sheet, PEOPLE, {"beds": Decimal(20)}, seen=2) == ()
    assert sheet.revision == 2
    assert HomeAnswer.objects.count() == 3, "what was answered before is still there"


def test_two_people_may_answer_different_questions_at_once(sheet):
    keep(sheet, PEOPLE, {"workers": Decimal(30)}, seen=0, who="pat@example.org")
    keep(sheet, CHECKS, {"checked": "yes"}, seen=0, who="sam@example.org")
    keep(sheet, PEOPLE[:1], {"beds": Decimal(20)}, seen=0, who="sam@example.org")
    assert of(sheet).answers == {"workers": Decimal(30), "checked": "yes", "beds": Decimal(20)}


def test_two_people_who_answer_one_question_otherwise_are_told_and_nothing_is_saved(sheet):
    keep(sheet, CHECKS, {"checked": "yes"}, seen=0, who="pat@example.org")
    with pytest.raises(
        StaleVersion, match=r"pat@example.org answered “Is everybody checked before the first day[?]” as “Yes”"
    ):
        keep(sheet, CHECKS, {"checked": "no", "hours": Decimal(30)}, seen=0, who="sam@example.org")
    assert of(sheet).answers == {"checked": "yes"}
    assert keep(sheet, CHECKS, {"checked": "yes"}, seen=0, who="sam@example.org") == (), "the same answer is no quarrel"


def test_a_refused_page_keeps_what_was_typed_and_can_be_sent_again(sheet):
    keep(sheet, CHECKS, {"checked": "yes"}, seen=0, who="pat@example.org")
    sent = QueryDict("checked=no&hours=30&seen=0&last-day=&last-month=&last-year=")
    form = AnswersForm(CHECKS, sent, partly=True, revision=0)
    assert form.is_valid(), form.errors
    with overtaken_at(form, sheet):
        save(sheet, asking=ASKED, questions=CHECKS, given=form.answers, seen=form.seen, by=MembershipFactory())
    assert 'href="#checked"' in problems(form)
    assert 'name="seen" value="1"' in str(form)
    assert 'value="30"' in str(form)
    again = AnswersForm(CHECKS, form.data, partly=True, revision=1)
    assert again.is_valid()
    save(sheet, asking=ASKED, questions=CHECKS, given=again.answers, seen=again.seen, by=MembershipFactory())
    assert of(sheet).answers == {"checked": "no", "hours": Decimal(30)}


def test_a_page_of_an_earlier_version_is_refused(sheet):
    move_on(sheet, NEXT)
    with pytest.raises(StaleVersion, match="have a new version"):
        keep(sheet, CHECKS, {"checked": "yes"}, seen=0)
    with pytest.raises(StaleVersion, match="newer version already"):
        move_on(sheet, ASKED)


def test_a_new_version_asks_again_only_what_asks_something_else(sheet):
    keep(
        sheet,
        ASKED.questions,
        {"home": "no", "workers": Decimal(30), "named": "Example House", "hours": Decimal(30)},
        seen=0,
    )
    move_on(sheet, NEXT)
    found = of(sheet)
    assert found.answers == {"home": "no", "hours": Decimal(30)}
    assert found.again == {"workers": Decimal(30)}
    assert found.gone == {"named": "Example House"}
    assert found.new == ("owner",)
    save(
        sheet,
        asking=NEXT,
        questions=NEXT.pages[1].questions,
        given={"workers": Decimal(30)},
        seen=sheet.revision,
        by=MembershipFactory(),
    )
    assert of(sheet).answers["workers"] == Decimal(30), "the same answer, given again, stands"
    assert of(sheet).again == {}


def test_an_answer_that_is_no_longer_asked_is_kept_aside(sheet):
    keep(sheet, ASKED.questions, {"home": "yes", "beds": Decimal(20)}, seen=0)
    keep(sheet, ASKED.pages[0].questions, {"home": "no"}, seen=1)
    assert set_aside(ASKED.questions, of(sheet).answers) == {"beds": Decimal(20)}


def test_the_database_gives_a_body_its_own_sheets_alone_and_lets_no_answer_be_altered(sheet):
    keep(sheet, CHECKS, {"checked": "yes"}, seen=0)
    own, other = MembershipFactory(body=sheet.body), MembershipFactory(body=BodyFactory(name="Another council"))
    for who, seen in ((own, 1), (other, 0)):
        with acting(Acting(person=who.person_id, body=who.body_id, role=str(who.role))):
            assert HomeSheet.objects.count() == seen
            assert HomeAnswer.objects.count() == seen
    with pytest.raises(DatabaseError), transaction.atomic():
        HomeAnswer.objects.update(answer="no")


@given(st.sampled_from(ASKED.questions).flatmap(lambda each: st.tuples(st.just(each), answer(each))))
def test_every_answer_to_every_question_is_read_back_as_it_was_stored(asked):
    question, told = asked
    assert answer_of(question.kind, columns_of(question, told)) == told
