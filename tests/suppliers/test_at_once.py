"""Two assessors who hand in at the same moment: the second finds the first, and the application goes on once."""

from __future__ import annotations

import pytest

from irhub.accounts.acting import acting_in
from irhub.accounts.row_security import system_access
from irhub.casework.assessing import declare
from irhub.suppliers import assessing
from irhub.suppliers.models import Application, Assessment
from tests.casework.at_once import at_once
from tests.suppliers.factories import ApplicationFactory, AssessmentFactory, assessor_of, grades


@pytest.mark.django_db(transaction=True)
def test_of_two_assessors_who_hand_in_at_once_the_second_takes_the_application_on_and_neither_is_refused():
    with system_access("a test makes an application that two have scored"):
        made = ApplicationFactory(answered=True, state="assessment")
        people = [assessor_of(made.body, name) for name in ("ada", "ben")]
        works = [AssessmentFactory(application=made, person=one.person) for one in people]
    for one, work in zip(people, works, strict=True):
        with acting_in(one):
            opened = declare(work, version=work.version, by=one)
            assessing.keep_scores(opened, grades(2), version=opened.version, by=one)

    def hand_in(number: int) -> str:
        one = people[number % 2]
        with acting_in(one):
            work = Assessment.objects.get(assessor_id=one.person_id)
            return str(assessing.hand_in(work, version=work.version, by=one).state)

    assert at_once(hand_in, 2) == ["in", "in"]
    with system_access("a test looks"):
        there = Application.objects.get(pk=made.pk)
        assert there.state == "moderation"
        assert [event.what for event in there.events.order_by("pk")].count("Had all scores of an application") == 1
