"""What the body that runs a framework does with it. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.row_security import system_access
from irhub.suppliers import entries
from irhub.suppliers.method import method
from irhub.suppliers.models import Application, Basis, Entry, Framework
from irhub.suppliers.workflows import LASTING, WAITING
from irhub.web.errors import ActionRefused
from irhub.web.saying import counted
from irhub.web.working_days import months_after


def add_framework(*, by: Membership, **told: Any) -> Framework:
    """Describe a framework: a draft, which nobody else sees. Raises ActionRefused if the name is taken or its days make no sense."""
    _sound(told)
    try:
        with transaction.atomic():
            return begin(Framework(body=by.body, **told), by=by, told="described a framework")
    except IntegrityError as problem:
        raise ActionRefused("There is a framework of this name already.", "name") from problem


def edit_framework(framework: Framework, *, version: int, by: Membership, **told: Any) -> Framework:
    """Describe it otherwise. What it is in law, and its lots, stay once it has been open: applications rest on them.

    Of a framework under the Procurement Act the last day for applications stays once it is over, for applications can be opened then; until then
    none is opened before the day that is set now. Raises ActionRefused.
    """
    if framework.state != "draft" and any(
        told.get(key, getattr(framework, key)) != getattr(framework, key) for key in ("basis", "lots")
    ):
        raise ActionRefused("What a framework is in law, and its lots, stay as they were when it was opened.", "basis")
    _sound({each: getattr(framework, each) for each in ("basis", "opens_on", "closes_on", "ends_on")} | told)
    before, last = framework.closes_on, told.get("closes_on", framework.closes_on)
    moves = last != before and framework.state != "draft" and not framework.advisory
    shut_until = _another_last_day(before, last) if moves else None
    with transaction.atomic():
        edited = move(framework, "edit", by=by, version=version, columns=told)
        if shut_until:
            _keep_shut(framework, shut_until)
    return edited


def _another_last_day(before: date | None, last: date | None) -> date:
    """The new last day for applications. Raises ActionRefused where the one that was published stays."""
    if last is None or (before and before < localdate()):
        raise ActionRefused(
            "The last day for applications stays: it was published, and applications are opened after it.", "closes_on"
        )
    if last < localdate():
        raise ActionRefused("The last day for applications cannot be moved into the past.", "closes_on")
    return last


def _keep_shut(framework: Framework, last: date) -> None:
    with system_access("nobody who runs a framework reads an application before its last day is over"):
        shut = Application.objects.filter(framework=framework, readable_on__gt=localdate())
        shut.update(readable_on=last + timedelta(days=1))


def open_framework(framework: Framework, *, version: int, by: Membership) -> Framework:
    """Take applications. A framework under the Procurement Act needs its days and its published notice. Raises ActionRefused without."""
    check_move(framework, "open", by=by)
    if not framework.advisory and not (framework.closes_on and framework.ends_on and framework.notice):
        raise ActionRefused(
            "A framework under the Procurement Act 2023 needs a last day for applications, the day on which it ends and the number of "
            "its published notice. Change it first."
        )
    return move(framework, "open", by=by, version=version)


def close_framework(framework: Framework, *, version: int, by: Membership) -> Framework:
    """Take no more applications. The list stays."""
    return move(framework, "close", by=by, version=version)


@transaction.atomic
def end_framework(framework: Framework, *, version: int, reason: str, by: Membership) -> Framework:
    """End a framework: nobody applies and its list is history. Suppliers on it are told, and neutrally those who work with them.

    Raises ActionRefused while an application waits for a decision: nobody who applied is left without an answer.
    """
    check_move(framework, "end", by=by, reason=reason)
    with system_access("applications that cannot be opened yet are counted too"):
        waiting = Application.objects.filter(framework=framework, state__in=WAITING).count()
    if waiting:
        raise ActionRefused(
            f"{counted(waiting, 'applications wait')} for a decision. Close the framework for applications, and decide first.",
            "reason",
        )
    ended = move(framework, "end", by=by, version=version, reason=reason)
    for entry in Entry.objects.filter(framework=framework, state__in=LASTING):
        entries.end(entry, by="the end of a framework", words=f"the framework has ended: {reason.strip()}")
    return ended


def takes_applications(framework: Framework, today: date) -> bool:
    """Whether somebody can begin or submit an application on a day."""
    last = framework.closes_on
    return framework.state == "open" and framework.opens_on <= today and (last is None or today <= last)


def longest(opens_on: date) -> date:
    """The last day on which a framework under the Procurement Act that begins on a day may end."""
    return months_after(opens_on, 12 * method().longest_years)


def _sound(told: dict[str, Any]) -> None:
    lots: Sequence[str] = told.get("lots", ("-",))
    if not lots:
        raise ActionRefused("Enter at least one lot.", "lots")
    closes, ends = told.get("closes_on"), told.get("ends_on")
    if closes and closes < told["opens_on"]:
        raise ActionRefused("The last day for applications must not come before the first.", "closes_on")
    if told["basis"] == Basis.PROCUREMENT and ends and ends > longest(told["opens_on"]):
        raise ActionRefused(
            f"A framework may last {method().longest_years} years at most ({method().longest_source}).", "ends_on"
        )
