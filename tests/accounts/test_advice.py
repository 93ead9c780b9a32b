"""Which bodies may give immigration advice is recorded by their administrators, and lapses by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts import advice
from irhub.accounts.models import AdviceRegistration, AuditEvent
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import Acting, acting
from tests.factories import BodyFactory, PersonFactory, signed_in

pytestmark = pytest.mark.django_db
SENT = {"regulator": advice.AUTHORITY, "number": "N202600001", "level": "2"}


@pytest.fixture
def desk():
    return BodyFactory(kind=Kind.DELIVERY_PARTNER, name="Testford Law Centre")


@pytest.fixture
def boss(desk):
    return signed_in(PersonFactory(email="boss@example.org", roles=[(desk, Role.ADMINISTRATOR)]))


def sent(**other: str) -> dict[str, str]:
    return {**SENT, "expires_on": str(localdate() + timedelta(days=100)), **other}


def recorded() -> AdviceRegistration:
    return AdviceRegistration.objects.get()


def test_a_body_may_advise_up_to_its_level_until_the_last_day(boss, desk):
    today = localdate()
    assert not advice.may_advise(desk, today, 1)
    page = boss.post(reverse("people-advice"), sent(), follow=True).content.decode()
    assert "The registration is recorded." in page
    assert "Level 2, until" in page
    last = today + timedelta(days=100)
    assert [advice.may_advise(desk, day, 2) for day in (today, last, last + timedelta(days=1))] == [True, True, False]
    assert [advice.may_advise(desk, today, level) for level in (1, 2, 3)] == [True, True, False]
    assert not advice.may_advise(desk, today - timedelta(days=1), 1), (
        "it is not shown for the days before it was recorded"
    )
    with pytest.raises(ValueError, match="1 to 3"):
        advice.may_advise(desk, today, 4)
    event = AuditEvent.objects.get(what="recorded a registration to give advice")
    assert (event.who, event.about) == ("boss@example.org", f"body/{desk.pk}")
    assert event.detail["number"] == "N202600001"


def test_a_body_of_solicitors_has_no_level_and_may_give_any(boss, desk):
    regulator = "Solicitors Regulation Authority"
    wrong = boss.post(reverse("people-advice"), sent(regulator=regulator)).content.decode()
    assert "has no levels" in wrong
    boss.post(reverse("people-advice"), sent(regulator=regulator, level=""))
    assert advice.may_advise(desk, localdate(), 3)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"level": ""}, "Choose the level that the Immigration Advice Authority gave: 1, 2, 3."),
        ({"expires_on": "2020-01-01"}, "The last day has passed."),
        ({"expires_on": "soon"}, "The date must include a month and a year"),
        ({"number": ""}, "Enter the number of the registration or authorisation"),
    ],
)
def test_what_cannot_hold_is_refused_in_words_and_nothing_is_recorded(boss, other, says):
    assert says in boss.post(reverse("people-advice"), sent(**other)).content.decode()
    assert not AdviceRegistration.objects.exists()


def test_the_same_registration_is_recorded_once(boss):
    boss.post(reverse("people-advice"), sent())
    assert "recorded already" in boss.post(reverse("people-advice"), sent(number="n202600001")).content.decode()
    assert AdviceRegistration.objects.count() == 1


def test_an_ended_registration_stays_in_the_list_and_holds_no_longer(boss, desk):
    boss.post(reverse("people-advice"), sent())
    end = reverse("people-advice-end", args=[recorded().pk])
    assert "Ended on" in boss.post(end, follow=True).content.decode()
    assert not advice.may_advise(desk, localdate(), 1)
    assert AuditEvent.objects.filter(what="ended a registration to give advice").count() == 1
    assert boss.post(end).status_code == 404


def test_only_an_administrator_of_the_body_records_and_ends_it(boss, desk):
    boss.post(reverse("people-advice"), sent())
    adviser = signed_in(PersonFactory(email="adviser@example.org", roles=[(desk, Role.ADVISER)]))
    assert adviser.get(reverse("people-advice")).status_code == 403
    other = signed_in(
        PersonFactory(email="other@example.org", roles=[(BodyFactory(kind=Kind.COUNCIL), Role.ADMINISTRATOR)])
    )
    assert other.post(reverse("people-advice-end", args=[recorded().pk])).status_code == 404
    assert recorded().ended_on is None


def test_the_database_takes_a_registration_from_the_bodys_own_administrator_alone(desk):
    other = BodyFactory(kind=Kind.COUNCIL)
    for who in (Acting(body=other.pk, role="administrator"), Acting(body=desk.pk, role="adviser")):
        with acting(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            advice.add_registration(desk, advice.AUTHORITY, "N1", 1, localdate(), by="test")


def test_system_administrators_see_it_on_the_page_of_the_body(boss, desk):
    boss.post(reverse("people-advice"), sent())
    chief = PersonFactory(email="chief@example.org", is_system_administrator=True)
    assert "N202600001, level 2" in signed_in(chief).get(reverse("body", args=[desk.pk])).content.decode()
