"""What a provider opens to an assessor: to whom, which questions, for which days; when it was looked at, and what was confirmed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from irhub.accounts.models import OwnedByBody, Person


class Opening(OwnedByBody):
    """That a provider lets one named assessor read some of its answers, for some days. The database gives these rows on these days alone.

    `themes`: of the questionnaire, by key; `questions`: the keys of their questions when it was opened.
    """

    sheet = models.ForeignKey("compliance.Sheet", on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    email = models.CharField(max_length=254)
    provider = models.CharField(max_length=250, help_text="The name of the provider, for the assessor")
    themes = ArrayField(models.CharField(max_length=40))
    questions = ArrayField(models.CharField(max_length=60))
    begins_on = models.DateField()
    ends_on = models.DateField(help_text="The last day")
    opened_by = models.CharField(max_length=254)
    opened_at = models.DateTimeField(db_default=Now())
    revoked_by = models.CharField(max_length=254, blank=True, default="")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "self-check opening"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person"], name="opening_to_a_person")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on"), ends_on__lte=F("begins_on") + 31),
                name="opening_is_of_a_month_at_most",
            ),
        ]


class Look(OwnedByBody):
    """That the assessor opened it on a day, for both to read. Rows are only added, and no answer is given before there is one of the day."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="looks")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "self-check look"


class Confirmation(OwnedByBody):
    """Whether an assessor found a question’s answer to be as its evidence shows. Rows are only added; the newest stands.

    `revision`: of the sheet, as it was read: what is answered otherwise later is not confirmed.
    """

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="confirmations")
    sheet = models.ForeignKey("compliance.Sheet", on_delete=models.CASCADE, related_name="confirmations")
    question = models.CharField(max_length=60)
    confirmed = models.BooleanField()
    note = models.CharField(max_length=300, blank=True, default="")
    revision = models.PositiveIntegerField()
    who = models.CharField(max_length=254)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "self-check confirmation"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["sheet", "question"], name="confirmations_of_a_question")]
