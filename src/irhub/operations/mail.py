"""Mail, as operators look after it: what waits, what did not leave and why, and having it tried again."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from irhub.accounts.audit import record
from irhub.accounts.models import Person
from irhub.accounts.row_security import system_access
from irhub.notify import actions
from irhub.notify.queries import Outbox, outbox
from irhub.web.saying import counted

MEND = "Check IRHUB_EMAIL_URL and that a worker runs (irhub doctor); then try what waits on the page Operations."


@system_access("how mail stands")
def state() -> Outbox:
    """How mail stands, without a word of anybody's."""
    return outbox()


def problems() -> list[str]:
    """One sentence for each thing that is wrong with mail."""
    found, now = [], state()
    if now.late and now.oldest:
        found.append(
            f"Mail does not leave: {counted(now.waiting, 'messages wait')}, the oldest since"
            f" {localtime(now.oldest):%-d %B at %H:%M}. {now.held_up_by or 'Nothing has tried to send them.'} {MEND}"
        )
    if now.failed:
        found.append(
            f"{counted(now.failed, 'messages')} could not be sent. The page Operations leads to why, and tries again."
        )
    return found


def printed() -> bool:
    """Whether mail is printed and reaches nobody."""
    return "console" in settings.EMAIL_BACKEND


def try_again(number: UUID, *, by: Person) -> bool:
    """Try a message again that did not leave; whether it can be: it may have left meanwhile, or its text is no longer kept."""
    with system_access("a message is tried again"), transaction.atomic():
        done = actions.try_again(str(number))
        if done:
            record("had a message tried again", by=by, about=f"message/{number}")
    return done


def try_all_now(*, by: Person) -> int:
    """Try everything that waits, as after the mail server is back; how many messages."""
    with system_access("all mail that waits is tried"), transaction.atomic():
        waiting = actions.try_all_now()
        record("had all mail tried that waits", by=by, count=waiting)
    return waiting
