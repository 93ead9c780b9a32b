"""What deserves attention, and which past days are worked out. Derived: `working_out.recompute` and `past` make it anew."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from irhub.indicators.kinds import Audience, Severity
from irhub.organisations.models import Basis, Organisation
from irhub.web.model_fields import OneOf


class Signal(models.Model):
    """An indicator that holds of an organisation, of a council or of England as at a date, with its source rows."""

    code = models.CharField(max_length=40)
    version = models.IntegerField(help_text="Of the indicator's definition")
    as_at = models.DateField(help_text="The day up to which editions were read")
    number = models.IntegerField(default=0, help_text="Its place in the one order of all signals, from 0")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    council_code = models.CharField(max_length=9, default="", blank=True, help_text="Of a signal about a council")
    councils = ArrayField(models.CharField(max_length=9), help_text="Whom it concerns: where its locations lie")
    name = models.TextField(default="", blank=True, help_text="Of the organisation, for lists")
    locations = models.IntegerField(help_text="Care locations of the organisation: what hangs on it")
    beds = models.IntegerField(help_text="Beds of these")
    severity = OneOf(max_length=15, choices=[(str(severity), str(severity)) for severity in Severity])
    since = models.DateField(help_text="The fact's own date, else that of the first edition by which it held")
    own_date = models.BooleanField(db_default=False, help_text="Whether since is the fact's own date")
    value = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    low = models.FloatField(null=True, help_text="Lower end of the 95% interval (Wilson), in the value's unit")
    high = models.FloatField(null=True)
    says = models.TextField()
    next_step = models.TextField()
    evidence = models.JSONField(help_text="Source rows: register, date, line (null: not in it), says, newest")
    link_score = models.FloatField(null=True, help_text="How sure the link is on which it hangs; null: on none")
    link_basis = OneOf(
        max_length=10,
        choices=Basis,
        default="",
        blank=True,
        help_text="What that link rests on; blank: it is likely at most",
    )
    audience = OneOf(max_length=9, choices=[(str(audience), str(audience)) for audience in Audience])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "code", "organisation", condition=Q(organisation__isnull=False), name="signal_once_an_organisation"
            ),
            models.UniqueConstraint(
                "code", "council_code", condition=~Q(council_code=""), name="signal_once_a_council"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(council_code=""), name="signal_about_one_thing"
            ),
            models.CheckConstraint(condition=Q(low=None) | Q(low__lte=F("high")), name="signal_interval_in_order"),
        ]
        indexes = [
            GinIndex(fields=["councils"], name="signal_of_council"),
            GinIndex(
                fields=["councils"],
                condition=Q(severity__in=[str(Severity.ACT), str(Severity.LOOK)]),
                name="signal_soon_of_council",
            ),
            models.Index(fields=["number"], name="signal_in_order"),
            models.Index(fields=["code", "number"], name="signal_of_indicator"),
            models.Index(fields=["severity"], name="signal_by_severity"),
        ]


class PastDay(models.Model):
    """A past day that is worked out and kept; its signals are a file of its `mark` (past.py)."""

    day = models.DateField(primary_key=True)
    mark = models.CharField(max_length=16, help_text="Of the editions, links and definitions that it was made of")
    made_at = models.DateTimeField()
    asked_on = models.DateField(help_text="When somebody last asked for it")


class Owned(models.Model):
    """An organisation that gives care under a company that owns it, or is that company (ownership.groups), with source rows.

    Both are shown; none is joined with another because of it.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    owner_key = models.TextField(help_text="The same for all of one owner (ownership.steps)")
    owner_name = models.TextField(help_text="As those that it owns told it")
    name = models.TextField(help_text="Of the organisation")
    locations = models.IntegerField(help_text="Its care locations")
    beds = models.IntegerField(help_text="Beds of these")
    licensed = models.BooleanField(help_text="Whether a linked sponsor of its own stands on the register")
    evidence = models.JSONField(help_text="Source rows, as of a signal")

    class Meta:
        indexes = [models.Index(fields=["owner_key"], name="owned_by_one_owner")]
