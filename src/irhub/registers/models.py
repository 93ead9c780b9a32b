"""What is held of the registers.

Primary (backed up, never derived): `Edition` with its archived bytes and verdict, and `Correction`.
Derived (rebuilt by `irhub rebuild`): the spans of each register, `Change`, and `IssueCount`.

A span says: from the edition of `since` up to, but not including, the edition of `until`, the record stood on the
register with these facts. `until` is null while it still stands. `line` is its line in the edition of `since`.
Dates are those of accepted editions; a register has one accepted edition a date, so (register, date, line) names a row.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value

from irhub.registers.location_models import DirectoryLocation as DirectoryLocation
from irhub.registers.location_models import Location as Location
from irhub.registers.location_models import LocationSpan as LocationSpan
from irhub.registers.location_models import shown_by_directory as shown_by_directory
from irhub.registers.span_models import Span as Span
from irhub.registers.span_models import span_meta
from irhub.web.model_fields import OneOf


class Edition(models.Model):
    """One dated publication of one register, archived by SHA-256 and judged before it is applied."""

    class State(models.TextChoices):
        ACCEPTED = "accepted"
        QUARANTINED = "quarantined"
        SUPERSEDED = "superseded"
        REJECTED = "rejected"

    register = models.CharField(max_length=40)
    date = models.DateField(help_text="The publisher's date of this edition")
    date_origin = models.CharField(max_length=20, help_text="file name, content or given")
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    size_bytes = models.BigIntegerField()
    record_count = models.IntegerField()
    row_count = models.BigIntegerField(help_text="Rows in the file, before duplicates were put together")
    state = OneOf(max_length=12, choices=State)
    reason = models.TextField(help_text="Why it was accepted or quarantined, in plain words")
    checks = models.JSONField(
        default=list,
        db_default=Value([], models.JSONField()),
        help_text="What each check found (judging.Check.as_kept)",
    )
    lost_percent = models.FloatField(null=True)
    gained_percent = models.FloatField(null=True)
    fictional = models.BooleanField(default=False)
    loaded_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(
        default="", db_default="", blank=True, help_text="Why a person accepted or rejected it"
    )
    decisions = models.PositiveIntegerField(
        default=0, db_default=0, help_text="How often people decided: what one saw is told by it"
    )
    cleaner = models.IntegerField(help_text="Version of the cleaning rules its records were made with")

    class Meta:
        constraints = [
            models.UniqueConstraint("register", "sha256", "date", name="edition_held_once"),
            models.UniqueConstraint(
                "register", "date", condition=Q(state="accepted"), name="one_accepted_edition_a_date"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="", decided_at=None) | (~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="edition_decided_by_whom_and_when",
            ),
        ]
        indexes = [models.Index(fields=["register", "state", "date"], name="edition_in_order")]

    def __str__(self) -> str:
        return f"{self.register} {self.date.isoformat()}"  # strftime writes no four digits of the year 1


class IssueCount(models.Model):
    """How many values of an edition one cleaning rule altered, doubted or dropped."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="issue_counts")
    field = models.CharField(max_length=60)
    rule = models.CharField(max_length=40)
    values = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("edition", "field", "rule", name="issue_counted_once")]


class Correction(models.Model):
    """A person's dated correction of a published fact: shown beside the fact, never in its place."""

    register = models.CharField(max_length=40)
    entity_key = models.TextField()
    field = models.CharField(max_length=60)
    published = models.TextField(help_text="What the register says")
    corrected = models.TextField(help_text="What the person says is right")
    reason = models.TextField()
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    edition_date = models.DateField(help_text="Edition of the row that was corrected")
    line = models.BigIntegerField(help_text="Its line in that edition")
    cleaner = models.IntegerField(help_text="Version of the cleaning rules that made its key")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gt=models.F("from_date")),
                name="correction_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["register", "entity_key"], name="correction_of")]


class Change(models.Model):
    """A typed event between two consecutive accepted editions: after the one of `after`, by the one of `by`."""

    register = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    entity_key = models.TextField()
    entity_key_before = models.TextField()
    name = models.TextField(default="", blank=True)
    place = models.TextField(default="", blank=True)
    old_value = models.TextField(default="", blank=True)
    new_value = models.TextField(default="", blank=True)
    after = models.DateField(help_text="Date of the edition before the change")
    by = models.DateField(help_text="Date of the edition that first shows it")
    line_before = models.BigIntegerField(null=True)
    line_after = models.BigIntegerField(null=True)
    confidence = models.FloatField(null=True, help_text="Null where read directly, not inferred")

    class Meta:
        indexes = [
            models.Index(fields=["register", "by"], name="change_window"),
            models.Index(fields=["entity_key"], name="change_of"),
            models.Index(fields=["entity_key_before"], name="change_from"),
            models.Index(fields=["-by", "id"], name="change_newest"),
        ]


class SponsorSpan(Span):
    """A route on which a sponsor stood (register home_office_sponsors)."""

    sponsor_key = models.TextField(help_text="Cleaned name and town: whom the row is about")
    name_key = models.TextField()
    town_key = models.TextField()
    worker_type = models.TextField()
    route = models.TextField()
    rating = models.TextField()
    name = models.TextField()
    town = models.TextField()
    county = models.TextField()
    type_and_rating = models.TextField()

    Meta = span_meta("sponsor", "sponsor_key", "worker_type", "route", asked_by=("name_key",))  # type: ignore[assignment]


class DirectorySpan(Span):
    """A record of the CQC directory (register cqc_directory)."""

    name_key = models.TextField()
    council_code = models.TextField()
    name = models.TextField()
    also_known_as = models.TextField()
    address = models.TextField()
    postcode = models.TextField()
    service_types = models.TextField()
    latest_check = models.DateField(null=True)
    specialisms = models.TextField()
    provider_name = models.TextField()
    local_authority = models.TextField()
    region = models.TextField()
    url = models.TextField()
    location_id = models.TextField()
    provider_id = models.TextField()

    Meta = span_meta("directory", "location_id")  # type: ignore[assignment]


class RatingSpan(Span):
    """A record of the CQC latest ratings (register cqc_ratings)."""

    rated_id = models.TextField()
    level = models.TextField()
    location_id = models.TextField()
    name = models.TextField()
    local_authority = models.TextField()
    population_group = models.TextField()
    domain = models.TextField()
    rating = models.TextField()
    rating_date = models.DateField(null=True)
    inherited_rating = models.BooleanField(null=True)
    provider_id = models.TextField()
    provider_name = models.TextField()

    Meta = span_meta("rating", "rated_id", "level", "population_group", "domain")  # type: ignore[assignment]


class DeactivatedSpan(Span):
    """A record of the CQC deactivated locations (register cqc_deactivated)."""

    council_code = models.TextField()
    location_id = models.TextField()
    location_start = models.DateField(null=True)
    location_end = models.DateField(null=True)
    name = models.TextField()
    local_authority = models.TextField()
    postcode = models.TextField()
    provider_id = models.TextField()
    provider_name = models.TextField()

    Meta = span_meta("deactivated", "location_id", asked_by=("provider_id", "council_code"))  # type: ignore[assignment]


class CompanySpan(Span):
    """A record of the Companies House basic company data (register companies_house)."""

    name_key = models.TextField()
    previous_names = models.TextField()
    sic_codes = models.TextField()
    company_name = models.TextField()
    company_number = models.TextField()
    address1 = models.TextField()
    post_town = models.TextField()
    postcode = models.TextField()
    company_category = models.TextField()
    company_status = models.TextField()
    incorporated = models.DateField(null=True)
    accounts_due = models.DateField(null=True)
    confirmation_due = models.DateField(null=True)

    Meta = span_meta("company", "company_number")  # type: ignore[assignment]


class ControllerSpan(Span):
    """A person with significant control of a company (register companies_house_psc). For those who may see people."""

    psc_id = models.TextField(help_text="Number of the entry, from its address at Companies House")
    person_key = models.TextField(help_text="Cleaned first forename and surname; blank of a company")
    middle_initial = models.TextField()
    company_number = models.TextField()
    kind = models.TextField()
    address = models.TextField(help_text="Where Companies House shows the entry")
    name = models.TextField()
    forename = models.TextField()
    middle_name = models.TextField()
    surname = models.TextField()
    birth_year = models.IntegerField(null=True)
    birth_month = models.IntegerField(null=True)
    natures = models.TextField()
    notified_on = models.DateField(null=True)
    ceased_on = models.DateField(null=True)
    owner_number = models.TextField(help_text="Number of a company that controls")

    Meta = span_meta("controller", "company_number", "psc_id")  # type: ignore[assignment]


class RecruiterSpan(Span):
    """A recruiter on the list of ethical recruiters (register ethical_recruiters)."""

    recruiter_key = models.TextField(help_text="Cleaned name")
    name = models.TextField()
    website = models.TextField()

    Meta = span_meta("recruiter", "recruiter_key")  # type: ignore[assignment]


class Derivation(models.Model):
    """Of what everything derived was made: one row, written in the transaction that made it (lagging.py)."""

    editions = ArrayField(models.BigIntegerField(), help_text="Numbers of the accepted editions, in order")
    decisions = models.IntegerField(help_text="How often people had decided on editions")
    links_decided = models.IntegerField(
        db_default=0, help_text="How often people decided on links since there is a row"
    )
    links_followed = models.IntegerField(db_default=0, help_text="Up to which of these everything was made")
    program = models.CharField(max_length=64, db_default="", help_text="A digest of the program that made it")
    made_at = models.DateTimeField()


SPAN_MODELS: dict[str, type[Span]] = {
    "home_office_sponsors": SponsorSpan,
    "cqc_directory": DirectorySpan,
    "cqc_locations": LocationSpan,
    "cqc_ratings": RatingSpan,
    "cqc_deactivated": DeactivatedSpan,
    "ethical_recruiters": RecruiterSpan,
    "companies_house": CompanySpan,
    "companies_house_psc": ControllerSpan,
}
"""The spans of each register; a test holds their columns against the fields of `SOURCES`."""
