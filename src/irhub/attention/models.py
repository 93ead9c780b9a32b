"""What people do about signals: a body's own tasks, and what a provider says in reply. All of it is primary.

A signal is made anew with every edition; these rows name it by organisation and indicator code, so that they outlast it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from irhub.accounts.guarded import Moving
from irhub.accounts.models import Body, OwnedByBody
from irhub.attention.workflows import CHALLENGE, MODERATION, TASK, ChallengeState, Public, TaskState
from irhub.casework.events import Event
from irhub.organisations.models import Organisation
from irhub.web.model_fields import OneOf


class Task(OwnedByBody, Moving):
    """What a body does about one signal. Only that body sees it: the table is fenced."""

    workflow = TASK

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, help_text="Of the indicator")
    name = models.TextField(help_text="Of the organisation when the task was opened")
    says = models.TextField(help_text="What the signal said when the task was opened: no names of people")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    state = OneOf(max_length=10, choices=TaskState, default=TaskState.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("body", "organisation", "code", name="task_once_a_body_and_signal")]
        indexes = [models.Index(fields=["body", "state"], name="task_of_body")]


class TaskEvent(Event):
    """What somebody did to a task, and what they wrote."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="events")


class Statement(Moving):
    """What a provider says beside a signal about it. Oversight sees it at once, the public once it was looked at."""

    workflow = MODERATION

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, help_text="Of the indicator")
    name = models.TextField(help_text="Of the organisation when the statement was written")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", help_text="The provider's")
    text = models.TextField()
    written_by = models.CharField(max_length=254)
    written_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    public = OneOf(max_length=10, choices=Public, default=Public.WAITING)
    decided_by = models.CharField(max_length=254, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "code", condition=Q(withdrawn_at=None), name="one_statement_beside_a_signal"
            ),
            models.CheckConstraint(
                condition=Q(public="waiting", decided_at=None) | (~Q(public="waiting") & Q(decided_at__isnull=False)),
                name="statement_decided_when",
            ),
        ]


class Challenge(Moving):
    """Somebody says that a fact or a link is wrong. It must be answered by `due`; everybody concerned sees where it stands."""

    workflow = CHALLENGE

    class About(models.TextChoices):
        FACT = "fact", "A fact is wrong"
        LINK = "link", "This is not the same organisation"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, help_text="Of the indicator")
    name = models.TextField(help_text="Of the organisation when the challenge was made")
    about = OneOf(max_length=10, choices=About)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", help_text="Of whoever challenges")
    text = models.TextField()
    opened_by = models.CharField(max_length=254)
    opened_at = models.DateTimeField(auto_now_add=True)
    due = models.DateField()
    state = OneOf(max_length=10, choices=ChallengeState, default=ChallengeState.OPEN)
    answer = models.TextField(blank=True, default="")
    answered_by = models.CharField(max_length=254, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answer="")
                | (~Q(state="open") & Q(answered_at__isnull=False) & ~Q(answer="")),
                name="challenge_answered_in_words",
            )
        ]
        indexes = [models.Index(fields=["state", "due"], name="challenge_by_clock")]
