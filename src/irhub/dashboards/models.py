"""Summaries that pages read instead of whole histories, derived (derived.py); and what a person chose."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class RecordInCouncil(models.Model):
    """The key of a record that concerns a council: a location that lies or lay there, its provider's company, or a
    sponsor linked to that provider. Keys of different registers differ in form, so that the key alone tells which.
    """

    council_code = models.CharField(max_length=9)
    entity_key = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("council_code", "entity_key", name="record_once_in_a_council")]


class ChangeInCouncil(models.Model):
    """A change of a record that concerns a council (RecordInCouncil), by the key before it or after."""

    council_code = models.CharField(max_length=9)
    change_id = models.BigIntegerField(help_text="Of a registers.Change; those are made and dropped in bulk")

    class Meta:
        constraints = [models.UniqueConstraint("council_code", "change_id", name="change_once_in_a_council")]
        indexes = [models.Index(fields=["change_id"], name="councils_of_change")]


class PlaceFigures(models.Model):
    """What is counted of a place on the CQC's newest list, or that of a kept past day. A provider in several councils of a
    place counts once."""

    as_at = models.DateField(null=True, help_text="The past day; null of the newest list")
    place_code = models.CharField(max_length=40, help_text="Code of England, a region, partnership or council")
    locations = models.IntegerField()
    dormant = models.IntegerField(help_text="Locations that are dormant")
    beds = models.IntegerField()
    home_care = models.IntegerField(help_text="Locations with a domiciliary care service")
    care_homes = models.IntegerField(default=0, help_text="Locations that are care homes, with or without nursing")
    providers = models.IntegerField()
    licensed = models.IntegerField(help_text="Providers with a linked sponsor on the register now")
    formerly = models.IntegerField(help_text="Providers whose linked sponsors have all left the register")
    low_rated = models.IntegerField(help_text="Licensed providers with a location here below Good")
    licensed_beds = models.IntegerField(help_text="Beds of licensed providers")
    waiting = models.IntegerField(
        help_text="Providers without a linked sponsor, for which a possible link awaits review"
    )
    decided = models.IntegerField(help_text="Providers with a linked sponsor, where a person decided a link")
    numbered = models.IntegerField(help_text="Providers whose company number Companies House knows")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["as_at", "place_code"], nulls_distinct=False, name="figures_once_of_a_place"
            )
        ]

    @property
    def beds_known(self) -> bool:
        """Whether the CQC's list tells the beds here: not where it has care homes and no bed."""
        return bool(self.beds or not self.care_homes)


class PlaceSplit(models.Model):
    """How many care providers of a place are of a service or of a lowest rating, apart by their licence: of the newest list, or of
    that of a kept past day."""

    SERVICE, RATING = "service", "rating"

    as_at = models.DateField(null=True, help_text="The past day; null of the newest list")
    place_code = models.CharField(max_length=40)
    by = models.CharField(
        max_length=7, help_text="SERVICE: a provider counts in each that it gives here. RATING: its lowest here"
    )
    value = models.TextField(blank=True, help_text="Blank where none of its locations here was rated")
    licence = models.CharField(max_length=8, help_text="licensed, formerly, or none: no confirmed licence")
    providers = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["as_at", "place_code", "by", "value", "licence"],
                nulls_distinct=False,
                name="split_once_of_a_place",
            )
        ]


class PlaceMap(models.Model):
    """The map of a place with very many locations, as it is drawn: maps.DotMap."""

    as_at = models.DateField(null=True, help_text="The past day; null of the newest list")
    place_code = models.CharField(max_length=40)
    picture = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["as_at", "place_code"], nulls_distinct=False, name="map_once_of_a_place")
        ]


class PlacePeriod(models.Model):
    """A month of the history of a place, up to and with `ends`; the first is the day of the first edition of sponsors alone, the
    last ends with the newest. Of a kept past day within a month, there is also that month up to the day (`as_at`).

    `licensed`: of the providers located here at its end (before the CQC's first list that is held: on that list), those
    with a linked sponsor on the register that day. It is that of the month before, and `gained` and `opened`, less `lost`,
    `unclear` and `closed`: providers here that had no licence then and have one now; that held one and are here now; that hold none now; of
    which that is not clear, since a sponsor of the same or a similar name is on the register (organisations/namesakes.py); that hold one and are not here now. `came`, `left`, `returned`: changes of linked sponsors within it, which are other things: a provider may
    have several, and one that leaves and comes back within a month is no change of a provider.
    """

    as_at = models.DateField(null=True, help_text="The past day that broke off its month; null of whole months")
    place_code = models.CharField(max_length=40)
    begins = models.DateField()
    ends = models.DateField()
    licensed = models.IntegerField()
    gained = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    lost = models.IntegerField(default=0)
    unclear = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    came = models.IntegerField()
    left = models.IntegerField()
    returned = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["as_at", "place_code", "ends"], nulls_distinct=False, name="period_once_in_a_place"
            )
        ]


class Visit(models.Model):
    """When a person last looked at a place: `latest_at` in the sitting that goes on, `before_at` in the one before it.

    Primary: it cannot be made anew.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place_code = models.CharField(max_length=40)
    latest_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("person", "place_code", name="visit_once_a_person_and_place")]


class ColumnChoice(models.Model):
    """The columns in which a person wants lists of providers. Primary: it cannot be made anew."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    columns = models.TextField(help_text="Names of columns, joined by commas, in the order of the table")


class Outline(models.Model):
    """Where a council's border runs, from boundaries that the operator took in instead of those that the hub brings along
    (`irhub boundaries`); primary.

    Outer rings of corners in degrees east and north (WGS84): `far` for maps of many councils, `near` for the map of one.
    `drawn`: drawing.Drawn of `far`.
    """

    council_code = models.CharField(max_length=9, primary_key=True)
    far = models.JSONField()
    near = models.JSONField()
    drawn = models.JSONField()
    year = models.CharField(max_length=4, blank=True, default="", help_text="Of the codes in the file")
    source = models.TextField(help_text="Name of the file")
    loaded_at = models.DateTimeField()
