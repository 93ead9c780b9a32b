"""Grants of before the hub, as a file told of them: the file, its recipients and whom they are, its grants, and what was wrong with its values.

All of it is primary, and its body's own. Amounts are pence. A grant to a person is not kept.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from irhub.accounts.guarded import Moving
from irhub.accounts.models import OwnedByBody
from irhub.casework.events import Event
from irhub.files.kept import KeptFile
from irhub.grants.past.states import IMPORT, ImportState
from irhub.web.model_fields import OneOf


class PastFile(KeptFile):
    """A file of past grants as it was handed in."""


class PastImport(OwnedByBody, Moving):
    """One reading of a file. `said`: sentences about the whole file, such as which way round its dates are; `aside`: its rows that made no grant,
    each with its sheet, number, what is missing, and its cells."""

    workflow = IMPORT

    file = models.ForeignKey(PastFile, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    said = models.JSONField(default=list)
    aside = models.JSONField(default=list)
    read_at = models.DateTimeField(db_default=Now())
    taken_in_at = models.DateTimeField(null=True)
    state = OneOf(max_length=10, choices=ImportState, default=ImportState.REVIEW)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("body", "sha256", condition=~Q(state="undone"), name="past_file_in_once")
        ]

    def __str__(self) -> str:
        return self.file_name


class PastImportEvent(Event):
    """What happened to a file of past grants."""

    past_import = models.ForeignKey(PastImport, on_delete=models.CASCADE, related_name="events")


class Match(models.TextChoices):
    """Whether it is known who a recipient is."""

    ACCEPTED = "accepted", "Matched"
    REVIEW = "review", "To check"
    NONE = "none", "No organisation found"


class PastRecipient(OwnedByBody):
    """A recipient as a file writes it, and who it is. `said_…`: what the file says, once read.

    `company_number`, `charity_number`, `provider_id`, `council`: what registers know it by, each blank if it is not known. `reasons`, `against`: sentences.
    `others`: ids of care providers that it may be, the likeliest first. `decided_by`: blank where nobody decided. `version` counts the decisions.
    """

    past_import = models.ForeignKey(PastImport, on_delete=models.CASCADE, related_name="recipients")
    name = models.TextField()
    said_company = models.CharField(max_length=20, blank=True, default="")
    said_charity = models.CharField(max_length=20, blank=True, default="")
    said_cqc = models.CharField(max_length=20, blank=True, default="")
    said_postcode = models.CharField(max_length=20, blank=True, default="")
    said_town = models.TextField(blank=True, default="")
    match = OneOf(max_length=10, choices=Match)
    known_as = models.TextField(blank=True, default="", help_text="Its name on the register")
    company_number = models.CharField(max_length=8, blank=True, default="")
    charity_number = models.CharField(max_length=12, blank=True, default="")
    provider_id = models.CharField(max_length=20, blank=True, default="")
    council = models.CharField(max_length=9, blank=True, default="")
    reasons = ArrayField(models.TextField(), default=list)
    against = ArrayField(models.TextField(), default=list)
    others = ArrayField(models.TextField(), default=list)
    decided_by = models.CharField(max_length=254, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(match="accepted") | ~Q(company_number="", charity_number="", provider_id="", council=""),
                name="past_recipient_matched_to_somebody",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company_number"], name="past_recipient_company"),
            models.Index(fields=["charity_number"], name="past_recipient_charity"),
            models.Index(fields=["provider_id"], name="past_recipient_provider"),
        ]

    def __str__(self) -> str:
        return self.name


class PastGrant(OwnedByBody):
    """A grant that a file tells of. `key`: what it is, whatever number it bears; `repeats`: another file, the hub, or an earlier row told of it already, so
    that it does not count. `rest`: column and text of what has no place here."""

    past_import = models.ForeignKey(PastImport, on_delete=models.CASCADE, related_name="grants")
    recipient = models.ForeignKey(PastRecipient, on_delete=models.CASCADE, related_name="grants")
    sheet = models.TextField(blank=True, default="")
    row = models.IntegerField()
    identifier = models.TextField(blank=True, default="")
    title = models.TextField(blank=True, default="")
    description = models.TextField(blank=True, default="")
    funder = models.TextField()
    funder_id = models.TextField(blank=True, default="")
    currency = models.CharField(max_length=3, default="GBP")
    awarded = models.BigIntegerField(help_text="Pence, or hundredths of another currency")
    awarded_on = models.DateField()
    programme = models.TextField(blank=True, default="")
    rest = models.JSONField(default=list)
    key = models.CharField(max_length=64)
    repeats = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("past_import", "sheet", "row", name="past_grant_row_once")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["body", "key"], name="past_grant_key")]


class PastFault(OwnedByBody):
    """A value of a file that is wrong or doubtful, or was read as something else than it says: as `giving360.reading.Fault` has it."""

    past_import = models.ForeignKey(PastImport, on_delete=models.CASCADE, related_name="faults")
    row = models.IntegerField()
    sheet = models.TextField(blank=True, default="")
    column = models.TextField(blank=True, default="")
    cell = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=60)
    sentence = models.TextField()
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
