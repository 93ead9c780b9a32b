"""A body's continuity plans, and who gives care where.

Primary, the body's own, and nobody else's to see: `Plan`, one for each organisation and body at a time; `PlanStep`, its
steps, each with who did it and when. Derived: `ActiveLocation` (active.py makes it).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from irhub.accounts.guarded import Moving
from irhub.accounts.models import OwnedByBody
from irhub.continuity.workflows import PLAN, STEP, PlanState, StepState
from irhub.organisations.models import Organisation
from irhub.web.model_fields import OneOf


class Plan(OwnedByBody, Moving):
    """What a body does because a provider's licence has gone, or may go."""

    workflow = PLAN

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(help_text="What was learned, from whom, on which day")
    opened_by = models.CharField(max_length=254)
    opened_at = models.DateTimeField()
    state = OneOf(max_length=10, choices=PlanState, default=PlanState.OPEN)
    closed_by = models.CharField(max_length=254, default="", blank=True)
    closed_at = models.DateTimeField(null=True)
    learned = models.TextField(default="", blank=True, help_text="How it ended and what was learned")

    class Meta:
        constraints = [
            models.UniqueConstraint("body", "organisation", condition=Q(state="open"), name="one_open_plan_of_a_body"),
            models.CheckConstraint(
                condition=Q(state="open", closed_by="", closed_at=None)
                | (Q(state="closed", closed_at__isnull=False) & ~Q(closed_by="")),
                name="plan_closed_by_whom_and_when",
            ),
        ]


class PlanStep(OwnedByBody, Moving):
    """One step of a plan: from `steps.yaml`, or added by the body (key blank)."""

    workflow = STEP

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    place = models.IntegerField()
    key = models.CharField(max_length=20, default="", blank=True)
    when = models.TextField(help_text="When it is due, in words")
    title = models.TextField()
    why = models.TextField(default="", blank=True)
    note = models.TextField(default="", blank=True)
    state = OneOf(max_length=10, choices=StepState, default=StepState.TO_DO)
    done_by = models.CharField(max_length=254, default="", blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("plan", "place", name="one_step_in_a_place"),
            models.CheckConstraint(
                condition=Q(state="to do", done_by="", done_at=None)
                | (Q(state="done", done_at__isnull=False) & ~Q(done_by="")),
                name="step_done_by_whom_and_when",
            ),
        ]


class ActiveLocation(models.Model):
    """A care location on the CQC's newest list that is not dormant and has coordinates (degrees, WGS84).

    `licensed`: whether a sponsor linked to its provider stands on the register now.
    """

    location_id = models.TextField(primary_key=True)
    provider_id = models.TextField()
    organisation_id = models.CharField(max_length=12, blank=True, help_text="Blank where the provider belongs to none")
    latitude = models.FloatField()
    longitude = models.FloatField()
    service_types = models.TextField(help_text="Joined by |")
    licensed = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="active_by_coordinates"),
            models.Index(fields=["provider_id"], name="active_of_provider"),
        ]
