"""Work is given to people of the own body, and whoever gives it is told who is away and who covers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.roles import Role
from irhub.casework.colleagues import colleague, colleagues
from irhub.web.errors import ActionRefused
from irhub.web.saying import say_day
from tests.factories import AbsenceFactory, BodyFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return MembershipFactory(person__email="lead@example.org", body=BodyFactory(), role=Role.LEAD)


def test_those_who_are_away_are_named_with_who_covers_and_can_be_given_work_all_the_same(lead):
    absence = AbsenceFactory(body=lead.body, membership__role=Role.REVIEWER)
    until = say_day(localdate() + timedelta(days=7))
    assert dict(colleagues(lead)) == {
        str(absence.membership.person_id): f"Away (away until {until}, Cover covers)",
        str(absence.cover.person_id): "Cover",
        str(lead.person_id): "Lead",
    }
    assert colleague(absence.membership.person_id, by=lead) == absence.membership.person
    Membership.objects.filter(pk=absence.cover.pk).update(until=localdate())
    assert "nobody covers" in dict(colleagues(lead))[str(absence.membership.person_id)]


def test_nobody_of_another_body_is_given_work(lead):
    other = MembershipFactory(
        person__email="x@example.org", body=BodyFactory(name="Exampleton Council"), role=Role.LEAD
    )
    assert str(other.person_id) not in dict(colleagues(lead))
    with pytest.raises(ActionRefused, match="holds no role in Sampleham Council today") as refused:
        colleague(other.person_id, by=lead)
    assert refused.value.field == "owner"
    assert colleague(None, by=lead) is None
