"""What a client is told whom the helpline cannot help: one text, after one time, whatever the reason.

A refusal that only conflicts got would be the tell. So no room for it, out of scope and conflict have the same words, go out by the same job,
and at a moment that hangs on when the question came and on nothing else.
"""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localtime, make_aware

from irhub.accounts.models import Membership
from irhub.accounts.moving import move
from irhub.legal_advice.neutral import refusal
from irhub.support.letters import tell_client
from irhub.support.models import Case, Channel, Declined, Message, Outcome
from irhub.web.working_days import working_days_after

NEUTRAL = refusal(
    "These can help, free of charge: Acas, for rules of employment, on 0300 123 1100; the Business Help Desk of UK Visas and Immigration, for "
    "the sponsorship system; and the register of advisers at www.gov.uk/find-an-immigration-adviser, for advice on your own case.\n\n"
    "You can ask us about something else at any time."
)
"""Read out by telephone, sent by mail, shown on the thread: the same words everywhere."""
AT = time(10)
"""When it goes out, in England."""


def neutral_at(opened_at: datetime, now: datetime) -> datetime:
    """When a client is told: at ten on the working day after the question came; on the next working day at ten, if that has gone."""
    due = _ten_on_the_next(opened_at)
    return due if due >= now else _ten_on_the_next(now)


def _ten_on_the_next(moment: datetime) -> datetime:
    return make_aware(datetime.combine(working_days_after(localtime(moment).date(), 1)[0], AT))


@transaction.atomic
def decline(*, case: Case, version: int, reason: str, by: Membership, now: datetime | None = None) -> Declined:
    """Do not act in a case. The client is told later, by the job (send_neutral). Raises StaleVersion and ActionRefused as `move` does.

    `reason`: why, for colleagues; it stands in no event, no trail and nothing that the client could come to see.
    """
    moment = now or timezone.now()
    columns = {"outcome": Outcome.COULD_NOT_ACT}
    move(case, "close", by=by, version=version, says="closed it: the helpline could not act", columns=columns)
    made, _ = Declined.objects.update_or_create(
        case=case, body_id=case.body_id,
        defaults={"reason": reason, "send_at": neutral_at(case.opened_at, moment), "sent_at": None},
    )  # fmt: skip
    return made


def send_neutral(now: datetime | None = None) -> int:
    """Tell those whose time has come, as the system role. Returns how many."""
    moment = now or timezone.now()
    waiting = Declined.objects.filter(sent_at=None, send_at__lte=moment).order_by("send_at", "case__reference")
    return sum(_send(number, moment) for number in waiting.values_list("pk", flat=True))


@transaction.atomic
def _send(number: int, moment: datetime) -> bool:
    found = Declined.objects.select_for_update().select_related("case__programme__body").get(pk=number)
    if found.sent_at is not None:
        return False
    case = found.case
    if case.outcome == Outcome.COULD_NOT_ACT:  # nobody has opened it again
        message = Message.objects.create(
            body_id=case.body_id,
            case=case,
            at=moment,
            inbound=False,
            channel=Channel.PAGE,
            who=case.programme.name,
            text=NEUTRAL,
        )
        tell_client(case, message)
    Declined.objects.filter(pk=number).update(sent_at=moment)
    return True
