"""kill -9 of the worker while it hands a message to the mail server: nothing is lost, and nobody gets anything twice.

Twice by its number, that is: a message that the server took without saying so is handed to it again under the same one, by which
mail systems drop it (ADR 0026).
"""

from __future__ import annotations

import os
import signal
from collections import Counter

import pytest

from tests.notify.relay import relay
from tests.place import end, place, until

pytestmark = pytest.mark.slow
MESSAGES = 12
KILLS = int(os.environ.get("IRHUB_TEST_KILLS", "1"))
POST = """
from django.db import transaction
from irhub.accounts.notices import INVITATION
from irhub.notify.actions import post
with transaction.atomic():
    for number in range(int(sys.argv[1])):
        to = f"person-{number}@example.org"
        post(kind=INVITATION, key=f"invitation/{number}", to=to, subject="You are invited", text="Open the link.")
"""


def test_a_worker_that_is_killed_while_sending_loses_nothing_and_doubles_nothing(tmp_path):
    with place(tmp_path / "home") as where, relay() as server:
        log, sends = tmp_path / "worker.log", f"smtp://127.0.0.1:{server.port}"
        posting = where.python(POST, str(MESSAGES))
        _, fault = posting.communicate()
        assert posting.returncode == 0, fault
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
            tried = where.ask("UPDATE notify_message SET due_at = now() WHERE state = 'waiting' RETURNING tries")
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
        assert set(got) == {f"person-{number}@example.org" for number in range(MESSAGES)}
        assert all(len(own) == 1 for own in numbers.values()), "one number for each, however often it was handed over"
        assert sum(got.values()) == MESSAGES + KILLS, "and again only what was being handed over when the worker died"
        assert where.ask("SELECT count(*) FROM notify_message WHERE sealed IS NOT NULL") == [(0,)]
