"""A council posts a notice, a provider acknowledges it, and is reminded of it after two working days: copied beside the room and run there."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from irhub.notices import actions
from irhub.notices.models import Notice, NoticeEvent

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role
from irhub.notify.models import Message
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import BodyFactory, MembershipFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return MembershipFactory(person__email="lead@example.org", body=BodyFactory(), role=Role.LEAD)


@pytest.fixture
def manager():
    firm = BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd", place_code="1-100")
    return MembershipFactory(person__email="manager@example.org", body=firm, role=Role.ADMINISTRATOR)


@pytest.fixture
def rival():
    firm = BodyFactory(kind=Kind.PROVIDER, name="Mockley Care Ltd", place_code="1-101")
    return MembershipFactory(person__email="rival@example.org", body=firm, role=Role.ADMINISTRATOR)


def a_notice(lead, manager) -> Notice:
    return actions.post_notice(to=manager.body, title="Winter plans", text="Send yours by Friday.", by=lead)


def text_of(membership, address: str) -> str:
    return signed_in(membership.person).get(address).content.decode()


def test_a_council_posts_a_notice_and_the_provider_acknowledges_it_in_their_pages(lead, manager):
    council, provider = signed_in(lead.person), signed_in(manager.person)
    wrong = council.post(reverse("notice-post"), {"to": manager.body_id, "title": "", "text": "x"})
    assert "There is a problem" in wrong.content.decode()
    told = {"to": manager.body_id, "title": "Winter plans", "text": "Send yours by Friday."}
    assert council.post(reverse("notice-post"), told).status_code == 302
    notice = Notice.objects.get()
    page = provider.get(reverse("notice", args=[notice.pk])).content.decode()
    assert "Send yours by Friday." in page
    provider.post(reverse("notice-acknowledge", args=[notice.pk]), {"version": notice.version})
    notice.refresh_from_db()
    assert (notice.state, notice.acknowledged_by) == ("acknowledged", "manager@example.org")
    assert list(notice.events.order_by("pk").values_list("after", flat=True)) == ["posted", "acknowledged"]
    assert AuditEvent.objects.filter(what="acknowledged a notice").exists()


def test_nobody_else_sees_it_nor_does_what_is_not_theirs_to_do(lead, manager, rival):
    notice = a_notice(lead, manager)
    for other in (
        rival,
        MembershipFactory(person__email="x@example.org", body__name="Mockley Council", role=Role.LEAD),
    ):
        assert "Winter plans" not in text_of(other, reverse("notices"))
        assert signed_in(other.person).get(reverse("notice", args=[notice.pk])).status_code == 404
    with pytest.raises(ActionRefused):
        actions.acknowledge(notice=notice, version=1, by=lead)
    with pytest.raises(ActionRefused, match="Say why"):
        actions.withdraw(notice=notice, version=1, reason=" ", by=lead)
    actions.withdraw(notice=notice, version=1, reason="Sent twice", by=lead)
    with pytest.raises(StaleVersion):
        actions.acknowledge(notice=Notice.objects.get(), version=1, by=manager)
    with pytest.raises(DatabaseError), transaction.atomic():
        NoticeEvent.objects.update(text="x")


def test_who_speaks_for_the_provider_and_what_was_noted_is_the_councils_alone(lead, manager):
    notice, council = a_notice(lead, manager), signed_in(lead.person)
    told = {
        "name": "Pat Example",
        "relation": "runs",
        "authority": "own",
        "phone": "0121 496 0000",
        "calls": "no message",
        "announce": "yes",
    }
    assert (
        "Select what they are to the client"
        in council.post(reverse("notice-contact", args=[notice.pk]), {}).content.decode()
    )
    council.post(reverse("notice-contact", args=[notice.pk]), told)
    council.post(reverse("notice-note", args=[notice.pk]), {"text": "Rang Pat, who will read it today."})
    page = text_of(lead, reverse("notice", args=[notice.pk]))
    for shown in ("Pat Example", "Call, but leave no message", "Rang Pat, who will read it today."):
        assert shown in page
    page = text_of(manager, reverse("notice", args=[notice.pk]))
    assert "Pat" not in page.split("<main")[1]
    assert signed_in(manager.person).get(reverse("notice-note", args=[notice.pk])).status_code == 403


def test_it_is_reminded_of_once_after_two_working_days(lead, manager):
    notice = a_notice(lead, manager)
    friday = timezone.make_aware(timezone.datetime(2026, 11, 20, 15))
    NoticeEvent.objects.all().delete()
    NoticeEvent.objects.create(notice=notice, body=lead.body, who="lead", what="posted", after="posted", at=friday)
    for today, late in (
        (date(2026, 11, 23), 0),
        (date(2026, 11, 24), 0),
        (date(2026, 11, 25), 1),
        (date(2026, 11, 26), 1),
    ):
        assert actions.remind(site="https://hub.example.org", today=today) == late
    assert Message.objects.filter(kind="notice-reminder").count() == 1


def test_the_list_is_a_page_and_a_file_with_the_same_words(lead, manager):
    a_notice(lead, manager)
    assert "Not acknowledged" in text_of(lead, reverse("notices"))
    file = text_of(lead, reverse("notices") + "?format=csv")
    assert "Winter plans" in file
    assert "Not acknowledged" in file
    assert "No notice is in this state" in text_of(lead, reverse("notices") + "?state=withdrawn")
