"""What may be used up is never used twice, nor below zero, whoever comes at once: and the entries always tell how it came to that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from irhub.casework.ledger import book, free, reserve, settle, unsound
from irhub.web.errors import ActionRefused
from tests.casework.at_once import THREADS, at_once
from tests.casework.purse import Purse, PurseEntry, PurseHold, make_tables, tables
from tests.examples import tried

HOUR = timedelta(hours=1)
AMOUNTS = st.integers(1, 40)


@pytest.fixture
def purse(db: None) -> Purse:
    make_tables()
    return Purse.objects.create()


def test_minutes_are_granted_reserved_used_and_given_back(purse):
    book(purse, 30, key="grant", why="The scheme of 2026", by="scheme")
    hold = reserve(purse, 20, key="booking 1", lasts=HOUR, by="adviser@example.org")
    assert free(purse) == 10
    with pytest.raises(ActionRefused, match="10 minutes are left, and 20 more are reserved; 11 were asked for"):
        book(purse, -11, key="call", why="A call", by="adviser@example.org")
    assert settle(hold, 12, why="The call took 12", by="adviser@example.org").amount == -12
    assert free(purse) == 18
    released = reserve(purse, 18, key="booking 2", lasts=HOUR, by="adviser@example.org")
    assert settle(released, 0, by="adviser@example.org") is None
    assert free(purse) == 18
    assert list(PurseEntry.objects.order_by("pk").values_list("amount", "key")) == [
        (30, "grant"),
        (-12, f"hold {hold.pk}"),
    ]
    assert not list(unsound(Purse))


def test_what_is_done_again_is_not_done_twice_and_never_otherwise(purse):
    for _ in range(2):
        book(purse, 30, key="grant", why="The scheme", by="scheme")
        hold = reserve(purse, 10, key="booking", lasts=HOUR, by="scheme")
    for _ in range(2):
        entry = settle(hold, 4, why="A call", by="scheme")
    assert (entry.amount, free(purse)) == (-4, 26)
    for wrong in (
        lambda: book(purse, 29, key="grant", why="The scheme", by="scheme"),
        lambda: reserve(purse, 9, key="booking", lasts=HOUR, by="scheme"),
        lambda: settle(hold, 5, why="A call", by="scheme"),
    ):
        with pytest.raises(ActionRefused, match="already"):
            wrong()
    assert free(purse) == 26


def test_what_nobody_settled_is_free_again_when_it_runs_out_by_the_databases_clock(purse):
    book(purse, 30, key="grant", why="The scheme", by="scheme")
    hold = reserve(purse, 30, key="booking", lasts=HOUR, by="scheme")
    with pytest.raises(ActionRefused, match="30 minutes were reserved"):
        settle(hold, 31, by="scheme")
    PurseHold.objects.update(expires_at=timezone.now() - HOUR)
    assert free(purse) == 30
    book(purse, -30, key="call", why="Another call", by="scheme")
    with pytest.raises(ActionRefused, match="ran out already"):
        settle(hold, 30, by="scheme")
    assert not list(unsound(Purse))


def test_what_ran_out_or_was_released_is_held_anew_under_its_key(purse):
    book(purse, 30, key="grant", why="The scheme", by="scheme")
    first = reserve(purse, 30, key="booking", lasts=HOUR, by="scheme")
    PurseHold.objects.update(expires_at=timezone.now() - HOUR)
    again = reserve(purse, 30, key="booking", lasts=HOUR, by="adviser@example.org")
    assert (again.pk, again.settled_at, again.held_by, free(purse)) == (first.pk, None, "adviser@example.org", 0)
    settle(again, 0, by="scheme")
    assert reserve(purse, 20, key="booking", lasts=HOUR, by="scheme").amount == 20
    assert settle(again, 15, why="A call", by="scheme").amount == -15
    assert reserve(purse, 20, key="booking", lasts=HOUR, by="scheme").used == 15
    assert free(purse) == 15
    assert not list(unsound(Purse))


def test_the_database_itself_refuses_what_must_not_be(purse):
    book(purse, 5, key="grant", why="The scheme", by="scheme")
    entry = {"balance": purse, "key": "grant", "amount": 1, "who": "x", "why": "x"}
    for wrong in (
        lambda: Purse.objects.update(amount=-1),
        lambda: Purse.objects.update(held=6),
        lambda: Purse.objects.update(held=-1),
        lambda: PurseEntry.objects.create(**entry),
        lambda: PurseEntry.objects.create(**entry | {"key": "none", "amount": 0}),
        lambda: PurseHold.objects.create(balance=purse, key="a", amount=0, held_by="x", expires_at=timezone.now()),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    Purse.objects.update(amount=4)
    assert list(unsound(Purse)) == [f"Purse {purse.pk} holds 4 with 0 spoken for; its entries tell 5 and 0."]


@pytest.mark.parametrize("amount", [0, -1, -(2**40), 2**31, 2**70])
def test_what_is_no_amount_is_refused_in_words_and_changes_nothing(purse, amount):
    book(purse, 30, key="grant", why="The scheme", by="scheme")
    with pytest.raises(ActionRefused, match=r"from 1 on|30 minutes are left"):
        reserve(purse, amount, key="booking", lasts=HOUR, by="x")
    if amount != -1:
        with pytest.raises(ActionRefused, match=r"not 0|30 minutes are left|more than 2,147,483,647 minutes"):
            book(purse, amount, key="odd", why="x", by="x")
    assert (free(purse), PurseEntry.objects.count(), PurseHold.objects.count()) == (30, 1, 0)


class Ledger(RuleBasedStateMachine):
    """Everything that people can do, in any order, beside a purse of plain numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.purse = Purse.objects.create()
        self.amount, self.keys = 0, 0
        self.booked: dict[str, int] = {}
        self.open: dict[int, int] = {}
        self.holds: list[Any] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.within.__exit__(None, None, None)

    def key(self) -> str:
        self.keys += 1
        return f"key {self.keys}"

    @rule(amount=AMOUNTS, sign=st.sampled_from([1, -1]))
    def books(self, amount: int, sign: int) -> None:
        key, fits = self.key(), sign > 0 or amount <= self.amount - sum(self.open.values())
        try:
            book(self.purse, sign * amount, key=key, why="x", by="x")
        except ActionRefused:
            assert not fits
        else:
            assert fits
            self.amount += sign * amount
            self.booked[key] = sign * amount

    @precondition(lambda self: self.booked)
    @rule(data=st.data())
    def books_again(self, data: Any) -> None:
        key = data.draw(st.sampled_from(sorted(self.booked)))
        assert book(self.purse, self.booked[key], key=key, why="x", by="x").amount == self.booked[key]

    @rule(amount=AMOUNTS)
    def reserves(self, amount: int) -> None:
        fits = amount <= self.amount - sum(self.open.values())
        try:
            made = reserve(self.purse, amount, key=self.key(), lasts=HOUR, by="x")
        except ActionRefused:
            assert not fits
        else:
            assert fits
            self.open[made.pk] = amount
            self.holds.append(made)

    @precondition(lambda self: self.holds)
    @rule(data=st.data(), used=st.integers(0, 45))
    def settles(self, data: Any, used: int) -> None:
        hold = data.draw(st.sampled_from(self.holds))
        before = PurseHold.objects.get(pk=hold.pk)
        fits = used <= hold.amount if hold.pk in self.open else before.used == used
        try:
            settle(hold, used, why="x", by="x")
        except ActionRefused:
            assert not fits
        else:
            assert fits
            self.amount -= used if self.open.pop(hold.pk, None) else 0

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def runs_out(self, data: Any) -> None:
        pk = data.draw(st.sampled_from(sorted(self.open)))
        PurseHold.objects.filter(pk=pk).update(expires_at=timezone.now() - HOUR)
        del self.open[pk]

    @invariant()
    def agrees(self) -> None:
        self.purse.refresh_from_db()
        assert self.purse.amount == self.amount >= 0
        assert free(self.purse) == self.amount - sum(self.open.values()) >= 0
        assert not list(unsound(Purse))


def test_in_whatever_order_people_come_the_entries_tell_what_is_there(purse):
    run_state_machine_as_test(Ledger, settings=tried(15, stateful_step_count=25))
    assert not PurseEntry.objects.exists()


@pytest.fixture
def shared(transactional_db: None) -> Iterator[Purse]:
    with tables():
        yield Purse.objects.create()


@pytest.mark.slow
def test_of_fifty_who_come_at_once_as_many_are_served_as_there_is_for(shared):
    book(shared, 30, key="grant", why="The scheme", by="scheme")
    told = at_once(lambda number: book(shared, -1, key=f"call {number}", why="A call", by="x"))
    assert sum(isinstance(each, ActionRefused) for each in told) == THREADS - 30
    shared.refresh_from_db()
    assert (shared.amount, free(shared)) == (0, 0)
    assert PurseEntry.objects.count() == 31
    assert not list(unsound(Purse))


@pytest.mark.slow
def test_of_fifty_who_do_the_same_at_once_it_is_done_once(shared):
    book(shared, 30, key="grant", why="The scheme", by="scheme")
    holds = at_once(lambda _: reserve(shared, 20, key="booking", lasts=HOUR, by="x"))
    assert {hold.pk for hold in holds} == {holds[0].pk}
    entries = at_once(lambda _: settle(holds[0], 15, why="A call", by="x"))
    assert {entry.pk for entry in entries} == {entries[0].pk}
    again = at_once(lambda _: book(shared, -15, key="the rest", why="A call", by="x"))
    assert {entry.pk for entry in again} == {again[0].pk}
    assert free(shared) == 0
    assert not list(unsound(Purse))


@pytest.mark.slow
def test_of_fifty_who_reserve_settle_and_take_at_once_nobody_gets_what_another_has(shared):
    book(shared, 60, key="grant", why="The scheme", by="scheme")

    def comes(number: int) -> int:
        if number % 2:
            book(shared, -3, key=f"call {number}", why="A call", by="x")
            return 3
        hold = reserve(shared, 5, key=f"booking {number}", lasts=HOUR, by="x")
        settle(hold, number % 5, why="A call", by="x")
        return number % 5

    told = at_once(comes)
    used = sum(each for each in told if isinstance(each, int))
    shared.refresh_from_db()
    assert used > 0
    assert (shared.amount, shared.held) == (60 - used, 0)
    assert not list(unsound(Purse))
