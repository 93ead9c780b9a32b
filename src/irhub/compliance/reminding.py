"""Reminding people of what they took on in an action plan: once for each day that they named, in one message a person and day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction

from irhub.accounts.models import Body, Membership
from irhub.compliance.models import PlanItem, Repeat
from irhub.compliance.notices import REMINDER
from irhub.compliance.workflows import ItemState, RepeatState
from irhub.notify.actions import post
from irhub.web.addresses import whole_address
from irhub.web.saying import say_day

AHEAD = timedelta(days=28)
"""How long before a right-to-work check must be repeated whoever noted it is told."""


def remind_of_repeats(today: date) -> int:
    """Write to everybody who noted a check that must be repeated within four weeks, once for each. Returns to how many."""
    due = Repeat.objects.filter(state=RepeatState.DUE, due__lte=today + AHEAD, reminded_on=None).order_by("due", "pk")
    whose = defaultdict[tuple[int, str], list[Repeat]](list)
    for repeat in due:
        whose[repeat.body_id, repeat.added_by].append(repeat)
    return sum(_tell_of(body, email, those, today) for (body, email), those in whose.items())


@transaction.atomic
def _tell_of(body: int, email: str, those: list[Repeat], today: date) -> bool:
    Repeat.objects.filter(pk__in=[one.pk for one in those]).update(reminded_on=today)
    if not Membership.objects.current(today).filter(body=body, person__email=email).exists():
        return False
    many = "1 right-to-work check" if len(those) == 1 else f"{len(those)} right-to-work checks"
    post(
        kind=REMINDER, key=f"repeats/{body}/{those[0].pk}/{today.isoformat()}", to=email,
        subject=f"{many} to repeat by {say_day(those[-1].due)}",
        text="\n".join([
            f"{many} that you noted must be repeated soon, the first by {say_day(those[0].due)}.", "",
            "Whose it is stands on the page alone:", whole_address("repeats"),
        ]),
    )  # fmt: skip
    return True


def remind(today: date) -> int:
    """Write to everybody who is to be reminded by today. Returns to how many. Who no longer acts for the provider is not written to."""
    due = PlanItem.objects.filter(state=ItemState.TO_DO, remind_on__lte=today, reminded_on=None, owner__isnull=False)
    whose = defaultdict[tuple[int, int], list[PlanItem]](list)
    for item in due.select_related("owner").order_by("due", "pk"):
        assert item.owner_id is not None
        whose[item.body_id, item.owner_id].append(item)
    return sum(_remind(body, owner, items, today) for (body, owner), items in whose.items())


@transaction.atomic
def _remind(body: int, owner: int, items: list[PlanItem], today: date) -> bool:
    PlanItem.objects.filter(pk__in=[item.pk for item in items]).update(reminded_on=today)
    if not Membership.objects.current(today).filter(body=body, person=owner).exists():
        return False
    post(
        kind=REMINDER, key=f"self-check/{body}/{owner}/{today.isoformat()}", to=items[0].owner.email,  # type: ignore[union-attr]
        subject=f"{len(items)} {'action' if len(items) == 1 else 'actions'} of the self-check of {Body.objects.get(pk=body).name}",
        text="\n".join([
            "You wanted to be reminded of what you took on in your provider’s action plan:", "",
            *(f"- action {item.pk}{f', due on {say_day(item.due)}' if item.due else ''}" for item in items), "",
            "What it is stands on the page alone, so that nobody else reads it in a mail:", whole_address("self-check"),
        ]),
    )  # fmt: skip
    return True
