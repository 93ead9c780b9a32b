"""Many transactions write events at once: none waits for another's end, and one unbroken chain comes of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from irhub.accounts.audit import _hash, record, verify
from irhub.accounts.models import AuditEvent, AuditLink
from tests.examples import tried

pytestmark = pytest.mark.django_db(transaction=True)
COLUMNS = ("number", "at", "who", "acting_as", "body_id", "what", "about", "detail", "hash_before", "hash")


@contextmanager
def other() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A second connection to the database; it is not kept waiting for a lock."""
    to = connection.get_connection_params()
    with psycopg.connect(host=to["host"], user=to["user"], dbname=to["dbname"], port=to.get("port")) as made:
        made.execute("SET lock_timeout = '2s'")
        made.commit()
        yield made


def write(to: psycopg.Connection[tuple[object, ...]], about: str) -> None:
    """An event as `record` writes it, on a connection of the test's own."""
    number = to.execute("SELECT nextval('accounts_auditevent_number')").fetchone()[0]
    event = AuditEvent(number=number, at=timezone.now(), who="pat@example.org", what="looked", about=about)
    event.hash = _hash(event)
    values = [getattr(event, name) for name in COLUMNS]
    values[COLUMNS.index("detail")] = Jsonb(event.detail)
    names, gaps = ", ".join(COLUMNS), ", ".join(["%s"] * len(COLUMNS))
    to.execute(f"INSERT INTO accounts_auditevent ({names}) VALUES ({gaps})", values)


def chained() -> list[str]:
    """What the events of the chain are about, in its order; every event is in it, and the chain holds."""
    assert verify() == []
    assert not AuditEvent.objects.filter(link=None).exists()
    places = AuditLink.objects.order_by("position").values_list("position", "event__about")
    assert [position for position, _ in places] == list(range(1, len(places) + 1))
    return [about for _, about in places]


def test_a_transaction_that_wrote_an_event_and_stays_open_keeps_nobody_waiting():
    with other() as slow:
        write(slow, "slow")
        with other() as quick:
            write(quick, "quick")
            quick.commit()
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
            record("looked", by="pat@example.org", about="web")
            cursor.execute("RESET lock_timeout")
        assert chained() == ["quick", "web"]
        slow.commit()
    assert chained() == ["quick", "web", "slow"]


def test_whoever_waits_at_the_end_for_a_row_of_somebody_else_does_not_hold_the_chain_meanwhile():
    """A foreign key that is checked at the commit waits for whoever has locked the row that it points at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE a_parent (id int PRIMARY KEY);"
            "CREATE TABLE a_child (parent int REFERENCES a_parent DEFERRABLE INITIALLY DEFERRED);"
            "INSERT INTO a_parent VALUES (1)"
        )
    try:
        with other() as holds, other() as waits, ThreadPoolExecutor(1) as aside:
            waits.execute("SET lock_timeout = '20s'")
            waits.commit()
            write(waits, "waits")
            waits.execute("INSERT INTO a_child VALUES (1)")
            write(holds, "holds")
            holds.execute("SELECT FROM a_parent FOR UPDATE")
            ending = aside.submit(waits.commit)
            while not connection_waits():
                assert not ending.done()
            holds.commit()  # would be refused after two seconds if the chain were held
            ending.result()
        assert chained() == ["holds", "waits"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE a_child, a_parent")


def connection_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def test_twenty_who_write_at_once_make_one_unbroken_chain():
    begin = threading.Barrier(20)

    def work(writer: int) -> None:
        begin.wait()
        for turn in range(5):
            with transaction.atomic():
                record("looked", by="pat@example.org", about=f"{writer}/{turn}")
                record("looked again", by="pat@example.org", about=f"{writer}/{turn}")
        connections.close_all()

    with ThreadPoolExecutor(20) as writers:
        list(writers.map(work, range(20)))
    told = chained()
    assert len(told) == 200
    assert len(set(told)) == 100
    for writer in range(20):  # in the order in which each wrote
        assert [about for about in told if about.startswith(f"{writer}/")][::2] == [f"{writer}/{n}" for n in range(5)]


def test_two_thousand_events_of_one_transaction_are_chained_beside_one_that_stays_open():
    with other() as slow:
        write(slow, "slow")
        with transaction.atomic():
            for number in range(2000):
                record("looked", by="pat@example.org", about=str(number))
        assert chained() == [str(number) for number in range(2000)]


STEPS = st.tuples(st.integers(0, 2), st.sampled_from(["write", "write", "mark", "back", "keep", "undo"]))


@given(steps=st.lists(STEPS, max_size=40))
@tried(30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_marked_rolled_back_and_kept_in_any_order_the_chain_is_of_what_was_kept(steps):
    """Three connections; "mark" sets a savepoint, "back" returns to it, "keep" commits, "undo" rolls back."""
    before = chained()
    kept: list[str] = []
    with ExitStack() as stack:
        to = [stack.enter_context(other()) for _ in range(3)]
        written: list[list[str]] = [[], [], []]
        marks: list[list[str] | None] = [None, None, None]
        for number, (who, step) in enumerate(steps):
            if step == "write":
                write(to[who], str(number))
                written[who].append(str(number))
            elif step == "mark":
                to[who].execute("SAVEPOINT mark")
                marks[who] = list(written[who])
            elif step == "back" and (mark := marks[who]) is not None:
                to[who].execute("ROLLBACK TO SAVEPOINT mark")
                written[who] = list(mark)
            elif step in ("keep", "undo"):
                if step == "keep":
                    to[who].commit()
                    kept += written[who]
                else:
                    to[who].rollback()
                written[who], marks[who] = [], None
        for each in to:
            each.rollback()
    assert chained() == before + kept
