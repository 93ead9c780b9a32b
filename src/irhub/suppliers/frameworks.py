"""What the body that runs a framework does with it. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.suppliers.letters import tell_supplier
from irhub.suppliers.method import method
from irhub.suppliers.models import Basis, Entry, Framework
from irhub.suppliers.workflows import ON_THE_LIST
from irhub.web.errors import ActionRefused
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
    """Describe it otherwise. What it is in law, and its lots, stay once it has been open: applications rest on them."""
    if framework.state != "draft" and any(
        told.get(key, getattr(framework, key)) != getattr(framework, key) for key in ("basis", "lots")
    ):
        raise ActionRefused("What a framework is in law, and its lots, stay as they were when it was opened.", "basis")
    _sound({each: getattr(framework, each) for each in ("basis", "opens_on", "closes_on", "ends_on")} | told)
    return move(framework, "edit", by=by, version=version, columns=told)


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
    """End a framework: nobody applies and its list is history. Suppliers on it are told."""
    ended = move(framework, "end", by=by, version=version, reason=reason)
    for entry in Entry.objects.filter(framework=framework, state__in=ON_THE_LIST):
        move(entry, "expire", by="the end of a framework")
        entry.statuses.create(body_id=entry.body_id, state=entry.state, on=entry.ended_at.date())
        tell_supplier(entry, "ended", f"{framework.name} has ended", [f"the framework has ended: {reason.strip()}"])
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
