"""The one way in which this room writes: as the hub, for somebody who was found to be allowed what they ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

from irhub.accounts.row_security import system_access

Given = ParamSpec("Given")
Returned = TypeVar("Returned")
A_MINUTE = timedelta(minutes=1)


def as_the_hub(does: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """A function that does all or nothing, with the rows of every body: it looks for itself who may ask for what it does."""

    @wraps(does)
    def whole(*args: Given.args, **named: Given.kwargs) -> Returned:
        with system_access("minutes, appointments and calls stand in the hub's books"), transaction.atomic():
            return does(*args, **named)

    return whole


def now() -> datetime:
    """The moment by the database's clock, which is the one that counts here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
    return at.astimezone(UTC)


def whole_minutes(lasted: timedelta) -> int:
    """A minute that was begun counts whole; a call is a minute at least."""
    return max(1, -(-lasted // A_MINUTE))
