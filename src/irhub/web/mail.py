"""The one way in which the hub sends e-mail."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.mail import send_mail  # noqa: TID251 - this is the place
from django.db import transaction


def send(subject: str, text: str, to: Iterable[str]) -> None:
    """Send a plain e-mail. Raises RuntimeError within a transaction: see `refuse_in_transaction`."""
    refuse_in_transaction()
    send_mail(subject, text, None, list(to))


def refuse_in_transaction() -> None:
    """Raise RuntimeError if a transaction is open: others would wait for its locks while a mail server takes its time."""
    with transaction.atomic(durable=True):
        pass
