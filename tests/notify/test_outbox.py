"""What is posted is written in the transaction of what it tells of, once, sealed, and is no longer there to be read once it has left."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from irhub.accounts import actions as accounts
from irhub.accounts.notices import INVITATION
from irhub.accounts.row_security import Acting, acting
from irhub.notify.actions import SENDING, post, try_again
from irhub.notify.models import Message
from irhub.notify.sealing import Unreadable, unseal
from irhub.notify.sending import FIRST_PAUSE, LONGEST_PAUSE, pause_after, send_due
from irhub.notify.smtp import WHOLE_SECONDS
from irhub.operations.worker import send_mail
from irhub.web.errors import ActionRefused
from tests.post import delivered

pytestmark = pytest.mark.django_db
LINK = "https://hub.example.org/invitations/a-secret/"


def write(key: str = "invitation/1", to: str = "pat@example.org", **more: object) -> None:
    post(kind=INVITATION, key=key, to=to, subject="You are invited", text=f"Open {LINK}", **more)  # type: ignore[arg-type]


def test_what_is_posted_is_sent_if_its_transaction_is_kept_and_only_then():
    write()
    with transaction.atomic():
        write("invitation/2", "sam@example.org")
        transaction.set_rollback(True)
    (told,) = delivered()
    assert (told.subject, told.to) == ("You are invited", ["pat@example.org"])
    assert LINK in told.body
    assert type(told) is mail.EmailMessage, "plain text alone"
    assert len(delivered()) == 1, "once"


def test_the_same_event_is_one_message_to_each_whom_it_is_told():
    for _ in range(2):
        write(to="Pat@Example.org")
        write(to="pat@example.org")
        write(to="sam@example.org")
    delivered()
    write(to="pat@example.org")
    assert sorted(told.to[0].lower() for told in delivered()) == ["pat@example.org", "sam@example.org"]


@pytest.mark.parametrize(
    "to",
    ["", "pat", "pat@example.org, sam@example.org", "Pat <pat@example.org>", "pat@example.org\nBcc: x@example.org"],
)
def test_what_is_no_address_is_refused_before_anything_waits(to):
    with pytest.raises(ActionRefused, match="no e-mail address"):
        write(to=to)
    assert not Message.objects.exists()


@pytest.mark.parametrize("hours", [-24 * 30, 24])
def test_a_clock_of_the_web_that_is_wrong_keeps_nothing_back(monkeypatch, hours):
    wrong = timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: wrong)
    write()
    assert len(delivered()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_once_the_transaction_is_kept():
    with transaction.atomic():
        write()
        write("invitation/2")
        assert not ProcrastinateJob.objects.exists()
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == [SENDING]
    assert send_mail() == "2 messages were sent, 0 are tried again, 0 were given up."


def test_neither_link_nor_address_can_be_read_in_the_database_and_the_text_is_gone_once_it_left():
    write()
    waits = Message.objects.get()
    assert unseal(bytes(waits.sealed or b"")).to == "pat@example.org"

    def row() -> str:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT convert_from(coalesce(sealed, ''), 'UTF8') || to_jsonb(m)::text FROM notify_message m"
            )
            return str(cursor.fetchone()[0])

    for secret in ("a-secret", "pat", "invited"):
        assert secret not in row()
    delivered()
    assert Message.objects.get().sealed is None
    assert Message.objects.get().state == Message.State.SENT


def test_under_another_signing_key_a_text_is_not_read_and_operators_are_told_what_to_do(settings):
    write()
    settings.SECRET_KEY = "another key"
    with pytest.raises(Unreadable):
        unseal(bytes(Message.objects.get().sealed or b""))
    assert delivered() == []
    assert "another signing key" in Message.objects.get().reason


def test_whoever_acts_may_add_a_message_and_neither_read_nor_change_nor_take_one_away():
    write()
    with acting(Acting()):
        write("invitation/2")
        assert not Message.objects.exists()
        assert Message.objects.update(state="sent") == 0
        assert Message.objects.all().delete()[0] == 0
        with pytest.raises((ProgrammingError, DatabaseError)), transaction.atomic():
            Message.objects.bulk_create([
                Message(
                    kind="x", key="x", recipient="x", state="sent", tries=1, posted_at=timezone.now(),
                    of_use_until=timezone.now(), due_at=timezone.now(), ended_at=timezone.now(),
                )
            ])  # fmt: skip
    assert len(delivered()) == 2


def test_pauses_grow_to_a_limit_and_each_is_longer_than_a_try_takes():
    pauses = [pause_after(tries) for tries in range(1, 40)]
    assert pauses == sorted(pauses)
    assert pauses[0] == FIRST_PAUSE > timedelta(seconds=WHOLE_SECONDS)
    assert pauses[-1] == LONGEST_PAUSE


def test_what_is_no_longer_of_use_is_not_sent_and_its_text_is_forgotten():
    write(now=timezone.now() - INVITATION.of_use)
    assert delivered() == []
    gone = Message.objects.get()
    assert (gone.state, gone.sealed) == (Message.State.FAILED, None)
    assert not try_again(str(gone.pk))


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_message_once():
    for number in range(40):
        write(f"invitation/{number}")

    def work(_: int) -> int:
        try:
            return send_due().sent
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        sent = list(workers.map(work, range(4)))
    assert sum(sent) == 40
    assert len({told.extra_headers["Message-ID"] for told in mail.outbox}) == len(mail.outbox) == 40


@pytest.mark.django_db(transaction=True)
def test_an_invitation_that_is_refused_writes_to_nobody(monkeypatch):
    from irhub.accounts.roles import Role
    from irhub.web.errors import ActionRefused
    from tests.factories import BodyFactory, PersonFactory, signed_in

    boss = signed_in(PersonFactory(email="boss@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR)]))
    asked = {"email": "sam@example.org", "role": "reviewer"}

    def refuse(*_: object, **__: object) -> None:
        raise ActionRefused("It was closed meanwhile.")

    with monkeypatch.context() as patched:
        patched.setattr(accounts, "invite", refuse)
        assert "closed meanwhile" in boss.post(reverse("people-invite"), asked).content.decode()
    assert not Message.objects.exists()
    answer = boss.post(reverse("people-invite"), asked).content.decode()
    assert "/invitations/" in answer, "the link is on the page, to be handed over"
    assert isinstance(boss, Client)
    assert Message.objects.count() == 1
