"""This room's background jobs: see web/background_jobs.py."""

from __future__ import annotations

from django.conf import settings

from irhub.support.mail.mailbox import read_mailbox
from irhub.support.mail.reminding import tell_of_waiting
from irhub.support.neutral import send_neutral
from irhub.web.background_jobs import Job


def _send() -> str:
    return f"{send_neutral()} questions were answered that the helpline cannot take on."


def _mail() -> str:
    if not settings.IRHUB_HELPLINE_IMAP:
        tell_of_waiting()  # of mail that colleagues handed in
        return "No mailbox is set (IRHUB_HELPLINE_IMAP): nothing was read."
    try:
        did = read_mailbox()
    finally:
        tell_of_waiting()
    return f"{did.new} mails were taken in; {did.known} had been before; {did.left} stay for the next run."


JOBS = (
    Job(
        "helpline-mail", "reads the mailbox of the helpline: answers go to their cases, the rest into the tray, and those who answer are told", "*/5 * * * *",
        "every five minutes", _mail, "See with irhub doctor whether the mailbox answers. Nothing is lost: the next run does it.",
        every_body=True,
    ),
    Job(
        "helpline-neutral", "tells clients of the helpline, in the same words and after the same time, that it cannot take a question on",
        "*/10 * * * *", "every ten minutes", _send, "Check that the worker runs, and that mail leaves: irhub doctor.", every_body=True,
    ),
)  # fmt: skip
