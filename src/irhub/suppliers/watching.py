"""The watch on suppliers that are on a list: what registers tell anew, and what is due, opens a task on the day on which it is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.moving import move
from irhub.casework.checks import Found, Result
from irhub.casework.watching import open_new
from irhub.registers.models import CompanySpan, ControllerSpan
from irhub.suppliers.comparing import found_for
from irhub.suppliers.entries import confirm_by, decide_by
from irhub.suppliers.method import method
from irhub.suppliers.models import Entry, Task
from irhub.suppliers.registers_tell import COMPANIES, CONTROL
from irhub.suppliers.workflows import ON_THE_LIST, EntryState
from irhub.web.jinja import day
from irhub.web.working_days import months_after

WATCH = "the watch on suppliers"
_WATCHED = ("status", "accounts", "names", "licence", "control", "ethical", "countries", "agents", "interests")


def watch(today: date) -> int:
    """Look at every supplier on a list, of every body. How many tasks that opened: each event opens one, once."""
    on_a_list = Entry.objects.filter(state__in=ON_THE_LIST).select_related("application")
    told = "opened a task about a supplier"
    return sum(open_new(entry, _events(entry, today), today, told=told, by=WATCH) for entry in on_a_list)


def close_task(task: Task, *, version: int, reason: str, by: Membership) -> Task:
    """Close a task with what was done."""
    return move(task, "done", by=by, version=version, reason=reason)


def _events(entry: Entry, today: date) -> Iterator[tuple[str, Found]]:
    """What is to be looked at now, by a key that stays the same while it is the same event.

    What was so when the supplier was checked is no event: somebody saw it then.
    """
    seen = {(each.key, each.says) for each in entry.application.checks.all()}
    last = CompanySpan.objects.filter(company_number=entry.company_number).order_by("-since").first()
    for found in found_for(entry.application):
        if found.key in _WATCHED and found.result == Result.LOOK and (found.key, found.says) not in seen:
            says = f"Companies House’s list names it {last.company_name}. " if found.key == "names" and last else ""
            yield f"{found.key}: {found.edition}/{found.line} {found.says}", replace(found, says=f"{says}{found.says}")
    if last is not None and last.until is not None and last.until > entry.begins_on:
        yield f"gone: {last.until}", Found(
            "status", Result.LOOK, f"Companies House’s list of {day(last.until)} has no live company of its number any more.", COMPANIES, last.since,
            last.line,
        )  # fmt: skip
    known_then = {each for each, _ in seen}
    for span in ControllerSpan.objects.filter(
        company_number=entry.company_number, since__gt=entry.begins_on, until=None
    ):
        if span.ceased_on is None and span.notified_on and span.notified_on > entry.begins_on and known_then:
            yield f"new control: {span.psc_id}", Found(
                "control", Result.LOOK, f"Somebody new is told as having significant control of it since {day(span.notified_on)}.",
                CONTROL, span.since, span.line,
            )  # fmt: skip
    yield from _due(entry, today)


def _due(entry: Entry, today: date) -> Iterator[tuple[str, Found]]:
    for name, due, words in (
        ("confirmation", confirm_by(entry), "It was to confirm by {} that what it told is still so, and has not."),
        ("review", months_after(entry.reviewed_on, method().review_months), "Its yearly review was due on {}."),
    ):
        if today >= due:
            yield f"{name}: {due}", Found(name, Result.LOOK, words.format(day(due)))
    for condition in entry.conditions.filter(met_on=None, due__lt=today):
        yield (
            f"condition: {condition.pk}",
            Found("condition", Result.LOOK, f"A condition was due on {day(condition.due)}: {condition.text}"),
        )
    last = entry.suspensions.order_by("-begun_at").first()
    if entry.state == EntryState.SUSPENDED and last is not None and today > decide_by(localdate(last.begun_at)):
        yield (
            f"suspension: {last.pk}",
            Found(
                "suspension", Result.LOOK, f"It has been suspended since {day(localdate(last.begun_at))}: decide now."
            ),
        )
