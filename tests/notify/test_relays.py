"""Whatever the mail server does, nothing is lost, nothing is sent twice, and no page waits. Against real servers."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from irhub.accounts.notices import INVITATION
from irhub.accounts.roles import Role
from irhub.notify import smtp
from irhub.notify.actions import post, try_again
from irhub.notify.models import Message
from irhub.notify.sending import send_due
from tests.factories import BodyFactory, PersonFactory
from tests.notify.relay import answering, dripping, relay, silent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def by_smtp(settings):
    settings.EMAIL_BACKEND = "irhub.notify.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    settings.DEFAULT_FROM_EMAIL = "hub@hub.example.org"


def write(*to: str) -> None:
    for address in to:
        post(kind=INVITATION, key="invitation/1", to=address, subject="Größe", text="Zażółć\n.\nthe end")


def again_now() -> None:
    """Let the pause of what waits be over."""
    Message.objects.filter(state="waiting").update(due_at=Now())


def states() -> dict[str, int]:
    return {state: Message.objects.filter(state=state).count() for state in ("waiting", "sent", "failed")}


def test_a_message_arrives_as_it_was_written_with_a_number_of_its_own(settings):
    with relay() as server:
        settings.EMAIL_PORT = server.port
        write("pat@example.org")
        assert send_due().sent == 1
        ((to, message),) = server.taken
    assert to == message["To"] == "pat@example.org"
    assert message["Message-ID"] == f"<{Message.objects.get().pk.hex}@hub.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == "hub@hub.example.org"
    assert message.get_payload(decode=True).decode().split() == ["Zażółć", ".", "the", "end"]
    assert mail.outbox == [], "it went through the server"


def test_an_address_that_the_server_refuses_is_told_of_and_the_others_get_theirs(settings):
    with relay() as server:
        settings.EMAIL_PORT = server.port
        server.refuses["gone@example.org"] = "550 5.1.1 <gone@example.org>: no such user"
        write("gone@example.org", "pat@example.org")
        done = send_due()
        assert (done.sent, done.given_up) == (1, 1)
        again_now()
        assert send_due().given_up == 0, "not tried again by itself"
        lost = Message.objects.get(state="failed")
        assert lost.reason == (
            "The mail server does not take mail for this address: 550 5.1.1 <[e-mail address]>: no such user"
        )
        server.refuses.clear()
        assert try_again(str(lost.pk))
        assert send_due().sent == 1
        assert [to for to, _ in server.taken] == ["pat@example.org", "gone@example.org"]


def test_an_address_that_is_put_off_is_tried_later_each_time(settings):
    with relay() as server:
        settings.EMAIL_PORT = server.port
        server.refuses["busy@example.org"] = "450 4.2.1 come back later"
        write("busy@example.org", "pat@example.org")
        done = send_due()
        assert (done.sent, done.put_off) == (1, 1)
        waits = Message.objects.get(state="waiting")
        assert "450 4.2.1" in waits.reason
        first = waits.due_at
        assert send_due().put_off == 0, "not before its pause is over"
        again_now()
        assert send_due().put_off == 1
        waits.refresh_from_db()
        assert waits.due_at > first
        server.refuses.clear()
        again_now()
        assert send_due().sent == 1
        assert Message.objects.get(pk=waits.pk).reason == ""
    assert states() == {"waiting": 0, "sent": 2, "failed": 0}


@pytest.mark.parametrize("temper", [silent, dripping])
def test_a_server_that_is_silent_or_never_comes_to_the_point_costs_one_try_and_nothing_is_lost(
    settings, monkeypatch, temper
):
    monkeypatch.setattr(smtp, "WHOLE_SECONDS", 2)
    write("pat@example.org", "sam@example.org")
    with answering(temper) as (port, visits):
        settings.EMAIL_PORT = port
        assert send_due().put_off == 1
        assert len(visits) == 1, "the other is not tried in vain"
    assert "did not answer in time" in Message.objects.exclude(reason="").get().reason
    again_now()
    with relay() as server:
        settings.EMAIL_PORT = server.port
        assert send_due().sent == 2
        assert len(set(server.numbers)) == len(server.numbers) == 2


def test_a_server_that_is_not_there_loses_nothing(settings):
    with relay() as server:
        settings.EMAIL_PORT = server.port
    write("pat@example.org")
    assert send_due().put_off == 1
    assert "cannot be reached" in Message.objects.get().reason


def test_no_page_speaks_with_the_mail_server(settings):
    PersonFactory(email="known@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    with answering(silent) as (port, visits):
        settings.EMAIL_PORT = port
        answer = Client(headers={"host": "localhost"}).post(
            reverse("account_reset_password"), {"email": "known@example.org"}
        )
        assert answer.status_code == 302
        assert visits == []
    assert states() == {"waiting": 1, "sent": 0, "failed": 0}


def test_a_server_that_takes_a_message_and_then_breaks_off_gets_the_same_number_again(settings):
    """Mail systems drop what they have already, by its number (ADR 0026)."""
    with relay() as server:
        settings.EMAIL_PORT = server.port
        server.holds.set()
        write("pat@example.org")
        assert send_due().put_off == 1
        server.holds.clear()
        again_now()
        assert send_due().sent == 1
        assert len(server.numbers) == 2
        assert len(set(server.numbers)) == 1
