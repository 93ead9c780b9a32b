"""Summaries that pages read instead of whole histories. All of it is derived: `summarise` makes it anew."""

from __future__ import annotations

from django.db import models

from irhub.organisations.models import Organisation


class ProviderInCouncil(models.Model):
    """A provider with locations in a council on the CQC's newest list, and what is known of its sponsor licence."""

    class Licence(models.TextChoices):
        LICENSED = "licensed", "Linked sponsor on the register now"
        FORMERLY = "formerly", "Linked sponsor no longer on the register"
        NONE = "none", "No sponsor linked"

    council_code = models.CharField(max_length=9)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    provider_id = models.TextField()
    name = models.TextField()
    locations = models.IntegerField()
    dormant = models.IntegerField(help_text="How many of the locations are dormant")
    beds = models.IntegerField()
    service_types = models.TextField(help_text="Joined by |, each once")
    lowest_rating = models.TextField(help_text="Of its locations here; blank if none was rated")
    licence = models.CharField(max_length=8, choices=Licence)
    left_by = models.DateField(null=True, help_text="Edition by which the last linked sponsor had left")

    class Meta:
        constraints = [models.UniqueConstraint("council_code", "provider_id", name="provider_once_in_a_council")]


class RecordInCouncil(models.Model):
    """The key of a record that concerns a council: a location that lies or lay there, its provider's company, or a
    sponsor linked to that provider. Keys of different registers differ in form, so that the key alone tells which.
    """

    council_code = models.CharField(max_length=9)
    entity_key = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("council_code", "entity_key", name="record_once_in_a_council")]
