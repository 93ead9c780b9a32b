"""What a hub offers: primary. A programme that is open, or was, is public, as is all that belongs to it; a draft is its body's alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from irhub.accounts.guarded import Moving
from irhub.accounts.models import Body, OwnedByBody
from irhub.accounts.roles import Kind
from irhub.casework.events import Event
from irhub.programmes.workflows import PROGRAMME, SCHEME, ProgrammeState, SchemeState
from irhub.web.model_fields import OneOf


class Audience(models.TextChoices):
    """For whom something is."""

    PROVIDER = "provider", "Care providers"
    COUNCIL = "council", "Councils"
    WORKER = "worker", "Workers"
    PARTNER = "partner", "Partners"


AUDIENCE_OF: Mapping[Kind, Audience] = {Kind.PROVIDER: Audience.PROVIDER, Kind.COUNCIL: Audience.COUNCIL}
"""As which audience a body uses the hubs' help, by its kind: not those that give it, or only watch."""


class Urgency(models.TextChoices):
    """How soon somebody needs a first reply."""

    ROUTINE = "routine", "Routine"
    URGENT = "urgent", "Urgent: a licence is suspended or revoked, or somebody is at risk"


class Unit(models.TextChoices):
    """In what an entitlement is counted."""

    MINUTES = "minutes", "Minutes"
    SESSIONS = "sessions", "Sessions"


class Stage(models.TextChoices):
    """What can be done with a scheme on a day."""

    NOT_OPEN = "not open", "Not open yet"
    OPEN = "open", "Open"
    ENDED = "ended", "Ended"


class Programme(OwnedByBody, Moving):
    """A hub: what a partnership, or its delivery partner, offers to the providers and councils of an area."""

    workflow = PROGRAMME

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True, help_text="Its address")
    summary = models.TextField(help_text="What it is, in a few sentences that everybody reads")
    councils = ArrayField(models.CharField(max_length=9), help_text="ONS codes of the councils that it covers")
    commissioned_by = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, related_name="+", help_text="Who pays for it, and reads its counts"
    )
    state = OneOf(max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    instead = models.TextField(blank=True, default="", help_text="What to do now that it has ended")

    def __str__(self) -> str:
        return self.name


class ProgrammeEvent(Event):
    """What happened to a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="events")


def _programme(related_name: str) -> Any:
    """The programme to which a thing belongs."""
    return models.ForeignKey(Programme, on_delete=models.CASCADE, related_name=related_name)


class Scheme(OwnedByBody, Moving):
    """An entitlement to so much free help for each client, within a window. Its days are days in England, the last one included."""

    workflow = SCHEME

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="schemes")
    name = models.CharField(max_length=120)
    what = models.TextField(help_text="What somebody gets, and what does not count against it")
    funder = models.CharField(max_length=120)
    open_to = ArrayField(models.CharField(max_length=10), help_text="Audience: provider, council")
    councils = ArrayField(models.CharField(max_length=9), help_text="Of the programme's, those in which it is offered")
    unit = OneOf(max_length=10, choices=Unit, default=Unit.MINUTES)
    amount = models.PositiveIntegerField(help_text="What each client is given, once")
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="The last day on which a call may begin")
    law_firm = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    instead = models.TextField(help_text="What to do before and after: another source of help")
    state = OneOf(max_length=10, choices=SchemeState, default=SchemeState.DRAFT)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="scheme_gives_something"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="scheme_closes_after_it_opens"),
            models.UniqueConstraint("programme", "name", name="scheme_named_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def stage(self, on: date) -> Stage:
        """What can be done with it on a day in England."""
        if on < self.opens_on:
            return Stage.NOT_OPEN
        return Stage.OPEN if on <= self.closes_on else Stage.ENDED


class SchemeEvent(Event):
    """What happened to a scheme."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="events")


class FrozenMonth(OwnedByBody):
    """What was counted of a month: it never changes. A correction is a further version, with its reason (months.py).

    `report`: what was counted; `counts`: as months.py keeps them, or reach.py an edition, exact: who reads them gets none that is small.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    report = models.CharField(max_length=20)
    month = models.DateField(help_text="Its first day")
    number = models.PositiveSmallIntegerField(default=1, help_text="Of the version")
    counts = models.JSONField(default=list)
    why = models.TextField(blank=True, default="")
    who = models.CharField(max_length=254)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("programme", "report", "month", "number", name="month_frozen_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="frozen_month_is_a_month"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="month_corrected_for_a_reason"),
        ]


class CountedMonth(OwnedByBody):
    """What was counted of a month that still changes, by the job `months-so-far`: derived, so that a page does not count (months.py)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    report = models.CharField(max_length=20)
    month = models.DateField(help_text="Its first day")
    counts = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("programme", "report", "month", name="month_counted_once")]


class OpeningHours(models.Model):
    """Hours of a weekday (0 is Monday) at which the helpline is open; a day may have several."""

    programme = _programme("hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_of_a_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="hours_close_after_they_open"),
            models.UniqueConstraint("programme", "weekday", "opens", name="hours_open_once"),
        ]


class Closure(models.Model):
    """Days on which the hub is closed: clocks stand still, and its page, automatic answer and telephone script say so."""

    programme = _programme("closures")
    first = models.DateField()
    last = models.DateField()
    why = models.CharField(max_length=120, help_text="In words that everybody reads")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="closure_ends_after_it_begins")]


class ServiceLevel(models.Model):
    """Within how many working days a first reply is promised; 0 is the same day."""

    programme = _programme("service_levels")
    urgency = OneOf(max_length=10, choices=Urgency)
    days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("programme", "urgency", name="service_level_once")]


class Theme(models.Model):
    """What people ask about. One that is no longer used is retired, and stays with the cases that had it."""

    programme = _programme("themes")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("programme", "code", name="theme_once")]

    def __str__(self) -> str:
        return self.name


class ContactPoint(models.Model):
    """Where somebody turns to."""

    programme = _programme("contacts")
    audience = OneOf(max_length=10, choices=Audience)
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    web = models.URLField(blank=True, default="")
    words = models.CharField(max_length=200, blank=True, default="", help_text="When, and for what")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(phone="", email="", web=""), name="contact_point_can_be_reached")
        ]
