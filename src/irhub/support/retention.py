"""How long cases are kept: see web/retention_rules.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from irhub.programmes.months import frozen_first
from irhub.support.mail.models import Mail
from irhub.support.mail.workflow import MailState
from irhub.support.models import Case, Enquiry, Party, WorkerConsent
from irhub.web.london import local_day
from irhub.web.retention_rules import SIX_YEARS, RetentionRule, removes

CASES_KEPT = SIX_YEARS
"""Days for which a case is kept after it was closed."""

KEPT: Mapping[str, int] = {MailState.WAITS: 180, MailState.DISCARDED: 90}
"""Days for which mail is kept that is in no case: while it waits, from the day on which it came; after it was discarded."""


def removed_on(mail: Mail) -> date | None:
    """The day on which a mail is removed, or the next after it; None of one that goes with its case."""
    since = mail.settled_at or mail.came_at
    return localdate(since) + timedelta(days=KEPT[mail.state]) if mail.state in KEPT else None


def over(before: datetime) -> Q:
    """Which cases are over their time: those closed before a moment, into which no other is merged that is still there."""
    return Q(closed_at__lt=before, merged=None)


RULES = (
    RetentionRule(
        "cases of the helpline", CASES_KEPT, "removed with everything in them after they were closed; cases merged into one go before it",
        frozen_first("helpline", removes(Case, over)),
    ),
    RetentionRule(
        "questions not confirmed", 3, "removed after their link has ended", removes(Enquiry, lambda before: Q(expires_at__lt=before))
    ),
    RetentionRule(
        "consents of workers to be handed over", 365, "removed a year after they were given; what was passed on goes at once where a worker withdraws it",
        removes(WorkerConsent, lambda before: Q(given_at__lt=before)),
    ),
    RetentionRule(
        "mail to the helpline that waits", KEPT[MailState.WAITS], "removed after it came, with all that it says; those who answer the helpline are told each day while any waits",
        removes(Mail, lambda before: Q(state=MailState.WAITS, came_at__lt=before)),
    ),
    RetentionRule(
        "mail to the helpline that was discarded", KEPT[MailState.DISCARDED], "removed after that; mail in a case goes with the case",
        removes(Mail, lambda before: Q(state=MailState.DISCARDED, settled_at__lt=before)),
    ),
    RetentionRule(
        "parties of the helpline", 2 * SIX_YEARS, "removed after they were in touch last", removes(Party, lambda before: Q(last_on__lt=local_day(before))),
    ),
)  # fmt: skip
