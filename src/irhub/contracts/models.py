"""The providers that a body buys care from. Primary, the body's own, and nobody else's to see.

`ContractFile`: a file as it was handed in, kept for a while so that it can be read again. `ContractList`: one reading of it; the
newest that was not taken back is the body's list. `ContractLine`: a provider as it is written there, in one row or several, which CQC
provider it was matched to, why, and who decided.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from irhub.accounts.models import OwnedByBody
from irhub.files.kept import KeptFile
from irhub.web.model_fields import OneOf


class ContractFile(KeptFile):
    """A file as it was handed in."""


class ContractList(OwnedByBody):
    """A list of providers, as it was read of a file. `read`: how (see contracts/told.py); empty for lists of older versions."""

    file = models.ForeignKey(ContractFile, on_delete=models.SET_NULL, null=True, related_name="+")
    read = models.JSONField(default=dict)
    file_name = models.CharField(max_length=255)
    uploaded_by = models.CharField(max_length=254)
    uploaded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["body", "-uploaded_at"], name="contract_list_newest")]


class ContractLine(OwnedByBody):
    """A provider as a list writes it, and the CQC provider that it means.

    `number` and `sheet`: the first row that says so. `places`: every row, as [sheet, number, contract]. `provider_id`: the likeliest;
    blank if none was found. `decided_by`: blank where nobody has decided. A person's "no" keeps the provider that was turned down out
    of `provider_id`. `before`: what stood before the last decision, which can be undone. `version` counts the changes.
    """

    class Match(models.TextChoices):
        ACCEPTED = "accepted", "Matched"
        REVIEW = "review", "To check"
        NONE = "none", "No provider found"

    contract_list = models.ForeignKey(ContractList, on_delete=models.CASCADE, related_name="lines")
    sheet = models.TextField(default="", blank=True)
    number = models.IntegerField(help_text="Its row, as the file counts them")
    places = models.JSONField(default=list)
    name = models.TextField()
    postcode = models.TextField(default="", blank=True)
    town = models.TextField(default="", blank=True)
    cqc_id = models.TextField(default="", blank=True)
    company_number = models.TextField(default="", blank=True)
    reference = models.TextField(default="", blank=True, help_text="The body's own number for the contract")
    match = OneOf(max_length=8, choices=Match)
    provider_id = models.TextField(default="", blank=True)
    score = models.FloatField(null=True, help_text="Probability that the match is right; null where an id decided")
    reasons = models.JSONField(default=list)
    against = models.JSONField(default=list)
    others = models.JSONField(
        default=list, help_text="Other providers that it may mean: their ids, the likeliest first"
    )
    decided_by = models.CharField(max_length=254, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint("contract_list", "sheet", "number", name="contract_line_once"),
            models.CheckConstraint(
                condition=Q(decided_by="", decided_at=None) | (~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="contract_line_decided_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(match="accepted") | ~Q(provider_id=""), name="contract_line_matched_to_somebody"
            ),
        ]
        indexes = [models.Index(fields=["provider_id"], name="contract_line_of_provider")]
