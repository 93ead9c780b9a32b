"""Who is told that mail waits in the tray: those who answer that helpline, while it is open, once a day and whenever the tray was empty before."""

from __future__ import annotations

from django.utils import timezone
from django.utils.timezone import localdate

from irhub.casework.hours import is_open
from irhub.programmes.queries import closed_days
from irhub.support.letters import tell_of_tray
from irhub.support.mail.models import Mail
from irhub.support.mail.queries import waiting_told
from irhub.support.mail.workflow import MailState
from irhub.support.opening import hours_of
from irhub.support.queries import advisers
from irhub.web.jinja import day


def tell_of_waiting() -> None:
    """Tell advisers of every body of the mail that waits, as the system: one message a day for as long as the same mail is the oldest."""
    waiting = Mail.objects.filter(state=MailState.WAITS).order_by("body", "came_at", "pk").distinct("body")
    for oldest in waiting.defer("eml").select_related("programme__body", "body"):
        hours = hours_of(oldest.programme)
        if hours and not is_open(hours, timezone.now(), closed=closed_days(oldest.programme)):
            continue
        told = f"{waiting_told(oldest.body)}, the oldest since {day(localdate(oldest.came_at))}."
        people = [held.person for held in advisers(oldest.body)]
        tell_of_tray(people, oldest.body, told, event=f"{oldest.pk}/{localdate().isoformat()}")
