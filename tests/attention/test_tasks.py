"""Who does what about a signal: one body's own business, and nobody's work is written over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import Acting, acting
from irhub.attention.models import Task, TaskEvent
from irhub.indicators.models import Signal
from irhub.indicators.rows import NAMELESS
from tests.factories import SIGNAL, BodyFactory, PersonFactory, SignalFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    SignalFactory()
    return signed_in(PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.ANALYST)]))


def post(client: Client, action: str, version: int, **values: object) -> int:
    return client.post(f"{SIGNAL}task/", {"action": action, "version": version, **values}).status_code


def test_a_signal_is_assigned_noted_done_and_opened_again_and_all_of_it_is_kept(officer):
    me = PersonFactory(email="officer@example.org").pk
    soon = localdate() + timedelta(days=2)
    assert post(officer, "assign", 0, owner=me, due=soon.isoformat(), note="Rang them") == 302
    assert post(officer, "done", 1, note="They renamed themselves") == 302
    assert post(officer, "reopen", 2, note="It was another firm") == 302
    task = Task.objects.get()
    assert (task.state, task.owner_id, task.due, task.version) == ("open", me, soon, 3)
    page = officer.get(SIGNAL).content.decode()
    for told in ("Assigned to Officer", "Rang them", "They renamed themselves", "It was another firm"):
        assert told in page
    assert TaskEvent.objects.count() == 3
    assert AuditEvent.objects.filter(who="officer@example.org", about="organisation/quillmoor01").count() == 3


def test_of_two_people_who_change_a_task_at_once_the_second_is_told_and_loses_nothing(officer):
    other = signed_in(PersonFactory(email="second@example.org", roles=[(BodyFactory(), Role.REVIEWER)]))
    assert post(officer, "assign", 0, owner=PersonFactory(email="officer@example.org").pk, note="Mine") == 302
    late = other.post(f"{SIGNAL}task/", {"action": "assign", "version": 0, "owner": "", "note": "I rang the manager"})
    assert late.status_code == 409
    text = late.content.decode()
    assert "Somebody else changed this in the meantime" in text
    assert "I rang the manager" in text, "what was typed is still in the form"
    assert TaskEvent.objects.count() == 1
    assert post(officer, "done", 1, note="Done") == 302
    assert post(other, "dismissed", 1, note="Not ours") == 409
    assert Task.objects.get().state == "done"


def test_what_a_body_does_is_there_for_no_other_body_not_even_past_the_query(officer):
    post(
        officer,
        "assign",
        0,
        owner=PersonFactory(email="officer@example.org").pk,
        note="A quiet word with their manager",
    )
    theirs = PersonFactory(
        email="theirs@example.org",
        roles=[(BodyFactory(kind=Kind.COUNCIL, name="Exampleton Council"), Role.ADMINISTRATOR)],
    )
    provider = PersonFactory(
        email="boss@quillmoor.example",
        roles=[(BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd"), Role.ADMINISTRATOR)],
    )
    for client in (Client(headers={"host": "localhost"}), signed_in(theirs), signed_in(provider)):
        page = client.get(SIGNAL).content.decode()
        assert "Quillmoor Care Ltd was on the register" in page
        assert "A quiet word" not in page
    assert "A quiet word" not in signed_in(theirs).get("/my-work/?whose=body").content.decode()
    membership = theirs.memberships.get()
    with acting(Acting(person=membership.person_id, body=membership.body_id, role=membership.role)):
        assert not Task.objects.exists()
        assert not TaskEvent.objects.exists()


def test_a_task_is_not_closed_without_saying_why(officer):
    post(officer, "assign", 0, owner=PersonFactory(email="officer@example.org").pk)
    answer = officer.post(f"{SIGNAL}task/", {"action": "dismissed", "version": 1, "note": " "})
    assert answer.status_code == 400
    assert "why nothing is to be done" in answer.content.decode()
    assert Task.objects.get().state == "open"


def test_a_day_that_cannot_be_read_is_told_and_a_stranger_cannot_be_the_owner(officer):
    answer = officer.post(f"{SIGNAL}task/", {"action": "assign", "version": 0, "due": "12"})
    assert "The date must include a month and a year" in answer.content.decode()
    assert 'value="12"' in answer.content.decode(), "what was typed stays"
    stranger = PersonFactory(
        email="stranger@example.org", roles=[(BodyFactory(kind=Kind.COUNCIL, name="Exampleton Council"), Role.ANALYST)]
    )
    assert post(officer, "assign", 0, owner=stranger.pk) == 400
    assert not Task.objects.exists()


def test_a_task_goes_to_those_alone_who_may_work_on_it(officer):
    outside = [
        PersonFactory(email=f"{role}@example.org", name=f"{role.title()} Outside", roles=[(BodyFactory(), role)])
        for role in (Role.AUDITOR, Role.VIEWER)
    ]
    page = officer.get(SIGNAL).content.decode()
    for person in outside:
        assert f">{person.name}" not in page
        assert post(officer, "assign", 0, owner=person.pk) == 400
    assert not Task.objects.exists()


def test_one_who_may_no_longer_work_on_a_task_stays_its_owner_until_somebody_else_is_chosen(officer):
    me = PersonFactory(email="officer@example.org").pk
    assert post(officer, "assign", 0, owner=me) == 302
    auditor = PersonFactory(email="auditor@example.org", name="Ada Audits", roles=[(BodyFactory(), Role.AUDITOR)])
    Task.objects.update(owner=auditor)
    assert "Ada Audits" in officer.get(SIGNAL).content.decode()
    assert post(officer, "assign", 1, owner=auditor.pk, note="Still theirs") == 302
    assert Task.objects.get().owner_id == auditor.pk


def test_a_day_that_is_over_is_refused_and_an_overdue_task_can_be_worked_on(officer):
    me = PersonFactory(email="officer@example.org").pk
    yesterday = localdate() - timedelta(days=1)
    answer = officer.post(
        f"{SIGNAL}task/", {"action": "assign", "version": 0, "owner": me, "due": yesterday.isoformat()}
    )
    assert answer.status_code == 400
    assert "Enter today’s date or a later one" in answer.content.decode()
    assert post(officer, "assign", 0, owner=me, due=localdate().isoformat()) == 302
    Task.objects.update(due=yesterday)
    assert post(officer, "assign", 1, owner=me, due=yesterday.isoformat(), note="Rang them") == 302


def test_my_work_holds_what_is_mine_the_overdue_first(officer):
    me = PersonFactory(email="officer@example.org").pk
    post(officer, "assign", 0, owner=me)
    Task.objects.update(due=localdate() - timedelta(days=1))
    page = officer.get("/my-work/").content.decode()
    assert "Quillmoor Care Ltd" in page
    assert "Overdue" in page
    colleague = signed_in(PersonFactory(email="second@example.org", roles=[(BodyFactory(), Role.REVIEWER)]))
    assert "Quillmoor" not in colleague.get("/my-work/").content.decode()
    assert "Quillmoor" in colleague.get("/my-work/?whose=body").content.decode()
    assert "State: We left out “zzz”: choose from the list." in colleague.get("/my-work/?state=zzz").content.decode()


def test_a_task_outlasts_its_signal(officer):
    post(officer, "assign", 0, owner=PersonFactory(email="officer@example.org").pk, note="Watch them")
    Signal.objects.all().delete()
    page = officer.get(SIGNAL)
    assert page.status_code == 200
    assert "no longer applies" in page.content.decode()
    assert "Watch them" in page.content.decode()
    assert Client(headers={"host": "localhost"}).get(SIGNAL).status_code == 404


def test_a_signal_that_names_people_is_for_those_who_need_it_alone():
    SignalFactory(audience="people")
    assert Client(headers={"host": "localhost"}).get(SIGNAL).status_code == 404
    assert (
        signed_in(PersonFactory(email="v@example.org", roles=[(BodyFactory(), Role.VIEWER)])).get(SIGNAL).status_code
        == 404
    )
    adviser = (BodyFactory(kind=Kind.DELIVERY_PARTNER, name="Example Helpline"), Role.ADMINISTRATOR)
    assert signed_in(PersonFactory(email="a@example.org", roles=[adviser])).get(SIGNAL).status_code == 404
    analyst = signed_in(PersonFactory(email="o@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    asked = analyst.get(SIGNAL).headers["Location"]
    assert asked.startswith("/account/purpose/")
    analyst.post(asked, {"kind": "For something else", "words": "a question of the member", "next": SIGNAL})
    assert "was on the register" in analyst.get(SIGNAL).content.decode()
    looked = AuditEvent.objects.get(what="looked at people's data")
    assert looked.about == "page/signal/quillmoor01/licence-left"


def test_a_task_says_nothing_of_the_people_whom_its_signal_names(officer):
    Signal.objects.update(audience="people", says="Both name Mrs Kim Example, born in May 1970.")
    officer.post(
        "/account/purpose/", {"kind": "For something else", "words": "a question of the member", "next": SIGNAL}
    )
    assert "Kim Example" in officer.get(SIGNAL).content.decode()
    assert post(officer, "assign", 0, owner=PersonFactory(email="officer@example.org").pk) == 302
    assert Task.objects.get().says == NAMELESS
    buyer = signed_in(PersonFactory(email="buyer@example.org", roles=[(BodyFactory(), Role.COMMISSIONER)]))
    page = buyer.get("/my-work/?whose=body").content.decode()
    assert "Quillmoor Care Ltd" in page
    assert "Kim Example" not in page
