"""What is over its time in the tables of other rooms, by the names of the tables: this room stands below them all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from irhub.accounts.models import Person


def removes(model: str, over: Callable[[datetime], Q]) -> Callable[[datetime], int]:
    """What removes the rows of a table ("room.Model") for which `over` holds, and tells how many. What hangs on them goes too."""

    def does(before: datetime) -> int:
        rows = apps.get_model(model)._default_manager.filter(over(before))
        return int(rows.delete()[1].get(model, 0))

    return does


def closed_plan(before: datetime) -> Q:
    """Plans that were closed long ago."""
    return Q(closed_at__lt=before)


def closed_task(before: datetime) -> Q:
    """Tasks that are no longer open and to which nothing was done since."""
    return ~Q(state="open") & Q(opened_at__lt=before) & ~Q(events__at__gte=before)


def withdrawn_reply(before: datetime) -> Q:
    """Replies that no longer stand."""
    return Q(withdrawn_at__lt=before)


def answered_challenge(before: datetime) -> Q:
    """Challenges that were answered long ago."""
    return Q(answered_at__lt=before)


def replaced_list(before: datetime) -> Q:
    """Lists of providers that were taken back, or replaced by a newer one, long ago: never the list that a body uses."""
    newer = apps.get_model("contracts.ContractList")._default_manager.filter(
        body=OuterRef("body"), uploaded_at__gt=OuterRef("uploaded_at"), uploaded_at__lt=before, taken_back_at=None
    )
    return Q(taken_back_at__lt=before) | Q(Exists(newer))


def handed_in(before: datetime) -> Q:
    """Files of lists of providers that were handed in long ago: what was read of them stays."""
    return Q(handed_in_at__lt=before)


def case_of_nobody(before: datetime) -> Q:
    """Kept cases whose keeper has no account any more."""
    return Q(saved_at__lt=before) & ~Q(Exists(Person.objects.filter(email__iexact=OuterRef("saved_by"))))
