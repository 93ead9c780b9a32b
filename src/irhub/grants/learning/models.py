"""What a grant came to: its results, each with how well it is known, and what grantee and funder learned. All of it is primary."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from irhub.accounts.models import Body, OwnedByBody
from irhub.web.model_fields import OneOf


class Grade(models.TextChoices):
    """How well a result is known, the best first."""

    SEEN = "A", "A: the funder saw a record of it"
    CONFIRMED = "B", "B: somebody else confirmed it"
    SAID = "C", "C: the grantee says so"
    ASSUMED = "D", "D: it is assumed"


class GrantResult(OwnedByBody):
    """A result of a grant. `measure`: by its key (`measures.yaml`). `out_of`: of how many, if it is known; `of_what`: in words, who these are.

    `seen`: what the grade rests on. `by_grantee`: who entered it; the funder alone gives the grades A and B.
    """

    award = models.ForeignKey("grants.Award", on_delete=models.CASCADE, related_name="results")
    applicant = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=40)
    many = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField(null=True)
    of_what = models.CharField(max_length=120, blank=True, default="")
    grade = OneOf(max_length=1, choices=Grade)
    seen = models.CharField(max_length=300, blank=True, default="")
    by_grantee = models.BooleanField()
    who = models.CharField(max_length=254)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(out_of=None) | Q(out_of__gte=F("many")), name="grant_result_within_its_whole"
            ),
            models.CheckConstraint(
                condition=Q(out_of=None) | ~Q(of_what=""), name="grant_result_says_what_its_whole_is"
            ),
            models.UniqueConstraint("award", "measure", "by_grantee", name="grant_result_told_once"),
        ]


class Again(models.TextChoices):
    """Whether somebody would do the same again."""

    YES = "yes", "Yes, as it was"
    CHANGED = "changed", "Yes, with changes"
    NO = "no", "No"


class GrantLesson(OwnedByBody):
    """What grantee or funder learned of a grant. Rows are only added; the newest of each side counts."""

    award = models.ForeignKey("grants.Award", on_delete=models.CASCADE, related_name="lessons")
    applicant = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    by_grantee = models.BooleanField()
    worked = models.TextField()
    hindered = models.TextField()
    again = OneOf(max_length=10, choices=Again)
    otherwise = models.TextField(blank=True, default="", help_text="What they would do otherwise")
    who = models.CharField(max_length=254)
    at = models.DateTimeField(db_default=Now())
