"""The CQC's locations: the workbook's spans, what the newer directory alone shows, and both as one picture."""

from __future__ import annotations

from datetime import date

from django.db import models

from irhub.registers.span_models import Span, span_meta


class LocationFacts(Span):
    """What the CQC's workbook tells of a location."""

    regulated_activities = models.TextField()
    service_types = models.TextField()
    user_bands = models.TextField()
    location_name_key = models.TextField()
    provider_name_key = models.TextField()
    council_code = models.TextField()
    location_id = models.TextField()
    location_start = models.DateField(null=True)
    dormant = models.BooleanField(null=True)
    care_home = models.BooleanField(null=True)
    location_name = models.TextField()
    beds = models.IntegerField(null=True)
    location_type = models.TextField()
    inspection_directorate = models.TextField()
    primary_category = models.TextField()
    overall_rating = models.TextField()
    rating_date = models.DateField(null=True)
    inherited_rating = models.BooleanField(null=True)
    region = models.TextField()
    local_authority = models.TextField()
    street = models.TextField()
    address2 = models.TextField()
    city = models.TextField()
    county = models.TextField()
    postcode = models.TextField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    brand_id = models.TextField()
    brand_name = models.TextField()
    company_number = models.TextField()
    charity_number = models.TextField()
    provider_id = models.TextField()
    provider_name = models.TextField()
    provider_start = models.DateField(null=True)
    ownership_type = models.TextField()
    provider_city = models.TextField()
    provider_county = models.TextField()
    provider_postcode = models.TextField()
    nominated_individual = models.TextField()
    registered_manager = models.TextField()

    class Meta:
        abstract = True


class LocationSpan(LocationFacts):
    """A record of the CQC care directory with filters (HSCA active locations) (register cqc_locations).

    Migration 0004 adds the indexes that only SQL of pages' own can use: by coordinates, town, county, company and people.
    """

    Meta = span_meta("location", "location_id", asked_by=("council_code", "provider_id"))  # type: ignore[assignment]


class DirectoryLocation(Span):
    """A location that the CQC's directory showed while the older workbook did not; derived (directory_locations.py).

    `edition` and `line` name its row in the directory. It counts from `since`, an edition of the directory in which that row stood,
    up to the next workbook, or to when the directory lost it.
    """

    edition = models.DateField(help_text="Date of the directory's edition in which its row is")
    lacked_by = models.DateField(help_text="Date of the older workbook, which lacks it")
    location_id = models.TextField()
    location_name = models.TextField()
    location_name_key = models.TextField()
    provider_id = models.TextField()
    provider_name = models.TextField()
    provider_name_key = models.TextField()
    council_code = models.TextField()
    local_authority = models.TextField()
    region = models.TextField()
    street = models.TextField()
    city = models.TextField()
    postcode = models.TextField()
    service_types = models.TextField(help_text="In the workbook's words, joined by |")

    class Meta:
        indexes = [
            models.Index(fields=["provider_id"], name="directory_location_provider"),
            models.Index(fields=["location_id"], name="directory_location_id"),
        ]


class Location(LocationFacts):
    """The CQC's locations as one picture, a view: the workbook's spans, and what the newer directory alone shows.

    What the directory does not tell (beds, ratings, people, coordinates) is blank of the latter.
    """

    register = models.TextField(help_text="The register whose row it is: cqc_locations or cqc_directory")
    lacked_by = models.DateField(
        null=True, help_text="Date of the older workbook, which lacks it; null of its own rows"
    )
    edition = models.DateField(help_text="Date of the edition of that register in which its row is")

    class Meta:
        managed = False
        db_table = "registers_location"

    @property
    def shown_by(self) -> str:
        """Which file shows it, as a sentence; blank where that is the workbook."""
        return shown_by_directory(self.since, self.lacked_by) if self.lacked_by else ""


def shown_by_directory(directory: date, workbook: date) -> str:
    """Which file shows a location that the older workbook does not have, as a sentence."""
    return f"In the CQC’s directory of {directory:%-d %B %Y}; not in its older workbook of {workbook:%-d %B %Y}."
