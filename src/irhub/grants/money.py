"""Money of grants: pence, in words and by the ledger. Each function works with the rights of the system, after its caller was let in."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.roles import Role
from irhub.accounts.row_security import system_access
from irhub.casework.ledger import book, free
from irhub.grants.models import Award, Pot
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day
from irhub.web.saying import pounds

_LEDGER = "money of grants moves by the ledger alone, which nobody writes who acts for a body"


def pence(amount: Decimal) -> int:
    """An amount in pounds as pence."""
    return int(amount * 100)


def said(amount: int) -> str:
    """Pence as people write them: £1,500, £12.82."""
    return pounds(Decimal(amount) / 100)


@transaction.atomic
def add_pot(*, by: Membership, **told: object) -> Pot:
    """Make a pot, empty. Raises ActionRefused if the name is taken or its limits or days make no sense."""
    made = Pot(body=by.body, **told)
    if made.closes_on < made.opens_on:
        raise ActionRefused("The last day must not come before the first.", "closes_on")
    if made.lead_limit < made.officer_limit:
        raise ActionRefused("The limit of a lead must not be below that of an officer.", "lead_limit")
    with system_access(_LEDGER):
        if Pot.objects.filter(name=made.name).exists():
            raise ActionRefused("There is a pot of this name already.", "name")
        return begin(made, by=by, told="made a pot of grants")


@transaction.atomic
def put_in(pot: Pot, amount: int, *, version: int, reason: str, by: Membership) -> Pot:
    """Put money into a pot. `amount`: pence; `reason`: where it comes from. Raises ActionRefused as the ledger and `move` do."""
    check_move(pot, "put in", by=by, reason=reason)
    with system_access(_LEDGER):
        moved = move(pot, "put in", by=by, version=version, reason=reason, detail={"pence": amount})
        book(moved, amount, key=f"in {moved.version}", why=reason, by=by)
    moved.refresh_from_db()
    return moved


@transaction.atomic
def close_pot(pot: Pot, *, version: int, reason: str, by: Membership) -> Pot:
    """Close a pot: no award is made from it any more, and what is left is given back to whoever gave it."""
    check_move(pot, "close", by=by, reason=reason)
    return _given_back(pot, "close", version, reason, by)


@transaction.atomic
def give_back(pot: Pot, *, version: int, reason: str, by: Membership) -> Pot:
    """Give back what came into a closed pot since, from grants that were closed or declined. Raises ActionRefused if nothing came."""
    check_move(pot, "give back", by=by, reason=reason)
    with system_access(_LEDGER):
        if not free(pot):
            raise ActionRefused("Nothing has come back into this pot.", "reason")
    return _given_back(pot, "give back", version, reason, by)


def _given_back(pot: Pot, name: str, version: int, reason: str, by: Membership) -> Pot:
    with system_access(_LEDGER):
        moved = move(pot, name, by=by, version=version, reason=reason)
        left = free(moved)
        if left:
            book(moved, -left, key=f"given back {moved.version}", why=reason, by=by)
    moved.refresh_from_db()
    return moved


def limit_of(pot: Pot, by: Membership) -> int:
    """The most pence of one award on which somebody may decide."""
    return pot.lead_limit if by.role == Role.LEAD else pot.officer_limit


def refuse_beyond(pot: Pot, amount: int, by: Membership) -> None:
    """Raises ActionRefused if an award of so many pence is beyond what somebody may decide on, or what the pot has, on this day."""
    limit, left, today = limit_of(pot, by), free(pot), localdate()
    if amount > limit:
        raise ActionRefused(f"You may award up to {said(limit)} from this pot. Ask whoever may award more.", "amount")
    if amount > left:
        raise ActionRefused(f"{said(left)} is left in the pot “{pot.name}”.", "amount")
    if not pot.opens_on <= today <= pot.closes_on or pot.state != "open":
        raise ActionRefused(f"The pot “{pot.name}” is closed: it was for awards until {day(pot.closes_on)}.", "amount")


def to_award(award: Award, *, by: Membership) -> None:
    """Take a new award’s money from its pot. Raises ActionRefused if so much is not there any more."""
    with system_access(_LEDGER):
        pot = award.call.pot
        book(pot, -award.granted, key=f"award {award.reference}", why=award.name, by=by)
        book(award, award.granted, key="award", why=pot.name, by=by)


def back_to_pot(award: Award, *, why: str, by: Membership) -> None:
    """Give back to the pot what an award has not paid."""
    with system_access(_LEDGER):
        left = free(award)
        if left:
            book(award, -left, key=f"back {award.version}", why=why, by=by)
            book(award.call.pot, left, key=f"back {award.reference} {award.version}", why=why, by=by)
