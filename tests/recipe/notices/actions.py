"""What is done with notices. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from irhub.notices import queries
from irhub.notices.models import Notice
from irhub.notices.notices import REMINDER

from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import begin, move
from irhub.accounts.queries import people_of
from irhub.notify.actions import post


@transaction.atomic
def post_notice(*, to: Body, title: str, text: str, by: Membership) -> Notice:
    """Post a notice to a provider that takes part."""
    made = Notice(body=by.body, to=to, title=title.strip(), text=text.strip(), posted_by=by.person.email)
    return begin(made, by=by, told="posted a notice", text=text)


def acknowledge(*, notice: Notice, version: int, by: Membership) -> Notice:
    """Say that one has read a notice. Raises StaleVersion and ActionRefused as `move` does."""
    return move(notice, "acknowledge", by=by, version=version)


def withdraw(*, notice: Notice, version: int, reason: str, by: Membership) -> Notice:
    """Take a notice back. Raises StaleVersion and ActionRefused as `move` does."""
    return move(notice, "withdraw", by=by, version=version, reason=reason)


@transaction.atomic
def remind(*, site: str, today: date) -> int:
    """Write to the people of each provider that has not acknowledged a notice in time, once. Returns how many notices that is."""
    late = queries.overdue(today)
    for notice in late:
        for held in people_of(notice.to):
            post(
                kind=REMINDER,
                key=f"notice/{notice.pk}/reminder",
                to=held.person.email,
                subject=f"{notice.body.name} waits for {notice.to.name} to read a notice",
                text=f"{notice.title}\n\nRead and acknowledge it: {site}{reverse('notice', args=[notice.pk])}\n",
            )
    return len(late)
