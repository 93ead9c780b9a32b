"""Pots, calls, applications for grants, what was found and scored, decisions and awards. All of it is primary.

Money is in whole pence. It moves by entries of the ledger alone: from a pot to an award when that is made, and back if it is declined.
The database takes ledger rows from the system role alone (ADR 32). An application is its applicant’s until it is submitted and may be
opened; a score is its assessor’s alone until both have handed in. The migration’s policies keep all this.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from irhub.accounts.guarded import Moving
from irhub.accounts.models import Body, OwnedByBody
from irhub.casework.assessing import Assessment as AssessorsWork
from irhub.casework.assessing import Score as GivenScore
from irhub.casework.checks import Check as MadeCheck
from irhub.casework.events import Event
from irhub.casework.ledger import Balance, Entry, Hold
from irhub.casework.references import Referenced
from irhub.files.kept import KeptFile
from irhub.grants.learning import models as learning_models  # noqa: F401 - tables of the room, which Django finds here
from irhub.grants.panels import models as panels_models  # noqa: F401
from irhub.grants.particulars import Particulars
from irhub.grants.past import models as past_models  # noqa: F401
from irhub.grants.payments import models as payments_models  # noqa: F401
from irhub.grants.published import models as published_models  # noqa: F401
from irhub.grants.rehearsal import models as rehearsal_models  # noqa: F401
from irhub.grants.shapes import Shape
from irhub.grants.workflows import (
    APPLICATION,
    ASSESSMENT,
    AWARD,
    CALL,
    POT,
    ApplicationState,
    AwardState,
    CallState,
    PotState,
)
from irhub.questions.models import AnswerSheet, GivenAnswer
from irhub.web.model_fields import OneOf

BEST = 4  # the highest grade of an answer


class Pot(OwnedByBody, Moving, Balance):
    """Money for grants. `amount` of it is not awarded yet. `chain`: who passed it on, the first first.

    `officer_limit`, `lead_limit`: the most pence of one award that a grants officer, or a recruitment lead, may decide on.
    """

    workflow = POT
    unit = "pence"

    name = models.CharField(max_length=120, unique=True)
    chain = ArrayField(models.CharField(max_length=120))
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="The last day on which it can be spent")
    officer_limit = models.IntegerField()
    lead_limit = models.IntegerField()
    state = OneOf(max_length=10, choices=PotState, default=PotState.OPEN)

    class Meta(Balance.Meta):
        constraints: ClassVar[list[Any]] = [
            *Balance.Meta.constraints,
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="pot_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(officer_limit__gte=0, lead_limit__gte=F("officer_limit")), name="pot_limits_rise"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PotEvent(Event):
    """What happened to a pot."""

    pot = models.ForeignKey(Pot, on_delete=models.CASCADE, related_name="events")


class PotEntry(Entry):
    """Money that came into a pot, went to an award or came back from one."""

    balance = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "pot entries"


class PotHold(Hold):
    """Money of a pot that is spoken for."""

    balance = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="holds")

    class Meta(Hold.Meta):
        pass


class Call(OwnedByBody, Moving):
    """A call for applications. `least`, `most`: of one grant, in pence; alike where the amount is fixed.

    `councils`: ONS codes of the area; `kinds`: which bodies may apply; `quorum`: the fewest views that a decision needs; `lessons`: written when it ends.
    """

    workflow = CALL

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(max_length=120, unique=True)
    purpose = models.TextField()
    shape = OneOf(max_length=10, choices=Shape)
    questions = models.JSONField(help_text="What it asks (asking.py), with weights")
    least = models.IntegerField()
    most = models.IntegerField()
    councils = ArrayField(models.CharField(max_length=9))
    kinds = ArrayField(models.CharField(max_length=20))
    eligible = models.TextField(help_text="What the money can be spent on")
    ineligible = models.TextField(help_text="What it cannot be spent on")
    quorum = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    decide_by = models.DateField()
    contact = models.EmailField(help_text="Where applicants ask")
    ask_until = models.DateField(null=True, help_text="The last day for questions about the call")
    answered = models.TextField(
        blank=True, default="", help_text="Questions that were asked, with their answers, for all"
    )
    appeal_to = models.CharField(max_length=120, help_text="Who hears appeals")
    lessons = models.TextField(blank=True, default="")
    state = OneOf(max_length=10, choices=CallState, default=CallState.DRAFT)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(least__gte=1, most__gte=F("least")), name="call_amounts_rise"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on"), decide_by__gte=F("opens_on")), name="call_days_in_order"
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="call_has_a_quorum"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by_panel(self) -> bool:
        """Whether applications compete, so that none is opened before the last day is over."""
        return bool(self.shape == Shape.PANEL)


class CallEvent(Event):
    """What happened to a call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="events")


class Application(OwnedByBody, Moving, Referenced, Particulars):
    """What an applicant asks of a call. Its body is that which runs the call.

    `readable_on`: the day from which the body that runs the call reads it.
    """

    workflow = APPLICATION
    prefix = "GA"

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    begun_by = models.CharField(max_length=254)
    begun_at = models.DateTimeField(db_default=Now())
    signed_by = models.CharField(max_length=200, blank=True, default="", help_text="Name and position")
    submitted_at = models.DateTimeField(null=True)
    readable_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    state = OneOf(max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "call",
                "applicant",
                condition=~Q(state__in=["refused", "dismissed", "withdrawn"]),
                name="one_application_to_a_call",
            ),
            models.CheckConstraint(
                condition=Q(asked__gte=1, aid__gte=0, ends_on__gte=F("starts_on")),
                name="application_asks_for_something",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["applicant"], name="application_of_applicant"),
            models.Index(
                fields=["body", "-decided_at", "submitted_at", "id"],
                include=["applicant", "readable_on"],
                condition=Q(submitted_at__isnull=False),
                name="application_on_the_desk",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApplicationEvent(Event):
    """What happened to an application: for the body that runs the call, as it names who scored."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")


class Sheet(AnswerSheet):
    """An applicant’s answers to the questions of a call."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="sheet")


class GrantAnswer(GivenAnswer):
    """One answer of an applicant."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="given")


class Evidence(KeptFile):
    """A file that an applicant gave with an answer that asks for one. `page`: of the questions."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evidence")
    page = models.CharField(max_length=40)

    class Meta(KeptFile.Meta):
        verbose_name_plural = "evidence"


class Check(MadeCheck):
    """A check of an application as it was made."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="checks")


class Assessment(AssessorsWork):
    """One assessor’s work on an application."""

    workflow = ASSESSMENT

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="assessments")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("application", "assessor", name="grant_assessor_asked_once")
        ]


class Score(GivenScore):
    """The grade that an assessor gave the answer to a question, and why."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("assessment", "question", name="grant_scored_once"),
            models.CheckConstraint(condition=Q(grade__lte=BEST), name="grant_score_is_a_grade"),
        ]


class Decision(OwnedByBody):
    """A decision on an application as it was sent: nothing of it changes. `minority`: the views that it went against.

    `against`: why, where it goes against the recommendation. `amount`: pence awarded; `limit`: the most pence on which whoever decided may decide, on that day; None where nothing was awarded.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    outcome = OneOf(max_length=12, choices=ApplicationState)
    on_appeal = models.BooleanField(default=False)
    amount = models.IntegerField(null=True)
    limit = models.IntegerField(null=True)
    feedback = models.TextField()
    minority = models.TextField(blank=True, default="")
    against = models.TextField(blank=True, default="")
    letter = models.TextField()
    decided_by = models.CharField(max_length=254)
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(outcome="awarded", amount__gte=1, amount__lte=F("limit"), limit__isnull=False)
                | (~Q(outcome="awarded") & Q(amount=None)),
                name="award_within_authority",
            )
        ]


class Award(OwnedByBody, Moving, Balance, Referenced):
    """A grant. `amount` of it is not paid yet; `granted`: pence in all, never more than was asked for.

    It takes effect when both have signed the agreement, and nothing is paid before.
    """

    workflow = AWARD
    unit = "pence"
    prefix = "GR"

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="awards")
    applicant = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    granted = models.IntegerField()
    asked = models.IntegerField()
    granted_on = models.DateField()
    agreement = models.TextField(help_text="As it is signed")
    grantee_by = models.CharField(max_length=200, blank=True, default="", help_text="Name and position")
    grantee_at = models.DateTimeField(null=True)
    funder_by = models.CharField(max_length=254, blank=True, default="")
    funder_at = models.DateTimeField(null=True)
    state = OneOf(max_length=10, choices=AwardState, default=AwardState.OFFERED)

    class Meta(Balance.Meta):
        constraints: ClassVar[list[Any]] = [
            *Balance.Meta.constraints,
            models.CheckConstraint(condition=Q(granted__gte=1, granted__lte=F("asked")), name="granted_as_asked"),
            models.CheckConstraint(condition=Q(amount__lte=F("granted")), name="never_more_than_granted"),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "closed"]) | Q(grantee_at__isnull=False, funder_at__isnull=False),
                name="active_once_both_signed",
            ),
            models.CheckConstraint(condition=~Q(state="closed") | Q(amount=0, held=0), name="closed_at_zero"),
        ]

    def __str__(self) -> str:
        return self.name


class AwardEvent(Event):
    """What happened to a grant."""

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="events")


class AwardEntry(Entry):
    """Money that came to a grant from its pot, or went out of it."""

    balance = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "award entries"


class AwardHold(Hold):
    """Money of a grant that is being paid."""

    balance = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="holds")

    class Meta(Hold.Meta):
        pass
