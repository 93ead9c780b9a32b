"""Mail to a helpline, for the advisers of the body that runs it alone, and the files of cases, which the client reads too."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from irhub.accounts.guarded import Moving
from irhub.accounts.models import OwnedByBody
from irhub.files.kept import KeptFile
from irhub.programmes.models import Programme
from irhub.support.mail.proof import Proof
from irhub.support.mail.workflow import MAIL, MailState
from irhub.web.model_fields import OneOf


class TrayReason(models.TextChoices):
    """Why a mail waits for somebody to look at it."""

    UNKNOWN = "unknown", "We do not know who wrote it, or for whom"
    WRONG_KEY = "wrong key", "Its key belongs to no case, or to somebody who no longer speaks in it"
    NOT_THEIRS = "not theirs", "Its sender does not speak in the case whose key it carries"
    SEVERAL = "several", "It carries the keys of several cases, or its sender speaks for several clients"
    NOT_PROVED = "not proved", "Nothing proves that it comes from the address that it names"
    AUTOMATIC = "automatic", "A machine wrote it"
    MANY = "many", "Its sender has opened several cases within the hour"
    NOT_FOR_THEM = "not for them", "The programme may not be for this client, or has no theme for it"
    UNREADABLE = "unreadable", "It cannot be read"
    TOO_LARGE = (
        "too large",
        "It is too large: only its head was taken, and the whole is in the mailbox, in the folder “Taken in by the hub”",
    )
    HANDED_IN = "handed in", "A colleague handed it in"
    HANDED_BACK = "handed back", "A colleague put it back"


class Mail(OwnedByBody, Moving):
    """One mail, as it came. Whatever becomes of it, it is known again by its digest, and taken in once.

    `programme`: to whose helpline it came. `files`: the names of what is attached; None of a mail that nobody has read. `number`: its Message-ID. `email`: of whoever says that they wrote it; blank if it names nobody, or several. `named`: the case whose key
    it carries. `case`, `message`: where it went. `opened`: it made the case. `eml`: the mail itself, for as long as it may be looked at.
    """

    workflow = MAIL

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    number = models.CharField(max_length=300, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    sender_name = models.CharField(max_length=150, blank=True, default="")
    subject = models.CharField(max_length=300, blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(db_default=Now())
    text = models.TextField(blank=True, default="")
    quoted = models.TextField(blank=True, default="")
    files = ArrayField(models.CharField(max_length=255), null=True)
    eml = models.BinaryField(null=True)
    proof = OneOf(max_length=10, choices=Proof)
    why = OneOf(max_length=15, choices=TrayReason, blank=True, default="")
    remark = models.CharField(max_length=300, blank=True, default="")
    named = models.ForeignKey("support.Case", on_delete=models.SET_NULL, null=True, related_name="+")
    case = models.ForeignKey("support.Case", on_delete=models.CASCADE, null=True, related_name="mails")
    message = models.OneToOneField("support.Message", on_delete=models.SET_NULL, null=True, related_name="mail")
    opened = models.BooleanField(default=False)
    state = OneOf(max_length=10, choices=MailState, default=MailState.WAITS)
    settled_by = models.CharField(max_length=254, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "mails to the helpline"
        constraints = [
            models.UniqueConstraint("body", "digest", name="mail_taken_once"),
            models.CheckConstraint(condition=Q(state=MailState.IN_CASE) | Q(case=None), name="mail_of_a_case_is_in_it"),
        ]
        indexes = [
            models.Index("body", "came_at", condition=Q(state="waits"), name="mail_waiting"),
            models.Index("settled_at", name="mail_settled"),
        ]

    def __str__(self) -> str:
        return self.subject or "A mail without a subject"


class BegunReading(OwnedByBody):
    """That the hub has begun to read a mail of its mailbox: gone when it has ended, so that one which is there tells of a run that died
    in the midst of that mail. `uid`: its number there, with that of the folder's numbering. `times`: so often it was begun."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    uid = models.CharField(max_length=40)
    times = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "mails whose reading has begun"
        constraints = [models.UniqueConstraint("programme", "uid", name="reading_begun_once")]


class CaseFile(KeptFile):
    """A file of a case, with the words with which it came or went: advisers read it, and the client."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("support.Case", on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey("support.Message", on_delete=models.CASCADE, related_name="files")

    class Meta(KeptFile.Meta):
        verbose_name_plural = "files of cases"
