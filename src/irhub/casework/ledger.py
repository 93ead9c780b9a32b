"""What may be used up: minutes of free advice, a grant's money. One row holds how much there is, and entries tell how it came to that.

A room makes the three tables its own: a `Balance`, with an `Entry` and a `Hold` whose keys to it are called `entries` and `holds`. Every
function here locks the balance's row first and does all or nothing. The database holds that nothing falls below
zero, and its clock is the one that counts. Entries are only added (`append_only` in the room's migration). The room's
action records what was done in the audit trail, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, Now

from irhub.accounts.audit import Actor, name_of
from irhub.web.errors import ActionRefused

MOST = 2**31 - 1
"""What a column of the database can hold."""


class Balance(models.Model):
    """How much there is (`amount`), and how much of that is spoken for (`held`). Whole units, of which `unit` is the name."""

    unit: ClassVar[str] = "units"

    amount = models.IntegerField(default=0)
    held = models.IntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="%(class)s_never_below_zero"),
            models.CheckConstraint(
                condition=Q(held__gte=0, held__lte=F("amount")), name="%(class)s_holds_what_is_there"
            ),
        ]


class Entry(models.Model):
    """Something that was added (`amount` above zero) or taken. `key`: what was booked; the same key is booked once."""

    at = models.DateTimeField(db_default=Now())
    amount = models.IntegerField()
    key = models.CharField(max_length=100)
    who = models.CharField(max_length=254)
    why = models.TextField()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint("balance", "key", name="%(class)s_booked_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="%(class)s_books_something"),
        ]


class Hold(models.Model):
    """Something that is spoken for until it is settled or runs out. `used`: of it, once settled."""

    amount = models.IntegerField()
    key = models.CharField(max_length=100)
    held_by = models.CharField(max_length=254)
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    used = models.IntegerField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint("balance", "key", name="%(class)s_held_once"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="%(class)s_holds_something"),
            models.CheckConstraint(
                condition=Q(settled_at=None, used=None)
                | Q(settled_at__isnull=False, used__gte=0, used__lte=F("amount")),
                name="%(class)s_settled_within",
            ),
        ]


@transaction.atomic
def book(balance: Any, amount: int, *, key: str, why: str, by: Actor) -> Any:
    """Add something, or take it (`amount` below zero). Booked again under its key it is not done twice. Returns the entry.

    Raises ActionRefused if so much is not free, it is nothing or more than can be kept, or the key was booked with another amount.
    """
    there = _locked(balance)
    before = there.entries.filter(key=key).first()
    if before is not None:
        if before.amount != amount:
            raise ActionRefused(
                f"This was booked already, as {before.amount} {there.unit}. Correct it with an entry of its own."
            )
        return before
    if amount == 0:
        raise ActionRefused(f"Nothing was booked: give a number of {there.unit} that is not 0.")
    if there.amount - there.held + amount < 0:
        raise _too_little(there, -amount)
    if there.amount + amount > MOST:
        raise ActionRefused(f"There would be more than {MOST:,} {there.unit}, which is the most that can be kept.")
    return _booked(there, amount, key, why, by)


@transaction.atomic
def reserve(balance: Any, amount: int, *, key: str, lasts: timedelta, by: Actor) -> Any:
    """Hold something for a time, so that nobody else uses it. Reserved again under its key it is held once; what was released or ran
    out is held anew. Returns the hold.

    Raises ActionRefused if so much is not free, it is less than one, or the key holds another amount.
    """
    there = _locked(balance)
    before = there.holds.filter(key=key).first()
    if before is not None and before.used != 0:
        if before.amount != amount:
            raise ActionRefused(f"This is reserved already, as {before.amount} {there.unit}. Release it first.")
        return before
    if amount < 1:
        raise ActionRefused(f"Nothing was reserved: give a number of {there.unit} from 1 on.")
    if amount > there.amount - there.held:
        raise _too_little(there, amount)
    fresh = {"amount": amount, "held_by": name_of(by), "expires_at": Now() + lasts, "settled_at": None, "used": None}
    made, _ = there.holds.update_or_create(key=key, defaults=fresh)
    _written(there, held=there.held + amount)
    made.refresh_from_db()
    return made


@transaction.atomic
def settle(hold: Any, used: int, *, why: str = "", by: Actor) -> Any:
    """End a hold: of what it held `used` is taken, and the rest is free again; 0 releases it all. Settled again it is not done twice.

    Returns the entry, None if nothing was used. Raises ActionRefused if it held less, ran out, or was settled otherwise.
    """
    there = _locked(hold.balance)
    now = there.holds.get(pk=hold.pk)
    key = f"hold {hold.pk}"
    if now.settled_at is not None and now.used == used:
        return there.entries.filter(key=key).first()
    if now.settled_at is not None:
        raise ActionRefused(
            "This reservation was settled or ran out already. Book what was used with an entry of its own."
        )
    if not 0 <= used <= now.amount:
        raise ActionRefused(
            f"{now.amount} {there.unit} were reserved: no more can be taken from that, nor less than none."
        )
    there.holds.filter(pk=now.pk).update(settled_at=Now(), used=used)
    _written(there, held=there.held - now.amount)
    return _booked(there, -used, key, why, by) if used else None


def free(balance: Any) -> int:
    """How much nobody has spoken for: holds that ran out no longer count, though nobody has come upon them yet."""
    lapsed = balance.holds.filter(settled_at=None, expires_at__lte=Now()).aggregate(all=Coalesce(Sum("amount"), 0))[
        "all"
    ]
    there = type(balance)._base_manager.get(pk=balance.pk)
    return int(there.amount - there.held + lapsed)


def unsound(model: type[Balance]) -> Iterator[str]:
    """The balances that are not what their entries and holds tell, a sentence each. There is none, unless somebody wrote past this module."""
    for there in model._base_manager.order_by("pk"):
        row: Any = there
        booked = row.entries.aggregate(all=Coalesce(Sum("amount"), 0))["all"]
        held = row.holds.filter(settled_at=None).aggregate(all=Coalesce(Sum("amount"), 0))["all"]
        if (row.amount, row.held) != (booked, held):
            yield f"{model.__name__} {row.pk} holds {row.amount} with {row.held} spoken for; its entries tell {booked} and {held}."


def _locked(balance: Any) -> Any:
    """The row as it stands, which nobody else changes before this transaction ends; holds that ran out are given back."""
    there: Any = type(balance)._base_manager.select_for_update().get(pk=balance.pk)
    over = there.holds.filter(settled_at=None, expires_at__lte=Now())
    back = sum(over.values_list("amount", flat=True))
    if back:
        over.update(settled_at=Now(), used=0)
        _written(there, held=there.held - back)
    return there


def _written(there: Any, **columns: int) -> None:
    type(there)._base_manager.filter(pk=there.pk).update(**columns)
    for name, value in columns.items():
        setattr(there, name, value)


def _booked(there: Any, amount: int, key: str, why: str, by: Actor) -> Any:
    _written(there, amount=there.amount + amount)
    return there.entries.create(amount=amount, key=key, who=name_of(by), why=why.strip())


def _too_little(there: Any, asked: int) -> ActionRefused:
    left = there.amount - there.held
    also = f", and {there.held} more are reserved" if there.held else ""
    return ActionRefused(f"{left} {there.unit} are left{also}; {asked} were asked for.")
