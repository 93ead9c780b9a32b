"""What a provider answers, where its evidence is kept, what came of it and what it does: its own, and nobody else's to read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from irhub.accounts.guarded import Moving
from irhub.accounts.models import OwnedByBody, Person
from irhub.compliance.kinds import Level
from irhub.compliance.opening_models import Confirmation as Confirmation
from irhub.compliance.opening_models import Look as Look
from irhub.compliance.opening_models import Opening as Opening
from irhub.compliance.workflows import ITEM, MATTER, REPEAT, ItemState, MatterKind, MatterState, RepeatState
from irhub.questions.models import AnswerSheet, GivenAnswer
from irhub.web.model_fields import OneOf


class Sheet(AnswerSheet):
    """A provider's self-check, which goes on for as long as it sponsors people; and, below it, that of each place that answers for itself.

    A place holds what it answers otherwise than head office. It confirms the rest: `confirmed_revision` is that of the head's sheet.
    """

    head = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="places")
    location_id = models.CharField(max_length=40, blank=True, default="", help_text="CQC location id; blank: the head")
    place = models.CharField(max_length=250, blank=True, default="", help_text="What the place is called")
    begun_by = models.CharField(max_length=254)
    begun_at = models.DateTimeField(db_default=Now())
    touched_at = models.DateTimeField(db_default=Now(), help_text="When it was worked on last")
    confirmed_by = models.CharField(max_length=254, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_revision = models.PositiveIntegerField(null=True)

    class Meta(AnswerSheet.Meta):
        abstract = False
        verbose_name = "self-check"
        constraints = [
            models.UniqueConstraint("body", "questionnaire", condition=Q(head=None), name="one_self_check_of_a_body"),
            models.UniqueConstraint("head", "location_id", name="one_self_check_of_a_place"),
            models.CheckConstraint(
                condition=Q(head=None, location_id="", place="") | (Q(head__isnull=False) & ~Q(location_id="")),
                name="a_place_has_a_head",
            ),
        ]


class Answer(GivenAnswer):
    """One answer, with the rules of the day on which it stands: by line, the rule and its version."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="given")
    rules = models.JSONField(default=dict)

    class Meta(GivenAnswer.Meta):
        abstract = False
        verbose_name = "self-check answer"


class Evidence(OwnedByBody):
    """Where what shows an answer is kept: an index. No document, and no name or number of a worker, is ever held."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="evidence")
    question = models.CharField(max_length=60)
    what = models.CharField(max_length=200)
    kept_where = models.CharField(max_length=200)
    keeper = models.CharField(max_length=100, help_text="By role, not by name")
    seen_on = models.DateField()
    right = models.PositiveIntegerField(null=True, help_text="Of a sample: how many were right")
    looked_at = models.PositiveIntegerField(null=True, help_text="Of a sample: how many were looked at")
    added_by = models.CharField(max_length=254)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "self-check evidence"
        verbose_name_plural = "self-check evidence"
        indexes = [models.Index(fields=["sheet", "question"], name="evidence_of_a_question")]
        constraints = [
            models.CheckConstraint(
                condition=Q(right=None, looked_at=None) | Q(right__lte=models.F("looked_at"), looked_at__gt=0),
                name="a_sample_is_of_so_many",
            )
        ]


class Result(OwnedByBody):
    """What a self-check said on the day on which somebody kept it, for the provider's own trend. `index`: None where too much was open."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="results")
    version = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    open = models.PositiveIntegerField(help_text="Questions with a gap")
    unchecked = models.PositiveIntegerField(help_text="Questions that nobody could answer, or has")
    index = models.PositiveSmallIntegerField(null=True)
    kept_by = models.CharField(max_length=254)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "self-check result"
        indexes = [models.Index(fields=["sheet", "-kept_at"], name="newest_result_first")]


class ThemeResult(OwnedByBody):
    """Of a result, how many gaps of each weight a theme has."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="themes")
    theme = models.CharField(max_length=40)
    critical = models.PositiveIntegerField()
    major = models.PositiveIntegerField()
    moderate = models.PositiveIntegerField()
    advice = models.PositiveIntegerField()

    class Meta:
        verbose_name = "self-check theme"
        constraints = [models.UniqueConstraint("result", "theme", name="a_theme_once_in_a_result")]


class Matter(OwnedByBody, Moving):
    """A visit of the Home Office, or a letter that starts a clock. What there is to do about it are actions of the plan."""

    workflow = MATTER

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="matters")
    kind = OneOf(max_length=20, choices=MatterKind)
    dated = models.DateField(help_text="The day of the visit, or the date on the letter")
    state = OneOf(max_length=10, choices=MatterState, default=MatterState.OPEN)
    note = models.TextField(blank=True, default="", help_text="How it ended")
    opened_by = models.CharField(max_length=254)
    opened_at = models.DateTimeField(db_default=Now())
    closed_by = models.CharField(max_length=254, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | Q(state="closed", closed_at__isnull=False),
                name="matter_closed_by_whom_and_when",
            ),
        ]


class PlanItem(OwnedByBody, Moving):
    """Something that a provider does about a gap. `question`: the one with the gap; blank of what it added itself. `matter`: the visit or letter
    of which it is a step, and `step` its key."""

    workflow = ITEM

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="items")
    question = models.CharField(max_length=60, blank=True, default="")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, null=True, related_name="items")
    step = models.CharField(max_length=20, blank=True, default="")
    title = models.CharField(max_length=300)
    weight = models.CharField(max_length=10, blank=True, default="")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    remind_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    note = models.TextField(blank=True, default="", help_text="What was done, and what shows it")
    state = OneOf(max_length=10, choices=ItemState, default=ItemState.TO_DO)
    made_by = models.CharField(max_length=254)
    made_at = models.DateTimeField(db_default=Now())
    ended_by = models.CharField(max_length=254, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["remind_on"], condition=Q(state="to do"), name="plan_items_to_remind_of")]
        constraints = [
            models.UniqueConstraint(
                "sheet", "question", condition=Q(state="to do") & ~Q(question=""), name="one_open_item_of_a_question"
            ),
            models.CheckConstraint(
                condition=Q(state="to do", ended_at=None) | (~Q(state="to do") & Q(ended_at__isnull=False)),
                name="plan_item_ended_by_whom_and_when",
            ),
        ]


class Repeat(OwnedByBody, Moving):
    """A right-to-work check that must be repeated. `reference`: initials or the provider's own file number; no name is ever held."""

    workflow = REPEAT

    reference = models.CharField(max_length=12)
    shown = models.CharField(max_length=30, help_text="What was shown, as the checker calls it")
    ends = models.DateField(
        help_text="When permission ends; of an application under way, the date of the positive notice"
    )
    due = models.DateField(help_text="By the rulebook")
    state = OneOf(max_length=10, choices=RepeatState, default=RepeatState.DUE)
    added_by = models.CharField(max_length=254)
    added_at = models.DateTimeField(db_default=Now())
    reminded_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=254, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["body", "due"], condition=Q(state="due"), name="checks_to_repeat")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="due", ended_at=None) | (~Q(state="due") & Q(ended_at__isnull=False)),
                name="repeat_ended_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(reference__regex=r"^([A-Z]\.?([ -]?[A-Z]\.?){0,2}|[A-Z]{0,4}[-/ ]?[0-9]{1,5}[A-Z]?)$"),
                name="repeat_names_nobody",
            ),
        ]


class Published(OwnedByBody):
    """A level of the standards that a provider chose to publish: level, edition and expiry are all that anybody else is told."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="published")
    level = OneOf(max_length=10, choices=Level)
    version = models.PositiveIntegerField(help_text="Of the statements")
    edition = models.CharField(max_length=100, help_text="Of the code")
    assessed_on = models.DateField()
    expires_on = models.DateField()
    published_by = models.CharField(max_length=254)
    published_at = models.DateTimeField(db_default=Now())
    withdrawn_by = models.CharField(max_length=254, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "self-check level"
        constraints = [
            models.UniqueConstraint("body", condition=Q(withdrawn_at=None), name="one_level_published_at_a_time"),
            models.CheckConstraint(condition=~Q(level="towards"), name="no_level_below_the_core"),
        ]
