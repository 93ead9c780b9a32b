"""What the hub's worker would send of what was posted, as Django's tests keep it."""

from __future__ import annotations

from django.core import mail
from django.core.mail import EmailMessage

from irhub.accounts.access import working
from irhub.notify.actions import SENDING
from irhub.notify.sending import send_due


def delivered() -> list[EmailMessage]:
    """Have what waits sent, and give all that was sent in this test, the oldest first."""
    with working(SENDING):
        send_due()
    return mail.outbox
