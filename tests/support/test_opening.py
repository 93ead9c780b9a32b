"""What is told of the hours of a helpline, and by when there is a reply."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from irhub.programmes.models import Closure, OpeningHours
from irhub.support.deadlines import counts_from
from irhub.support.models import Case
from irhub.support.opening import hours_of, hours_told, reply_told
from irhub.support.queries import clocks_of, queued
from irhub.web.london import LONDON
from tests.support.factories import CaseFactory, programme_of

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
NOON, LATE = (datetime.combine(FRIDAY, time(hour), LONDON) for hour in (12, 20))


@pytest.fixture
def hub():
    """A programme with hours on weekdays, that promises an urgent reply on the same day."""
    made = programme_of()
    made.hours.all().delete()
    for day in range(5):
        OpeningHours.objects.create(programme=made, weekday=day, opens=time(9), closes=time(17))
    return made


def test_whoever_asks_is_told_whether_it_is_open_now_and_when_it_is_next(hub):
    assert "Monday to Friday, 9am to 5pm" in hours_told(hub, NOON)
    assert "open now, until 5pm" in hours_told(hub, NOON)
    assert "closed now, and open on Monday 30 November 2026 at 9am" in hours_told(hub, LATE)
    Closure.objects.create(programme=hub, first=MONDAY, last=MONDAY, why="Training")
    assert "open on Tuesday 1 December 2026" in hours_told(hub, LATE)
    hub.hours.all().delete()
    assert hours_told(hub, NOON).startswith("We answer on working days.")


def test_an_urgent_question_outside_hours_is_told_that_nobody_reads_it_yet_and_counts_from_the_opening(hub):
    told = reply_told(hub, "urgent", LATE)
    assert "nobody reads it before Monday 30 November 2026 at 9am" in told
    assert "first reply by 30 November 2026" in told
    assert "999" in told
    inside = reply_told(hub, "urgent", NOON)
    assert "first reply by 27 November 2026" in inside
    assert "nobody reads" not in inside
    assert reply_told(hub, "routine", LATE) == "You have a first reply by 30 November 2026."
    assert [counts_from(LATE, days, hours_of(hub), ()) for days in (0, 1)] == [MONDAY, FRIDAY]


def test_the_queue_and_the_case_count_as_the_asker_was_told(hub):
    made = CaseFactory(body=hub.body, urgency="urgent")
    Case.objects.filter(pk=made.pk).update(opened_at=LATE)
    case = Case.objects.get(pk=made.pk)
    (row,) = queued([case], date(2026, 11, 28))
    assert row.clocks.reply.due == MONDAY
    assert not row.clocks.reply.overdue
    assert clocks_of(case, date(2026, 11, 28)) == row.clocks
