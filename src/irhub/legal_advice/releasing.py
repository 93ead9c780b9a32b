"""When a client hears that the firm does not act: at a moment that hangs on when it booked and for when, whatever the reason (docs/adr/0033).

The answer of the firm changes nothing that the client sees, and the time stays shut. The job `advice-releases` tells it with a release: at ten,
on a working day after the booking; at the latest an hour before the appointment. Where refusals for one reason are late, as large a
share of those for the others waits (casework/releases.py). The time is not offered again by itself: that it is free would tell that it was not for
want of time.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from irhub.accounts.moving import move
from irhub.casework.releases import Refused, covered, first_to_come, releases
from irhub.legal_advice import letters
from irhub.legal_advice.booking import locked, release_hold
from irhub.legal_advice.keeping import as_the_hub, now
from irhub.legal_advice.models import Appointment, PartyCheck, Slot
from irhub.legal_advice.outcomes import Answer
from irhub.legal_advice.workflows import COMING
from irhub.programmes.queries import closed_days
from irhub.web.errors import ActionRefused

EVERY = 1
"""Working days between two releases."""
NOTICE = timedelta(hours=1)
"""So long before the appointment the last release goes out."""
REMEMBERED = timedelta(days=365)
"""So long a late refusal makes others wait."""
CANNOT = "Your firm has answered that it cannot act in this matter."


def refusing(name: str = "pk") -> Exists:
    """Whether the firm has refused an appointment. `name`: of the number of the appointment in the rows that are asked."""
    return Exists(PartyCheck.objects.filter(appointment=OuterRef(name)).exclude(answer=Answer.CLEAR))


def refuse_if_refused(appointment: Appointment) -> Appointment:
    """The appointment as it stands, locked, so that no answer comes between. Raises ActionRefused if the firm has answered that it
    cannot act: nothing follows on that but the release."""
    there: Appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if PartyCheck.objects.filter(appointment=there).exclude(answer=Answer.CLEAR).exists():
        raise ActionRefused(CANNOT)
    return there


def planned(appointment: Appointment, answer: Answer, moment: datetime) -> dict[str, object]:
    """With which release a refusal that is given now is told: columns of its check."""
    found = ladder(appointment)
    could = first_to_come(found, moment)
    goes = min(covered(could, answer, _earlier(appointment, moment)), len(found) - 1)
    return {"could": could, "goes": goes, "release_at": found[goes]}


def ladder(appointment: Appointment) -> list[datetime]:
    """The releases of an appointment, the first first."""
    last = appointment.starts_at - NOTICE
    rungs = releases(appointment.booked_at, EVERY, closed_days(appointment.scheme.programme))
    return [*(at for at in rungs if at < last), last]


@as_the_hub
def tell_refusals() -> int:
    """Tell the clients whose time has come. Returns how many. For the job `advice-releases`."""
    moment = now()
    found = locked(_waiting(moment))
    for appointment in found:
        columns = {"sequence": appointment.sequence + 1}
        move(appointment, "release", by="the hub", columns=columns)
        release_hold(appointment, "the hub")
        Slot.objects.filter(pk=appointment.slot_id, cancelled_at=None).update(cancelled_at=moment)
        letters.released(appointment)
    return len(found)


def _waiting(moment: datetime) -> QuerySet[Appointment]:
    """Refused and not told yet, though its release has come, or the appointment was moved to before it."""
    told = Q(pk__in=PartyCheck.objects.filter(release_at__lte=moment).values("appointment"))
    due = told | (Q(starts_at__lte=moment + NOTICE) & refusing())
    return Appointment.objects.filter(due, state__in=sorted(COMING)).select_related("scheme")


def _earlier(appointment: Appointment, moment: datetime) -> dict[str, list[Refused]]:
    """What was refused of late under the schemes of the same hub, by reason."""
    found = defaultdict(list)
    rows = PartyCheck.objects.filter(
        appointment__body_id=appointment.body_id, goes__isnull=False, release_at__gte=moment - REMEMBERED
    )
    for reason, could, went in rows.values_list("answer", "could", "goes"):
        found[reason].append(Refused(could or 0, went or 0))
    return found
