"""By when something is to be done about a case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from irhub.checker.letters import letter_due
from irhub.programmes.models import Closure
from irhub.support import actions
from irhub.support.deadlines import our_turn
from irhub.support.models import Message
from irhub.support.queries import clocks_of, queued, thread_of
from irhub.support.workflows import State
from irhub.web.errors import ActionRefused
from tests.support.factories import CaseFactory, adviser_of

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


@pytest.mark.django_db
def test_a_letter_that_suspends_a_licence_is_answered_in_the_working_days_of_the_rulebook():
    found = letter_due(MONDAY)
    assert found.due == date(2026, 12, 21)
    assert "20 working days" in found.says or "Monday 21 December 2026" in found.says
    assert letter_due(date(2026, 12, 14)).due == date(2027, 1, 14), (
        "Christmas, Boxing Day's and New Year's holidays do not count"
    )


def test_the_first_reply_is_due_in_a_working_day_or_at_once_where_it_is_urgent():
    assert our_turn(State.NEW, FRIDAY, 1, FRIDAY).due == date(2026, 11, 30)
    assert our_turn(State.NEW, FRIDAY, 0, FRIDAY).due == FRIDAY
    assert our_turn(State.NEW, FRIDAY, 1, date(2026, 12, 1)).overdue
    closed = [date(2026, 11, 30), date(2026, 12, 1)]
    assert our_turn(State.NEW, FRIDAY, 1, date(2026, 12, 1), closed=closed).due == date(2026, 12, 2), (
        "the hub is closed"
    )


@pytest.mark.parametrize("state", [State.WAITS_CLIENT, State.WAITS_LAWYER, State.ANSWERED])
def test_while_others_have_it_the_clock_stands_still(state):
    assert our_turn(state, MONDAY, 1, FRIDAY).due is None
    assert our_turn(State.OPEN, MONDAY, 1, FRIDAY).overdue


@pytest.mark.django_db
def test_the_queue_has_what_is_due_first_first_with_the_promises_and_closures_of_the_programme():
    today = date.today()
    plain = CaseFactory(subject="Plain")
    Closure.objects.create(
        programme=plain.programme, first=today + timedelta(days=1), last=today + timedelta(days=9), why="Winter"
    )
    urgent = CaseFactory(subject="Urgent", urgency="urgent")
    suspended = CaseFactory(subject="Suspended", letter_on=today - timedelta(days=60))
    rows = queued([plain, urgent, suspended], today)
    assert [row.case.subject for row in rows] == ["Suspended", "Urgent", "Plain"]
    assert rows[0].overdue
    assert rows[2].clocks.reply.due > today + timedelta(days=9)
    for row in rows:
        assert clocks_of(row.case, today) == row.clocks, "the page of a case says what the queue says"
    actions.reply(case=plain, version=plain.version, text="How many?", then="ask", by=adviser_of(plain.body))
    assert clocks_of(plain, today).reply.due is None
    assert thread_of(plain).count() == Message.objects.filter(case=plain).count() == 2


@pytest.mark.django_db
def test_a_letter_of_a_day_to_come_is_refused():
    with pytest.raises(ActionRefused, match="today or earlier"):
        CaseFactory(letter_on=date.today() + timedelta(days=2))
