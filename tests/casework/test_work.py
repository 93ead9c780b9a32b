"""My work shows what waits for somebody in every room that has something, to those who may open it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from irhub.accounts.roles import Role
from irhub.casework.work import places_of_work
from irhub.web.rooms import gathered
from tests.factories import MembershipFactory, PlanFactory, signed_in

pytestmark = pytest.mark.django_db


def test_each_place_of_work_is_a_page_and_is_told_once():
    routes = [waiting.route for of_a_room in gathered("my_work", "WAITING") for waiting in of_a_room]
    assert {reverse(route) for route in routes} >= {reverse("plans"), reverse("challenges")}
    assert len(routes) == len(set(routes))


def test_somebody_sees_what_waits_where_they_may_go_and_of_their_own_body_alone():
    officer = MembershipFactory(person__email="officer@example.org", role=Role.REVIEWER)
    PlanFactory(membership=officer)
    PlanFactory(
        organisation__id="other01", organisation__entity_key="1-200", membership__person__email="x@example.org",
        membership__body__name="Exampleton Council",
    )  # fmt: skip
    told = {place.title: place.told for place in places_of_work(officer, lambda route: route == "plans")}
    assert told == {"Continuity plans": "1 open"}
    page = signed_in(officer.person).get(reverse("my-work")).content.decode()
    assert "Continuity plans</a>: 1 open" in page
    assert "Challenges and replies waiting for an answer" in page
    analyst = MembershipFactory(person__email="analyst@example.org", body__name="Third Council", role=Role.ANALYST)
    page = signed_in(analyst.person).get(reverse("my-work")).content.decode()
    assert "Continuity plans</a></li>" in page.replace("\n", "").replace("  ", "")
    assert "Challenges and replies" not in page
