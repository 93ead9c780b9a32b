"""The real-world bodies behind the records of several registers.

Primary: `Organisation`, the ledger of ids that were given out; an id is never deleted or given again.
Derived: `Link`, what the linker says of each sponsor, and `Member`, which records belong to which organisation now.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Organisation(models.Model):
    """An id that was given out, and the record it was first given for (its anchor)."""

    id = models.CharField(max_length=12, primary_key=True)
    register = models.CharField(max_length=40)
    entity_key = models.TextField()
    minted_on = models.DateField(help_text="Date of the edition in which its anchor first stood")
    redirect_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="redirected_from")

    class Meta:
        constraints = [
            models.UniqueConstraint("register", "entity_key", name="organisation_anchor_once"),
            models.CheckConstraint(
                condition=Q(redirect_to__isnull=True) | ~Q(redirect_to=F("id")),
                name="organisation_not_redirected_to_itself",
            ),
        ]


class Member(models.Model):
    """A record that belongs to an organisation: a sponsor or a CQC provider, and why."""

    register = models.CharField(max_length=40)
    entity_key = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    reason = models.TextField(help_text="Why the record belongs here, in plain words")
    name = models.TextField(help_text="The newest published name")
    place = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("register", "entity_key", name="record_in_one_organisation")]


class Link(models.Model):
    """What the linker says of a sponsor: the CQC provider that it most likely is, how sure that is, and why."""

    sponsor_key = models.TextField(unique=True)
    provider_id = models.TextField()
    score = models.FloatField(help_text="Probability that the link is right, 0 to 1")
    band = models.CharField(max_length=10, help_text="accepted or review")
    reasons = models.JSONField(help_text="Sentences, the strongest first")
    against = models.JSONField(help_text="What speaks against it")
    others = models.JSONField(help_text="Who else it may be: provider_id and score")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=0) & Q(score__lte=1), name="link_score_is_a_probability")
        ]
        indexes = [models.Index(fields=["provider_id"], name="link_of_provider")]
