"""What a client is told whom the helpline cannot help: one text, after one time, whatever the reason.

A refusal that only conflicts got would be the tell. So no room for it, out of scope and conflict have the same words, go out by the same job,
and at a moment that hangs on when the client wrote, and tells nothing of the reason (releases.py, docs/adr/0033).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from irhub.accounts.models import Membership
from irhub.accounts.moving import move
from irhub.casework.releases import Refused, covered, first_to_come, releases
from irhub.legal_advice.neutral import refusal
from irhub.programmes.models import Urgency
from irhub.programmes.queries import closed_days, promised_days
from irhub.support.letters import ELSEWHERE, tell_client
from irhub.support.models import Case, Channel, Declined, Message, Outcome

NEUTRAL = refusal(f"{ELSEWHERE}\n\nYou can ask us about something else at any time.")
"""Read out by telephone, sent by mail, shown on the thread: the same words everywhere."""
REMEMBERED = timedelta(days=365)
"""So long a late refusal makes others wait."""


@transaction.atomic
def decline(*, case: Case, version: int, reason: str, by: Membership, now: datetime | None = None) -> Declined:
    """Do not act in a case. The client is told later, by the job (send_neutral). Raises StaleVersion and ActionRefused as `move` does.

    `reason`: why, for colleagues; it stands in no event, no trail and nothing that the client could come to see.
    """
    moment, before = now or timezone.now(), case.state
    columns = {"outcome": Outcome.COULD_NOT_ACT}
    move(case, "close", by=by, version=version, says="closed it: the helpline could not act", columns=columns)
    found = _releases(case)
    could = first_to_come(found, moment)
    goes = covered(could, reason, _earlier(case, moment))
    made, _ = Declined.objects.update_or_create(
        case=case, body_id=case.body_id,
        defaults={"reason": reason, "before": before, "could": could, "goes": goes, "send_at": found[goes], "sent_at": None},
    )  # fmt: skip
    return made


def _releases(case: Case) -> list[datetime]:
    """The releases of a case: the first on the working day after the one by which the programme promises a reply."""
    wrote = case.messages.filter(inbound=True).aggregate(last=Max("at"))["last"] or case.opened_at
    return releases(wrote, promised_days(case.programme, Urgency.ROUTINE) + 1, closed_days(case.programme))


def _earlier(case: Case, moment: datetime) -> dict[str, list[Refused]]:
    """What the helpline refused of late, by reason."""
    found = defaultdict(list)
    rows = Declined.objects.filter(body_id=case.body_id, send_at__gte=moment - REMEMBERED).exclude(case=case)
    for reason, could, went in rows.values_list("reason", "could", "goes"):
        found[reason].append(Refused(could, went))
    return found


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
