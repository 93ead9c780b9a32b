"""A rehearsal and all that is in it. It goes as a whole, with its row (`CASCADE`), and no other table points to it.

Pages, lists, figures, files, checks and letters read applications, awards and the ledger: none of these is here, and nothing is left out
there. The migration’s policies give it to those who rehearse alone, an auditor and every applicant nothing.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from irhub.accounts.models import OwnedByBody
from irhub.casework.assessing import ASSESSORS
from irhub.casework.checks import Check as MadeCheck
from irhub.grants.method import GRADES
from irhub.grants.particulars import Particulars
from irhub.grants.workflows import ApplicationState
from irhub.questions.models import AnswerSheet, GivenAnswer
from irhub.web.model_fields import OneOf


class Rehearsal(OwnedByBody):
    """A call that is tried while it is a draft, by the body that runs it. Who began it stands among the events of the call."""

    call = models.OneToOneField("grants.Call", on_delete=models.CASCADE, related_name="rehearsal")
    begun_at = models.DateTimeField(db_default=Now())


class Trial(AnswerSheet, Particulars):  # type: ignore[misc, unused-ignore]  # the manager of OwnedByBody
    """A trial application: its answers are its own, `revision` rises with whatever is changed of it. Who signs is not kept.

    `outcome`: blank until it is decided; `amount`: pence that would be awarded.
    """

    reference = "REHEARSAL"
    """What stands in a letter where an application has its number."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="trials")
    submitted_at = models.DateTimeField(null=True)
    outcome = OneOf(max_length=12, choices=ApplicationState, blank=True, default="")
    amount = models.IntegerField(null=True)
    feedback = models.TextField(blank=True, default="")

    @property
    def call(self) -> Any:
        """The call that is tried."""
        return self.rehearsal.call

    @property
    def sheet(self) -> Trial:
        """Where its answers are: with itself."""
        return self

    @property
    def state(self) -> ApplicationState:
        """Where an application would stand for its applicant: to be changed, or submitted."""
        return ApplicationState.SUBMITTED if self.submitted_at else ApplicationState.DRAFT


class TrialAnswer(GivenAnswer):
    """One answer in a trial application."""

    sheet = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="given")


class TrialCheck(MadeCheck):
    """What a person found in a check of a trial application; what registers tell is asked whenever somebody looks, and not kept."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="checks")


class TrialScore(OwnedByBody):
    """The grade that an answer was given by the first or the second assessor (`seat`), whoever sat there, and why. `revision`: of the trial,
    when it was given."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="scores")
    seat = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=60)
    grade = models.PositiveSmallIntegerField()
    why = models.TextField()
    revision = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("trial", "seat", "question", name="trial_scored_once"),
            models.CheckConstraint(
                condition=Q(grade__lte=max(GRADES), seat__gte=1, seat__lte=ASSESSORS), name="trial_score_is_a_grade"
            ),
        ]
