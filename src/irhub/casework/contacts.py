"""Who speaks for a client: how to reach them, whether they may speak, and what is safe.

A room makes the table its own: a `Contact` whose key to the thing has `related_name="contacts"`, and whose `workflow` says
who looks after contacts: `workflow = contact_table(ADVISES)`. The migration fences the table with `protect("table")`.
"""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from django.db import models
from django.db.models import Q

from irhub.accounts.audit import Actor, name_of
from irhub.accounts.guarded import Moving
from irhub.accounts.models import OwnedByBody
from irhub.accounts.moving import begin, move, named
from irhub.accounts.policy import Grant
from irhub.accounts.workflow import STAYS, Move, Workflow, of_its_body
from irhub.web.errors import ActionRefused
from irhub.web.model_fields import OneOf


class Relation(models.TextChoices):
    """What somebody is to the client."""

    SELF = "self", "They are the client"
    RUNS = "runs", "Owns, directs or manages it"
    WORKS = "works", "Works for it"
    ACTS = "acts", "Acts for it from outside: a consultant, adviser or solicitor"
    FAMILY = "family", "Family or friend"
    OTHER = "other", "Somebody else"


class Authority(models.TextChoices):
    """Whether somebody may speak for the client, and hear what the client may hear."""

    OWN = "own", "Speaks in their own right"
    SEEN = "seen", "Has authority in writing, and we have seen it"
    SAID = "said", "Says that they have authority: not yet seen"
    NONE = "none", "Has none: tell them nothing of the case"


class Calls(models.TextChoices):
    """Whether it is safe to telephone."""

    ANY = "any", "Call, and leave a message"
    NO_MESSAGE = "no message", "Call, but leave no message"
    NEVER = "never", "Do not call"


class ContactState(models.TextChoices):
    """Whether somebody still speaks for the client."""

    NOW = "now", "Speaks for the client"
    BEFORE = "before", "No longer speaks for the client"


OUTSIDE = (Relation.ACTS, Relation.FAMILY, Relation.OTHER)
"""Who never speaks in their own right."""


def contact_table(*who: Grant) -> Workflow:
    """How contacts move. `who`: looks after them, of their own body's things (`rows=Rows.OWN_BODY`)."""
    return Workflow(
        thing="contact",
        states=ContactState,
        begins=ContactState.NOW,
        ends=frozenset({ContactState.BEFORE}),
        whose=of_its_body,
        moves=(
            Move("change", (ContactState.NOW,), STAYS, who, told="changed a contact", can="change it"),
            Move("retire", (ContactState.NOW,), ContactState.BEFORE, who, told="retired a contact", can="retire it"),
            Move(
                "bring back",
                (ContactState.BEFORE,),
                ContactState.NOW,
                who,
                told="brought a contact back",
                can="bring it back",
            ),
        ),
    )


class Contact(OwnedByBody, Moving):  # type: ignore[misc, unused-ignore]  # the manager of OwnedByBody is one of Moving's too
    """Somebody who speaks in a case. `firm`: for whom they work, if not for the client: their other clients may conflict."""

    name = models.CharField(max_length=150)
    relation = OneOf(max_length=10, choices=Relation)
    firm = models.CharField(max_length=200, blank=True, default="")
    authority = OneOf(max_length=10, choices=Authority)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    calls = OneOf(max_length=10, choices=Calls, default=Calls.ANY)
    announce = models.BooleanField(default=True, help_text="Whether a caller may say where they call from")
    pass_phrase = models.CharField(max_length=80, blank=True, default="", help_text="What they say to be known")
    adaptations = models.CharField(max_length=300, blank=True, default="", help_text="An interpreter, text relay, time")
    added_by = models.CharField(max_length=254)
    added_at = models.DateTimeField(auto_now_add=True)
    state = OneOf(max_length=10, choices=ContactState, default=ContactState.NOW)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(email="", phone=""), name="%(class)s_can_be_reached"),
            models.CheckConstraint(
                condition=~Q(relation__in=["acts", "family", "other"], authority="own"),
                name="%(class)s_outside_needs_authority",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Told(TypedDict, total=False):
    """What is told of a contact: the columns that people fill in."""

    name: str
    relation: str
    firm: str
    authority: str
    email: str
    phone: str
    calls: str
    announce: bool
    pass_phrase: str
    adaptations: str


def add_contact(thing: Any, *, by: Actor, **told: Unpack[Told]) -> Any:
    """Add somebody who speaks in a case. Raises ActionRefused."""
    _check(told)
    key = {thing.contacts.field.name: thing}
    made = thing.contacts.model(**key, body_id=thing.body_id, added_by=name_of(by), **told)
    return begin(made, by=by, told="added a contact", about=named(thing))


def change_contact(contact: Any, *, version: int, by: Actor, **told: Unpack[Told]) -> Any:
    """Change what is known of somebody; the trail keeps which parts, not their words. Raises ActionRefused and StaleVersion."""
    fresh = {name: value for name, value in told.items() if getattr(contact, name) != value}
    _check({name: getattr(contact, name) for name in Told.__annotations__} | told)  # type: ignore[arg-type]
    if not fresh:
        raise ActionRefused("Nothing was changed.")
    return move(contact, "change", by=by, version=version, columns=fresh, detail={"changed": sorted(fresh)})


def retire_contact(contact: Any, *, version: int, by: Actor) -> Any:
    """Say that somebody no longer speaks for the client: they stay in the case, and nobody calls them by mistake."""
    return move(contact, "retire", by=by, version=version)


def bring_back_contact(contact: Any, *, version: int, by: Actor) -> Any:
    """Say that somebody speaks for the client again."""
    return move(contact, "bring back", by=by, version=version)


def contacts_of(thing: Any) -> list[Any]:
    """Who speaks in a case, those who no longer do last."""
    return sorted(thing.contacts.all(), key=lambda one: (one.state != ContactState.NOW, one.pk))


def _check(told: Told) -> None:
    if not told.get("name", "").strip():
        raise ActionRefused("Enter the name of the person who speaks.", "name")
    if not told.get("email") and not told.get("phone"):
        raise ActionRefused("Enter an e-mail address or a telephone number, or nobody can answer them.", "email")
    if told.get("relation") in OUTSIDE and told.get("authority") == Authority.OWN:
        raise ActionRefused(
            "Somebody from outside does not speak in their own right: say whether you have seen their authority.",
            "authority",
        )
