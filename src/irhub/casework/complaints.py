"""Somebody complains about our own work: a holding letter in one working day, an answer in fifteen.

A room makes the tables its own: a `Complaint` whose key to the thing has `related_name="complaints"` and whose `workflow` says who handles and
who answers them, and an `Event` with a key to it (`related_name="events"`), by which its clocks are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from irhub.accounts.audit import Actor
from irhub.accounts.guarded import Moving
from irhub.accounts.models import Membership, OwnedByBody
from irhub.accounts.moving import begin, move, named
from irhub.accounts.policy import Grant
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, of_its_body
from irhub.casework.clocks import Reading, read, turns_of
from irhub.casework.colleagues import colleague
from irhub.web.errors import ActionRefused
from irhub.web.model_fields import OneOf

LETTER_DAYS, ANSWER_DAYS = 1, 15
"""Working days to the holding letter and to the answer, as legal helplines of the state promise them."""


class Level(models.TextChoices):
    """How grave a complaint is."""

    MINOR = "minor", "Minor: something small went wrong, and can be put right at once"
    MAJOR = "major", "Major: somebody was harmed, or could have been, or it is about a person"


class Stands(models.TextChoices):
    """Where a complaint stands."""

    RECEIVED = "received", "Received"
    LOOKED_INTO = "looked into", "Being looked into"
    ASKED = "asked", "Waits for whoever complained"
    ANSWERED = "answered", "Answered"
    WITHDRAWN = "withdrawn", "Withdrawn"


_OPEN = (Stands.RECEIVED, Stands.LOOKED_INTO, Stands.ASKED)


def complaint_table(*handles: Grant, answers: Iterable[Grant] = ()) -> Workflow:
    """How complaints move. `handles`: who looks into them, of their own body's; `answers`: who answers them, if others do."""
    answering = tuple(answers) or handles
    return Workflow(
        thing="complaint",
        states=Stands,
        begins=Stands.RECEIVED,
        ends=frozenset({Stands.ANSWERED, Stands.WITHDRAWN}),
        pauses=frozenset({Stands.ASKED}),
        whose=of_its_body,
        moves=(
            Move("assign", _OPEN, STAYS, handles, told="assigned a complaint", can="assign it"),
            Move(
                "acknowledge", (Stands.RECEIVED,), Stands.LOOKED_INTO, handles, told="sent a holding letter",
                can="send the holding letter", fills={"letter_at": Fill.NOW},
            ),
            Move(
                "ask", (Stands.LOOKED_INTO,), Stands.ASKED, handles, told="asked whoever complained",
                can="ask whoever complained", reason="Write what you asked.", at_field="text",
            ),
            Move(
                "hear", (Stands.ASKED,), Stands.LOOKED_INTO, handles, told="heard from whoever complained",
                can="write down what they said",
            ),
            Move(
                "answer", _OPEN, Stands.ANSWERED, answering, told="answered a complaint", can="answer it",
                reason="Write what you found, and what follows from it.", at_field="text",
                fills={"answered_at": Fill.NOW, "answered_by": Fill.WHO, "answer": Fill.REASON},
            ),
            Move(
                "settle", (Stands.ANSWERED,), STAYS, handles, told="recorded whether an answer settled a complaint",
                can="say whether that settled it",
            ),
            Move(
                "reopen", (Stands.ANSWERED,), Stands.LOOKED_INTO, handles, told="reopened a complaint", can="reopen it",
                reason="Write why it is looked into again.", at_field="text",
                fills=dict.fromkeys(("answered_at", "answered_by", "justified", "resolved"), Fill.NOTHING),
            ),
            Move(
                "withdraw", _OPEN, Stands.WITHDRAWN, handles, told="recorded that a complaint was withdrawn",
                can="record that it was withdrawn", reason="Write who withdrew it, and why.", at_field="text",
            ),
        ),
    )  # fmt: skip


class Complaint(OwnedByBody, Moving):  # type: ignore[misc, unused-ignore]  # the manager of OwnedByBody is one of Moving's too
    """A complaint about our work. `complainant`: who complains, as they are called. `justified`: whether they were right;
    `resolved`: whether our answer settled it for them, None while nobody knows."""

    complainant = models.CharField(max_length=150)
    text = models.TextField()
    level = OneOf(max_length=10, choices=Level)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_by = models.CharField(max_length=254)
    opened_at = models.DateTimeField(auto_now_add=True)
    state = OneOf(max_length=15, choices=Stands, default=Stands.RECEIVED)
    letter_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")
    answered_by = models.CharField(max_length=254, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)
    resolved = models.BooleanField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False, justified__isnull=False)
                | (~Q(state="answered") & Q(answered_at=None, justified=None, resolved=None)),
                name="%(class)s_answered_or_not",
            )
        ]


def complain(
    thing: Any, *, complainant: str, text: str, level: str, owner: int | None = None, by: Membership
) -> Any:  # fmt: skip
    """Take a complaint about a thing, with who looks into it. Raises ActionRefused."""
    if not text.strip():
        raise ActionRefused("Write what they complain about.", "text")
    made = thing.complaints.model(
        **{thing.complaints.field.name: thing}, body_id=thing.body_id, complainant=complainant.strip(), text=text.strip(),
        level=level, owner=colleague(owner, by=by), opened_by=by.person.email,
    )  # fmt: skip
    return begin(made, by=by, told="took a complaint", about=named(thing), detail={"level": str(level)})


def assign_complaint(complaint: Any, *, owner: int | None, level: str, version: int, by: Membership) -> Any:
    """Say who looks into it, and how grave it is. Raises StaleVersion and ActionRefused, as all below."""
    chosen = colleague(owner, by=by)
    says = f"{Level(level).name.lower()}, with {chosen.name if chosen else 'nobody'}"
    return move(
        complaint, "assign", by=by, version=version, says=says, columns={"owner": chosen, "level": level}
    )  # fmt: skip


def acknowledge_complaint(complaint: Any, *, version: int, by: Actor) -> Any:
    """Say that the holding letter went."""
    return move(complaint, "acknowledge", by=by, version=version)


def ask_complainant(complaint: Any, *, text: str, version: int, by: Actor) -> Any:
    """Say what whoever complained was asked: our clock stands still until they answer."""
    return move(complaint, "ask", by=by, version=version, reason=text)


def hear_complainant(complaint: Any, *, text: str = "", version: int, by: Actor) -> Any:
    """Write down what whoever complained said: our clock goes on."""
    return move(complaint, "hear", by=by, version=version, reason=text)


def answer_complaint(complaint: Any, *, justified: bool, text: str, version: int, by: Actor) -> Any:
    """Answer it in words, and say whether they were right."""
    return move(complaint, "answer", by=by, version=version, reason=text, columns={"justified": justified})


def settle_complaint(complaint: Any, *, resolved: bool, version: int, by: Actor) -> Any:
    """Say whether the answer settled it for whoever complained."""
    says = "the answer settled it" if resolved else "the answer did not settle it"
    return move(complaint, "settle", by=by, version=version, says=says, columns={"resolved": resolved})


def reopen_complaint(complaint: Any, *, text: str, version: int, by: Actor) -> Any:
    """Look into it again: the answer stays in its history."""
    return move(complaint, "reopen", by=by, version=version, reason=text)


def withdraw_complaint(complaint: Any, *, text: str, version: int, by: Actor) -> Any:
    """Record that whoever complained took it back."""
    return move(complaint, "withdraw", by=by, version=version, reason=text)


def letter_clock(complaint: Any, today: date, *, closed: Collection[date] = ()) -> Reading:
    """By when the holding letter goes. `closed`: days on which the body is."""
    return read(
        LETTER_DAYS, turns_of(complaint.workflow, _events(complaint), ours={Stands.RECEIVED}), today, closed=closed
    )


def answer_clock(complaint: Any, today: date, *, closed: Collection[date] = ()) -> Reading:
    """By when it is answered; what they take to answer us does not count."""
    return read(ANSWER_DAYS, turns_of(complaint.workflow, _events(complaint)), today, closed=closed)


def _events(complaint: Any) -> list[Any]:
    return sorted(complaint.events.all(), key=lambda event: (event.at, event.pk))
