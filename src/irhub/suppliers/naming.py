"""What a supplier is called on the list: the name under which it was approved, until somebody puts there what Companies House’s list calls it now."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.moving import move
from irhub.casework.checks import Found
from irhub.casework.watching import TaskState
from irhub.suppliers.letters import tell_supplier, tell_users
from irhub.suppliers.models import Entry, FormerName
from irhub.suppliers.registers_tell import other_name
from irhub.suppliers.workflows import ON_THE_LIST
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.jinja import day

OF_NAMES = "names: "
"""How the keys of tasks begin that another name of a company opened (watching.py)."""


def new_name(entry: Entry) -> Found | None:
    """What Companies House’s list calls a supplier on the list (`says`), with its row, where it is on the list under another name; else None."""
    return other_name(entry.company_number, entry.name) if entry.state in ON_THE_LIST else None


@transaction.atomic
def take_name(entry: Entry, *, version: int, name: str, by: Membership) -> Entry:
    """Put the name on the list that Companies House’s list has for a supplier, keep the one before as its former name, and close the tasks that
    the new name opened. The supplier is told, and those who noted that they work with it.

    `name`: as the page showed it. Raises ActionRefused if Companies House’s list has another by now, or none, and StaleVersion.
    """
    if entry.name == name:
        raise StaleVersion("A colleague has put this name on the list already.")
    told, before = new_name(entry), entry.name
    if told is None or told.says != name:
        raise ActionRefused(
            "Companies House’s list does not have this new name for it any more. Look again at what it is called now."
        )
    row = f"{before} is {told.says} now, by Companies House’s list of {day(told.edition)}."
    moved = move(entry, "take a new name", by=by, version=version, reason=row, columns={"name": told.says})
    _keep(moved, before, told)
    for task in moved.tasks.filter(state=TaskState.OPEN, key__startswith=OF_NAMES):
        move(task, "done", by=by, reason=f"The new name is on the list. {row}")
    tell_supplier(moved, "name", f"{moved.framework.name}: your new name is on the list", [
        f"the list names you {moved.name} from today on, formerly {before}, as Companies House’s list does.",
        "If that is wrong, write to us, and put it right at Companies House.",
    ])  # fmt: skip
    tell_users(
        moved, f"{before} is called {moved.name} on the list of {moved.framework.name} since {day(localdate())}."
    )
    return moved


def carry_names(before: Entry, after: Entry) -> str:
    """Keep with a renewed place on the list what the supplier was called in the place that it follows, and before. Returns what it is called there: an
    application that was begun under a former name does not bring that back."""
    former = list(before.former_names.order_by("pk"))
    for one in former:
        FormerName.objects.create(
            body_id=after.body_id, entry=after, name=one.name, until=one.until, register=one.register, edition=one.edition, line=one.line
        )  # fmt: skip
    if after.name.casefold() in {before.name.casefold(), *(one.name.casefold() for one in former)}:
        return str(before.name)
    _keep(after, before.name)
    return str(after.name)


def _keep(entry: Entry, name: str, told: Found | None = None) -> None:
    row = {"register": told.register, "edition": told.edition, "line": told.line} if told else {}
    FormerName.objects.create(body_id=entry.body_id, entry=entry, name=name, until=localdate(), **row)
