"""The checks of an application: what registers tell is found by itself, with its row; a person records the rest. A person’s word stays."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import check_move, move
from irhub.suppliers.comparing import found_for
from irhub.suppliers.method import Checked, method
from irhub.suppliers.models import Application, Check, Result
from irhub.web.errors import ActionRefused

REGISTERS = "the registers"
"""Who made a check that registers tell."""


@dataclass(frozen=True)
class Standing:
    """A check and where it stands: the newest word of a person, else the newest of the registers; None where nobody made it yet."""

    check: Checked
    last: Check | None

    @property
    def settled(self) -> bool:
        """Whether it was made, with a result."""
        return self.last is not None and self.last.result != Result.NOT_HELD


@transaction.atomic
def run_checks(application: Application, *, by: Membership) -> int:
    """Ask the registers again, and keep what is told otherwise than before. How many checks changed. Raises ActionRefused past the checks."""
    check_move(application, "check", by=by)
    last = {each.key: each for each in application.checks.filter(by_person=False).order_by("pk")}
    fresh = [
        found
        for found in found_for(application)
        if (before := last.get(found.key)) is None or (before.result, before.says) != (found.result, found.says)
    ]
    for found in fresh:
        application.checks.create(
            body_id=application.body_id, key=found.key, result=found.result, says=found.says, who=REGISTERS, register=found.register,
            edition=found.edition, line=found.line,
        )  # fmt: skip
    return len(fresh)


@transaction.atomic
def record_check(application: Application, key: str, *, result: str, says: str, version: int, by: Membership) -> None:
    """Record what a person found. Raises ActionRefused for a check that does not exist, or past the checks."""
    if key not in {one.key for one in method().checks}:
        raise ActionRefused("There is no such check.")
    move(application, "check", by=by, version=version, detail={"check": key, "result": result})
    application.checks.create(
        body_id=application.body_id, key=key, result=result, says=says, by_person=True, who=name_of(by)
    )


def standing_of(application: Application) -> list[Standing]:
    """Each check that is made of every application, and where it stands."""
    last: dict[str, Check] = {}
    for each in application.checks.order_by("by_person", "pk"):
        last[each.key] = each
    return [Standing(check, last.get(check.key)) for check in method().checks]
