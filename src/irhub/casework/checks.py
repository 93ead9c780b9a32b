"""Checks of an application: what registers tell on a day is found by itself, with its row; a person records the rest, whose word stands.

A room makes the table its own: a `Check` whose key to the application has `related_name="checks"`. The application’s table knows the move “check”. The
migration fences the table with `protect("table")` and closes it with `append_only("table")` (events.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Now

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership, OwnedByBody
from irhub.accounts.moving import check_move, move
from irhub.web.errors import ActionRefused
from irhub.web.model_fields import OneOf

REGISTERS = "the registers"
"""Who made a check that registers tell."""


class Result(models.TextChoices):
    """What came of a check."""

    CLEAR = "clear", "Nothing found"
    LOOK = "look", "Something to look into"
    FAILS = "fails", "Does not pass"
    NOT_HELD = "not held", "Not held by the hub: to be checked by a person"


class Check(OwnedByBody):
    """A check of an application as it was made, by a register or a person. Rows are only added; a person’s word stands above a register’s.

    `register`, `edition`, `line`: the row on which it rests; blank where none does.
    """

    key = models.CharField(max_length=40)
    result = OneOf(max_length=10, choices=Result)
    says = models.TextField()
    by_person = models.BooleanField(default=False)
    who = models.CharField(max_length=254)
    at = models.DateTimeField(db_default=Now())
    register = models.CharField(max_length=40, blank=True, default="")
    edition = models.DateField(null=True)
    line = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Found:
    """What a register tells of an applicant: for which check, what came of it, and the row on which that rests, if one does."""

    key: str
    result: Result
    says: str
    register: str = ""
    edition: date | None = None
    line: int | None = None


@dataclass(frozen=True)
class Standing:
    """A check and where it stands: the newest word of a person, else the newest of the registers; None where nobody made it yet."""

    check: Any
    last: Any

    @property
    def settled(self) -> bool:
        """Whether it was made, with a result."""
        return self.last is not None and self.last.result != Result.NOT_HELD

    @property
    def fails(self) -> bool:
        """Whether what is checked does not pass."""
        return self.last is not None and self.last.result == Result.FAILS


@transaction.atomic
def keep_found(application: Any, found: Iterable[Found], *, by: Membership) -> int:
    """Keep what registers tell otherwise than before. How many checks changed. Raises ActionRefused past the checks."""
    check_move(application, "check", by=by)
    last = {each.key: each for each in application.checks.filter(by_person=False).order_by("pk")}
    fresh = [
        one
        for one in found
        if (before := last.get(one.key)) is None or (before.result, before.says) != (one.result, one.says)
    ]
    for one in fresh:
        application.checks.create(body_id=application.body_id, who=REGISTERS, **vars(one))
    return len(fresh)


@transaction.atomic
def record_check(
    application: Any, key: str, *, known: Iterable[Any], result: str, says: str, version: int, by: Membership
) -> None:
    """Record what a person found. Raises ActionRefused for a check that is not `known`, past the checks, or from somebody who scores it."""
    if application.assessments.filter(email__iexact=name_of(by)).exclude(state="stood down").exists():
        raise ActionRefused("Whoever scores an application does not check it: ask a colleague.")
    if key not in {one.key for one in known}:
        raise ActionRefused("There is no such check.")
    move(application, "check", by=by, version=version, detail={"check": key, "result": result})
    application.checks.create(
        body_id=application.body_id, key=key, result=result, says=says, by_person=True, who=name_of(by)
    )


def standing_of(application: Any, known: Sequence[Any]) -> list[Standing]:
    """Each check that is made of every application, and where it stands."""
    return standing_in(application.checks.order_by("by_person", "pk"), known)


def standing_in(checks: Iterable[Any], known: Sequence[Any]) -> list[Standing]:
    """The same of checks that were read: those of registers first, each kind in the order in which they were made."""
    last = {each.key: each for each in checks}
    return [Standing(check, last.get(check.key)) for check in known]


def refuse_open(standing: Iterable[Standing]) -> None:
    """Raises ActionRefused while a check is open."""
    if open_ := [each.check.title for each in standing if not each.settled]:
        raise ActionRefused(f"These checks are still open: {'; '.join(open_)}.")
