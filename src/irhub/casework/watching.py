"""A watch on those who were admitted to something: what registers tell anew opens a task on the day on which it is known. Nothing stops by itself.

A room makes the table its own: a `WatchTask` with a key to what is watched (`related_name="tasks"`), whose `workflow` is `task_table(…)`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import TextChoices

from irhub.accounts.guarded import Moving
from irhub.accounts.models import OwnedByBody
from irhub.accounts.moving import begin
from irhub.accounts.policy import Grant
from irhub.accounts.workflow import Fill, Move, Workflow, of_its_body
from irhub.casework.checks import Found
from irhub.web.model_fields import OneOf

LONGEST_KEY = 80


class TaskState(TextChoices):
    """Where a task stands."""

    OPEN = "open", "Open"
    DONE = "done", "Done"


def task_table(thing: str, about: str, *who: Grant) -> Workflow:
    """How a task goes. `about`: whom it is about, with the article, for the audit trail; `who`: closes it."""
    return Workflow(
        thing=thing,
        states=TaskState,
        begins=TaskState.OPEN,
        ends=frozenset({TaskState.DONE}),
        whose=of_its_body,
        moves=(
            Move(
                "done", (TaskState.OPEN,), TaskState.DONE, who, told=f"closed a task about {about}", can="close it",
                reason="Write in a few words what was done, or why nothing is to be done.", at_field="reason",
                fills={"done_by": Fill.WHO, "done_at": Fill.NOW, "outcome": Fill.REASON},
            ),
        ),
    )  # fmt: skip


class WatchTask(OwnedByBody, Moving):  # type: ignore[misc, unused-ignore]  # the manager of OwnedByBody is one of Moving's too
    """Something that somebody has to look at. `key`: of what happened, so that it opens one task; `register`, `edition`, `line`: the row that
    tells it."""

    key = models.CharField(max_length=LONGEST_KEY)
    says = models.TextField()
    opened_on = models.DateField()
    register = models.CharField(max_length=40, blank=True, default="")
    edition = models.DateField(null=True)
    line = models.BigIntegerField(null=True)
    outcome = models.TextField(blank=True, default="")
    done_by = models.CharField(max_length=254, blank=True, default="")
    done_at = models.DateTimeField(null=True)
    state = OneOf(max_length=10, choices=TaskState, default=TaskState.OPEN)

    class Meta:
        abstract = True


def open_new(watched: Any, events: Iterable[tuple[str, Found]], today: date, *, told: str, by: str) -> int:
    """Open a task for each event that opened none yet. How many that were. `told`: for the audit trail; `by`: what the watch calls itself."""
    known = set(watched.tasks.values_list("key", flat=True))
    opened = 0
    for key, found in events:
        if (short := _short(key)) in known:
            continue
        known.add(short)
        with transaction.atomic():
            task = watched.tasks.model(
                body_id=watched.body_id, key=short, says=found.says, opened_on=today, register=found.register, edition=found.edition, line=found.line,
                **{watched.tasks.field.name: watched},
            )  # fmt: skip
            begin(task, by=by, told=told)
        opened += 1
    return opened


def _short(told: str) -> str:
    """What tells one event from another, short enough to be a key: of a long one its beginning and a digest of all."""
    if len(told) <= LONGEST_KEY:
        return told
    return f"{told[: LONGEST_KEY - 13]} {hashlib.sha256(told.encode()).hexdigest()[:12]}"
