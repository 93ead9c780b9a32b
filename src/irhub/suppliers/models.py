"""Frameworks, applications to them, what was found about each, and the list of suppliers that came of it. All of it is primary.

A framework belongs to the body that runs it. An application is shared with the supplier that makes it; the body that runs the framework
reads it from the day on which it may be opened. A score is its assessor’s alone until both assessors have handed in. An entry and its
conditions are public once its terms are accepted; why a supplier is suspended is for itself and the body that runs the framework. The
migration’s policies hold all this.
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
from irhub.casework.references import Referenced
from irhub.casework.watching import WatchTask
from irhub.files.kept import KeptFile
from irhub.questions.models import AnswerSheet, GivenAnswer
from irhub.suppliers.connected_models import DeclaredInterest as DeclaredInterest
from irhub.suppliers.connected_models import SubAgent as SubAgent
from irhub.suppliers.connected_models import Use as Use
from irhub.suppliers.workflows import (
    APPLICATION,
    ASSESSMENT,
    CONCERN,
    ENTRY,
    FRAMEWORK,
    TASK,
    ApplicationState,
    ConcernState,
    EntryState,
    FrameworkState,
)
from irhub.web.model_fields import OneOf


class Basis(models.TextChoices):
    """What a framework is in law."""

    ADVISORY = "advisory", "Advisory list"
    PROCUREMENT = "framework", "Framework under the Procurement Act 2023"


class Framework(OwnedByBody, Moving):
    """A list of approved recruiters. `councils`: ONS codes of those for which it is.

    `opens_on`, `closes_on`: between which days applications are taken; no last day means at any time. `ends_on`: of a framework under the
    Procurement Act, the last day on which it can be used. `notice`: number of its published notice.
    """

    workflow = FRAMEWORK

    name = models.CharField(max_length=120, unique=True)
    summary = models.TextField()
    basis = OneOf(max_length=10, choices=Basis)
    lots = ArrayField(models.CharField(max_length=120))
    councils = ArrayField(models.CharField(max_length=9))
    contact = models.EmailField(help_text="Where applicants ask")
    opens_on = models.DateField()
    closes_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    notice = models.CharField(max_length=60, blank=True, default="")
    state = OneOf(max_length=10, choices=FrameworkState, default=FrameworkState.DRAFT)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("opens_on")), name="framework_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(basis="advisory")
                | Q(state="draft")
                | (Q(closes_on__isnull=False, ends_on__isnull=False) & ~Q(notice="")),
                name="framework_of_procurement_has_days_and_notice",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def advisory(self) -> bool:
        """Whether nobody buys from it: it advises."""
        return bool(self.basis == Basis.ADVISORY)


class FrameworkEvent(Event):
    """What happened to a framework."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="events")


class Application(OwnedByBody, Moving, Referenced):
    """What a supplier asks of a framework. Its body is that which runs the framework.

    `company_number`: as Companies House writes it; `name`: as its list has it, else as the supplier gave it. `countries`: on the red or amber
    list, in which it finds people (scopes of the rulebook). `interests`: what connects the supplier with people of the body that runs the framework. `changed`: what it has changed since it was removed, if it was.
    `readable_on`: the day from which the body that runs the framework reads it.
    """

    workflow = APPLICATION
    prefix = "SA"

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="applications")
    supplier = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, help_text="agency, or managed for a managed service provider")
    name = models.CharField(max_length=200)
    company_number = models.CharField(max_length=8)
    lots = ArrayField(models.CharField(max_length=120))
    councils = ArrayField(models.CharField(max_length=9))
    countries = ArrayField(models.CharField(max_length=20), default=list)
    interests = models.TextField(blank=True, default="")
    changed = models.TextField(blank=True, default="")
    renews = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    begun_by = models.CharField(max_length=254)
    begun_at = models.DateTimeField(db_default=Now())
    signed_by = models.CharField(max_length=200, blank=True, default="", help_text="Name and position")
    submitted_at = models.DateTimeField(null=True)
    readable_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    state = OneOf(max_length=15, choices=ApplicationState, default=ApplicationState.DRAFT)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "framework",
                "supplier",
                condition=~Q(state__in=["approved", "with conditions", "refused", "dismissed", "withdrawn"]),
                name="one_open_application_to_a_framework",
            )
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["supplier"], name="application_of_supplier")]

    def __str__(self) -> str:
        return self.name


class ApplicationEvent(Event):
    """What happened to an application: for the body that runs the framework, as it names who scored."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")


class Sheet(AnswerSheet):
    """A supplier’s answers to the questions of a framework."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="sheet")


class Given(GivenAnswer):
    """One answer of a supplier."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="given")


class Evidence(KeptFile):
    """A file that a supplier gave with its answers. `page`: of the questions, to which it belongs."""

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
            models.UniqueConstraint("application", "assessor", name="assessor_asked_once")
        ]


class Score(GivenScore):
    """The grade that an assessor gave the answer to a question, and why."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("assessment", "question", name="scored_once"),
            models.CheckConstraint(condition=Q(grade__lte=3), name="score_is_a_grade"),
        ]


class Agreed(OwnedByBody):
    """The grade that stands where two assessors differ by two or more, and why."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="agreed")
    question = models.CharField(max_length=60)
    grade = models.PositiveSmallIntegerField()
    why = models.TextField()
    who = models.CharField(max_length=254)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("application", "question", name="grade_agreed_once"),
            models.CheckConstraint(condition=Q(grade__lte=3), name="agreed_is_a_grade"),
        ]


class Decision(OwnedByBody):
    """A decision on an application as it was sent: nothing of it changes.

    `reasons`: words by the key of each page of questions. `conditions`: each with its words and the day by which it is met. `panel`: who
    heard an appeal.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    outcome = OneOf(max_length=15, choices=ApplicationState)
    on_appeal = models.BooleanField(default=False)
    reasons = models.JSONField(default=dict)
    conditions = models.JSONField(default=list)
    panel = models.TextField(blank=True, default="")
    letter = models.TextField()
    decided_by = models.CharField(max_length=254)
    decided_at = models.DateTimeField(db_default=Now())


class Entry(OwnedByBody, Moving, Referenced):
    """A supplier on the list of a framework. Everything in it is public, once its terms are accepted.

    `proposed_by`: who proposed its removal. `reviewed_on`: when it was last reviewed, or approved.
    """

    workflow = ENTRY
    prefix = "ES"

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="entries")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="entry")
    supplier = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    company_number = models.CharField(max_length=8)
    lots = ArrayField(models.CharField(max_length=120))
    councils = ArrayField(models.CharField(max_length=9))
    begins_on = models.DateField()
    ends_on = models.DateField(help_text="The last day")
    reviewed_on = models.DateField()
    confirmed_on = models.DateField(null=True, help_text="When the supplier last confirmed that all is still so")
    accepted_at = models.DateTimeField(null=True)
    proposed_by = models.CharField(max_length=254, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    state = OneOf(max_length=20, choices=EntryState, default=EntryState.TERMS)

    class Meta:
        verbose_name_plural = "entries"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="entry_ends_after_it_begins")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["company_number"], name="entry_of_company")]

    def __str__(self) -> str:
        return self.name


class EntryEvent(Event):
    """What happened to a supplier on the list, with reasons: for the body that runs the framework."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="events")


class Status(OwnedByBody):
    """From which day a supplier stood where on the list: the public history, without reasons. Rows are only added."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="statuses")
    state = models.CharField(max_length=20)
    on = models.DateField()

    class Meta:
        verbose_name_plural = "statuses"


class FormerName(OwnedByBody):
    """A name under which a supplier was on the list, and until which day: public as its place is. Rows are only added.

    `register`, `edition`, `line`: the row that tells its next name; blank where a renewal brought that.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=200)
    until = models.DateField()
    register = models.CharField(max_length=40, blank=True, default="")
    edition = models.DateField(null=True)
    line = models.BigIntegerField(null=True)


class Condition(OwnedByBody):
    """What a supplier must do by a day to stay approved."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="conditions")
    text = models.TextField()
    due = models.DateField()
    met_on = models.DateField(null=True)


class Suspension(OwnedByBody):
    """What a suspension is about, and what the supplier answered: for these two alone. `supplier`: whose answer it is."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="suspensions")
    supplier = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    about = models.TextField()
    begun_at = models.DateTimeField(db_default=Now())
    answer_by = models.DateField()
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)


class Task(WatchTask):
    """Something about a supplier that somebody has to look at."""

    workflow = TASK

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="tasks")

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("entry", "key", name="supplier_task_once")]


class Grade(models.TextChoices):
    """How grave a concern is."""

    STOP = "S1", "S1: stop, and refer it now"
    SOON = "S2", "S2: act within five working days"
    REVIEW = "S3", "S3: look into it at the next review"


class Concern(OwnedByBody, Moving, Referenced):
    """What somebody told about a supplier. Never published, and no finding."""

    workflow = CONCERN
    prefix = "SC"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="concerns")
    text = models.TextField()
    name = models.CharField(max_length=150, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    told_at = models.DateTimeField(db_default=Now())
    grade = OneOf(max_length=2, choices=Grade, blank=True, default="")
    state = OneOf(max_length=10, choices=ConcernState, default=ConcernState.NEW)


class ConcernEvent(Event):
    """What was done about a concern."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="events")
