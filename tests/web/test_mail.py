"""Mail is sent while no transaction is open, so that nobody waits for a mail server."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import transaction

from irhub.web.mail import send

pytestmark = pytest.mark.django_db


def test_mail_is_sent_after_the_transaction_and_refused_within_it():
    send("About your body", "Something changed.", ["pat@example.org"])
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        send("About your body", "Something changed.", ["pat@example.org"])
    assert [(told.subject, told.body, told.to) for told in mail.outbox] == [
        ("About your body", "Something changed.", ["pat@example.org"])
    ]
