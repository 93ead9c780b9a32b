"""What is asked of notices. The database gives those of the body for which somebody acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate
from irhub.notices.models import Notice
from irhub.notices.workflows import NOTICE, NoticeState

from irhub.accounts.models import Body
from irhub.accounts.policy import Whose
from irhub.accounts.roles import Kind
from irhub.casework.clocks import Reading, read, turns_of

DAYS = 2
"""Working days within which a notice is to be acknowledged."""


@dataclass(frozen=True)
class NoticeRow:
    """A notice and what its clock shows."""

    notice: Notice
    clock: Reading


def notices(state: str = "") -> QuerySet[Notice]:
    """The notices that one may see, newest first; of one state, if it is given."""
    found = Notice.objects.select_related("body", "to").order_by("-posted_at", "-pk")
    return found.filter(state=state) if state else found


def with_clocks(found: QuerySet[Notice]) -> list[NoticeRow]:
    """Each with what its clock shows today."""
    return [NoticeRow(notice, clock_of(notice, localdate())) for notice in found.prefetch_related("events")]


def clock_of(notice: Notice, today: date) -> Reading:
    """By when the provider is to acknowledge it."""
    return read(DAYS, turns_of(NOTICE, notice.events.order_by("at", "pk")), today)


def overdue(today: date) -> list[Notice]:
    """The notices that were not acknowledged in time."""
    waiting = notices(NoticeState.POSTED).prefetch_related("events")
    return [notice for notice in waiting if clock_of(notice, today).overdue]


def notice_numbered(number: int) -> Notice | None:
    """A notice that one may see."""
    return notices().filter(pk=number).first()


def whose_notice(number: int) -> Whose | None:
    """Whose a notice is: the body's that posted it, about the provider that it is to."""
    found = notice_numbered(number)
    return found and Whose(body=found.body_id, places=frozenset({found.to.place_code}))


def providers() -> QuerySet[Body]:
    """Providers that take part."""
    return Body.objects.filter(kind=Kind.PROVIDER, closed_on=None).order_by("name")
