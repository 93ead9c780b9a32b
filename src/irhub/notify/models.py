"""The outbox: what is to be written to whom, and afterwards that it was, without text or address. And what people choose to be told.

Of messages the web's database role may add and not read; the system role reads (row_security.py of accounts).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from irhub.notify.kinds import Every
from irhub.web.model_fields import OneOf


class Message(models.Model):
    """One message to one address.

    `key`: the event that it tells of, once for each recipient. `recipient`: a keyed digest of the address, by which a person's
    own messages are found. `sealed`: address, subject, text and headers, encrypted; none once it was sent or is no longer of use.
    `due_at`: when it may next be tried. `reason`: why the last try failed, in words and without an address.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    recipient = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    posted_at = models.DateTimeField()
    of_use_until = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    state = OneOf(max_length=7, choices=State, default=State.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient"], name="message_posted_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None, sealed__isnull=False)
                | Q(state="sent", ended_at__isnull=False, sealed=None)
                | Q(state="failed", ended_at__isnull=False),
                name="message_waits_or_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="message_due"),
            models.Index(fields=["recipient"], name="message_of_recipient"),
            models.Index(fields=["ended_at"], name="message_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.posted_at:%Y-%m-%d %H:%M}: {self.state}"


class Preference(models.Model):
    """How often a person hears of a kind of message, for a body; and the day up to which they have been told. Their own to see.

    Person and body are numbers, since they stand above this room: nothing removes either.
    """

    person_id = models.BigIntegerField()
    body_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    every = OneOf(max_length=5, choices=Every)
    told_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "body_id", "kind"], name="preference_of_a_kind_once")
        ]
