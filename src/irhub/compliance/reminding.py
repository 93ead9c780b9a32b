"""Reminding people of what they took on in an action plan, and of checks that they noted: once, in one message a person and day.

Who is away is covered for by a colleague. What somebody took on who works on it no longer, everybody is told who does: it must not be missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Q

from irhub.accounts.absences import who_has
from irhub.accounts.models import Body, Person
from irhub.accounts.queries import people_of
from irhub.compliance.models import PlanItem, Repeat
from irhub.compliance.notices import REMINDER
from irhub.compliance.workflows import OWN, ItemState, RepeatState
from irhub.notify.actions import post
from irhub.web.addresses import whole_address
from irhub.web.saying import counted, say_day

Thing = TypeVar("Thing")
AHEAD = timedelta(days=28)
"""How long before a right-to-work check must be repeated whoever noted it is told."""
ONCE_MORE = timedelta(days=7)
"""How long before they are told again, where nobody has settled it: a check that is missed ends the protection from that day."""


def remind_of_repeats(today: date) -> int:
    """Write to everybody who noted a check that must be repeated within four weeks, and again in its last week. Returns to how many."""
    first = Q(due__lte=today + AHEAD, reminded_on=None)
    again = Q(due__lte=today + ONCE_MORE, reminded_on__lt=F("due") - ONCE_MORE)
    due = Repeat.objects.filter(first | again, state=RepeatState.DUE).order_by("due", "pk")
    of_each = defaultdict[Body, list[Repeat]](list)
    for repeat in due.select_related("body"):
        of_each[repeat.body].append(repeat)
    return sum(_tell_of(body, those, today) for body, those in of_each.items())


@transaction.atomic
def _tell_of(body: Body, those: list[Repeat], today: date) -> int:
    Repeat.objects.filter(pk__in=[one.pk for one in those]).update(reminded_on=today)
    whose = _whose(body, ((repeat, repeat.added_by) for repeat in those), today)
    for person, here in whose.items():
        many = counted(len(here), "right-to-work checks")
        post(
            kind=REMINDER, key=f"repeats/{body.pk}/{here[0].pk}/{today.isoformat()}", to=person.email,
            subject=f"{many} to repeat by {say_day(here[-1].due)}",
            text="\n".join([
                f"{many} must be repeated soon, the first by {say_day(here[0].due)}. You noted them, or have the work of whoever did.", "",
                "Whose it is stands on the page alone:", whole_address("repeats"),
            ]),
        )  # fmt: skip
    return len(whose)


def remind(today: date) -> int:
    """Write to everybody who is to be reminded of an action by today. Returns to how many."""
    due = PlanItem.objects.filter(state=ItemState.TO_DO, remind_on__lte=today, reminded_on=None, owner__isnull=False)
    of_each = defaultdict[Body, list[PlanItem]](list)
    for item in due.select_related("owner", "body").order_by("due", "pk"):
        of_each[item.body].append(item)
    return sum(_remind(body, items, today) for body, items in of_each.items())


@transaction.atomic
def _remind(body: Body, items: list[PlanItem], today: date) -> int:
    PlanItem.objects.filter(pk__in=[item.pk for item in items]).update(reminded_on=today)
    whose = _whose(body, ((item, item.owner.email) for item in items if item.owner), today)
    for person, here in whose.items():
        post(
            kind=REMINDER, key=f"self-check/{body.pk}/{person.pk}/{today.isoformat()}", to=person.email,
            subject=f"{counted(len(here), 'actions')} of the self-check of {body.name}",
            text="\n".join([
                "Today is the day to be reminded of these actions of your provider’s plan. You took them on, or have the work of whoever did:", "",
                *(f"- action {item.pk}{f', due on {say_day(item.due)}' if item.due else ''}" for item in here), "",
                "What it is stands on the page alone, so that nobody else reads it in a mail:", whole_address("self-check"),
            ]),
        )  # fmt: skip
    return len(whose)


def _whose(body: Body, things: Iterable[tuple[Thing, str]], today: date) -> dict[Person, list[Thing]]:
    """Who is told of which things. `things`: each with the address of whoever took it on."""
    at_work = {held.person.email: held.person for held in people_of(body) if held.role in OWN.roles}
    found: dict[Person, list[Thing]] = defaultdict(list)
    for thing, email in things:
        person = at_work.get(email)
        for told in who_has(person, body, today) if person else at_work.values():
            found[told].append(thing)
    return found
