"""kill -9 of the worker while it hands a message to the mail server, and servers that refuse and are silent: nothing is lost, and nobody gets
anything twice.

Twice by its number, that is: a message that the server took without saying so is handed to it again under the same one, by which
mail systems drop it (ADR 0026).
"""

from __future__ import annotations

import os
import signal
from collections import Counter

import pytest

from tests.faults.figures import figure
from tests.notify.relay import relay
from tests.place import Place, end, place, until

pytestmark = pytest.mark.slow
MESSAGES = 12
KILLS = int(os.environ.get("IRHUB_TEST_KILLS", "1"))
POST = """
from django.db import transaction
from irhub.accounts.notices import INVITATION
from irhub.notify.actions import post
with transaction.atomic():
    for number in range(int(sys.argv[1]), int(sys.argv[2])):
        to = f"person-{number}@example.org"
        post(kind=INVITATION, key=f"invitation/{number}", to=to, subject="You are invited", text="Open the link.")
"""


AGAIN = "UPDATE notify_message SET due_at = now() WHERE state = 'waiting' RETURNING tries"
"""Lets the pause of what waits be over."""


def write(where: Place, since: int, until: int) -> None:
    """Write to the people of these numbers, and ask the worker to look."""
    posting = where.python(POST, str(since), str(until))
    _, fault = posting.communicate()
    assert posting.returncode == 0, fault


def people(most: int) -> set[str]:
    """The addresses of so many."""
    return {f"person-{number}@example.org" for number in range(most)}


def test_a_worker_that_is_killed_while_sending_loses_nothing_and_doubles_nothing(tmp_path, record_property):
    with place(tmp_path / "home") as where, relay() as server:
        log, sends = tmp_path / "worker.log", f"smtp://127.0.0.1:{server.port}"
        write(where, 0, MESSAGES)
        for kill in range(KILLS):
            server.holds.set()
            server.held.clear()
            worker = where.start("worker", log=log, IRHUB_EMAIL_URL=sends)
            until(
                lambda: server.held.is_set(), f"the server to be in the midst of a message: {log.read_text()[-2000:]}"
            )
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            server.holds.clear()
            assert len(server.taken) == kill + 1
            tried = where.ask(AGAIN)
            assert sum(tries for (tries,) in tried) == kill + 1, "a try counts though its end was never told"
        worker = where.start("worker", log=log, IRHUB_EMAIL_URL=sends)
        try:
            until(
                lambda: where.ask("SELECT count(*) FROM notify_message WHERE state = 'sent'") == [(MESSAGES,)],
                "every message to leave",
                patience=150,  # a worker that died is known to be dead after 20 seconds, and the outbox looked at each minute
            )
        finally:
            end(worker)
        got = Counter(to for to, _ in server.taken)
        numbers = {to: {str(message["Message-ID"]) for to_, message in server.taken if to_ == to} for to in got}
        figure(
            record_property,
            f"kill -9 of the worker while a mail server has a message, {KILLS} times",
            lost=people(MESSAGES) - set(got),
            # under one number however often it was handed over
            doubled=[to for to, own in numbers.items() if len(own) > 1],
            told=[log],
            more=f"{MESSAGES} messages, handed over {sum(got.values())} times",
        )
        assert sum(got.values()) == MESSAGES + KILLS, "and again only what was being handed over when the worker died"
        assert where.ask("SELECT count(*) FROM notify_message WHERE sealed IS NOT NULL") == [(0,)]


def test_a_mail_server_that_refuses_and_then_is_silent_costs_tries_and_no_message(tmp_path, record_property):
    said = "SELECT count(*) FROM notify_message WHERE state = 'waiting' AND reason LIKE %s"
    with place(tmp_path / "home") as where, relay() as server:
        log = tmp_path / "worker.log"
        server.refuses = dict.fromkeys(people(MESSAGES), "450 4.2.1 come back later")
        worker = where.start("worker", log=log, IRHUB_EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        try:
            write(where, 0, MESSAGES)
            until(lambda: where.ask(said, "%450 4.2.1%") == [(MESSAGES,)], "every message to be refused")
            server.refuses.clear()
            server.silent.set()
            where.ask(AGAIN)
            write(where, MESSAGES, MESSAGES + 1)
            until(lambda: where.ask(said, "%did not answer in time%")[0][0] > 0, "a message to be given no answer")
            server.silent.clear()
            where.ask(AGAIN)
            write(where, MESSAGES + 1, MESSAGES + 2)
            until(
                lambda: where.ask("SELECT count(*) FROM notify_message WHERE state = 'sent'") == [(MESSAGES + 2,)],
                lambda: f"every message to leave: {where.ask('SELECT state, tries, reason FROM notify_message')}",
            )
        finally:
            end(worker)
        got = Counter(to for to, _ in server.taken)
        figure(
            record_property,
            f"a mail server that refuses {MESSAGES} messages and then is silent, 1 time each",
            lost=people(MESSAGES + 2) - set(got),
            doubled=[to for to, times in got.items() if times > 1],
            told=[log],
            more=f"{MESSAGES + 2} messages",
        )
