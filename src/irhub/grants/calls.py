"""What the body that runs a call does with it. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.row_security import system_access
from irhub.grants.asking import asked_in, kept
from irhub.grants.method import CallQuestions, method, ready
from irhub.grants.models import Application, Call
from irhub.grants.own_questions import as_ready, in_shape
from irhub.grants.panels.naming import too_few
from irhub.grants.rehearsal.models import Rehearsal
from irhub.grants.shapes import Shape
from irhub.grants.workflows import WITH_FUNDER, ApplicationState
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day
from irhub.web.london import local_day
from irhub.web.saying import counted

_STAY = ("pot", "shape", "least", "most", "kinds", "councils", "opens_on")
"""What stays once a call was open: applications rest on it."""


def add_call(*, by: Membership, **told: Any) -> Call:
    """Describe a call: a draft, which nobody else sees. Raises ActionRefused if the title is taken, or its days or amounts make no sense."""
    _sound(told)
    _own_pot(told["pot"], by)
    try:
        with transaction.atomic():
            asks = kept(ready(told["shape"]))
            return begin(Call(body=by.body, questions=asks, **told), by=by, told="described a call for grants")
    except IntegrityError as problem:
        raise ActionRefused("There is a call with this title already.", "title") from problem


@transaction.atomic
def edit_call(call: Call, *, version: int, by: Membership, **told: Any) -> Call:
    """Describe it otherwise. What applications rest on stays once it has been open; its last day, once applications to a panel can be opened."""
    if call.state != "draft" and (changed := [each for each in _STAY if _other(told[each], getattr(call, each))]):
        raise ActionRefused(
            "Who may apply, for how much and from when stays as it was when the call opened.", changed[0]
        )
    _sound(told)
    _own_pot(told["pot"], by)
    before = call.closes_on
    try:
        with transaction.atomic():
            moved = move(call, "edit", by=by, version=version, columns=told | _asked_as(call, told["shape"]))
    except IntegrityError as problem:
        raise ActionRefused("There is a call with this title already.", "title") from problem
    if moved.by_panel and moved.closes_on != before:
        _another_last_day(moved, before)
    return moved


def _asked_as(call: Call, shape: str) -> dict[str, Any]:
    """The questions of a draft that is decided otherwise from now on. Raises ActionRefused rather than lose questions of its own."""
    if shape == call.shape:
        return {}
    asked = asked_in(call)
    if not as_ready(asked):
        raise ActionRefused(
            "This call asks questions of its own. Put the ready set back first, then choose this.", "shape"
        )
    return {"questions": kept(in_shape(asked, shape))}


def ask_otherwise(call: Call, how: Callable[[CallQuestions], CallQuestions], *, version: int, by: Membership) -> Call:
    """Change what a draft asks: `how` makes its questions of those that it has (own_questions.py). Raises ActionRefused once the call was open, and as `how` does."""
    check_move(call, "ask otherwise", by=by)
    # of questions that somebody else changed meanwhile nothing is worked out: the move says that they did
    columns = {"questions": kept(how(asked_in(call)))} if version == call.version else {}
    return move(call, "ask otherwise", by=by, version=version, columns=columns)


def _another_last_day(call: Call, before: date) -> None:
    """Keep applications to a panel shut until the new last day is over. Raises ActionRefused if somebody could open one already."""
    with system_access("until which day applications that nobody can open yet stay shut"):
        sent = call.applications.filter(submitted_at__isnull=False)
        if before < localdate() and sent.exists():
            raise ActionRefused(
                f"The last day stays as it was: since {day(before)} is over, applications can be opened.", "closes_on"
            )
        sent.update(readable_on=readable_from(call, localdate()))


def readable_from(call: Call, today: date) -> date:
    """From which day whoever runs a call can open what is submitted today: to a panel, once its last day is over."""
    return call.closes_on + timedelta(days=1) if call.by_panel else today


@transaction.atomic
def open_call(call: Call, *, version: int, by: Membership) -> Call:
    """Take applications. A rehearsal of the call is over, and everything in it deleted. Raises ActionRefused while its panel has fewer people
    than a decision needs views."""
    check_move(call, "open", by=by)
    if why := too_few(call):
        raise ActionRefused(f"{why} Name its panel first.")
    moved = move(call, "open", by=by, version=version)
    delete_rehearsal(moved)
    return moved


def delete_rehearsal(call: Call) -> None:
    """Delete the rehearsal of a call, if there is one, with everything in it. Whoever is at work in it is waited for."""
    for rehearsal in Rehearsal.objects.select_for_update().filter(call=call):
        rehearsal.delete()


def close_call(call: Call, *, version: int, by: Membership) -> Call:
    """Take no more applications."""
    return move(call, "close", by=by, version=version)


def end_call(call: Call, *, version: int, reason: str, by: Membership) -> Call:
    """End a call, with what was learned. Raises ActionRefused while an application waits."""
    check_move(call, "end", by=by, reason=reason)
    if many := call.applications.filter(state__in=(*WITH_FUNDER, ApplicationState.APPEAL)).count():
        raise ActionRefused(f"Not decided yet: {counted(many, 'applications')} to this call.")
    return move(call, "end", by=by, version=version, reason=reason)


def takes_applications(call: Call, today: date) -> bool:
    """Whether somebody can begin or submit an application on a day."""
    return call.state == "open" and call.opens_on <= today <= call.closes_on


def answer_by(application: Application) -> date:
    """By when an applicant hears of a decision: 14 days after a claim, else the day that the call names."""
    if application.call.by_panel:
        return application.call.decide_by
    begun = local_day(application.submitted_at) if application.submitted_at else localdate()
    return begun + timedelta(days=method().claim_days)


def _other(now: Any, before: Any) -> bool:
    """Whether something was told otherwise: councils and kinds in another order are the same."""
    return set(now) != set(before) if isinstance(before, list) else bool(now != before)


def _own_pot(pot: Any, by: Membership) -> None:
    if pot.body_id != by.body_id:
        raise ActionRefused("Choose one of your own pots.", "pot")


def _sound(told: dict[str, Any]) -> None:
    if told["closes_on"] < told["opens_on"]:
        raise ActionRefused("The last day must not come before the first.", "closes_on")
    if told.get("ask_until") and not told["opens_on"] <= told["ask_until"] <= told["closes_on"]:
        raise ActionRefused("Questions can be asked between the first and the last day for applications.", "ask_until")
    if told["decide_by"] < told["opens_on"]:
        raise ActionRefused("Decisions cannot be due before the call opens.", "decide_by")
    if told["most"] < told["least"]:
        raise ActionRefused("The most must not be below the least.", "most")
    if told["shape"] == Shape.CLAIM and told["most"] != told["least"]:
        raise ActionRefused("A claim is for a fixed amount: enter the same amount twice.", "most")
