"""What the helpline holds about people: who asks and speaks, workers, and advisers of what they did. See web/held_tables.py.

Somebody is told their own words, how they are reached and what colleagues wrote of them. Not told: pass phrases and keys; what others wrote or
asked in confidence; which client asked, as a client is an organisation, but for workers; where a case stands, of which a client hears in its time (neutral.py); and what a safeguarding concern says, which
its lead decides (Data Protection Act 2018, schedule 3).
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F, Q

from irhub.accounts.models import Membership, Person
from irhub.support.models import (
    BegunReading,
    Case,
    CaseComplaint,
    CaseComplaintEvent,
    CaseContact,
    CaseEvent,
    CaseFile,
    CaseLink,
    CaseNote,
    Client,
    Concern,
    ConcernEvent,
    ConsentWithdrawal,
    Declined,
    Enquiry,
    Feedback,
    FeedbackAnswer,
    Mail,
    Message,
    Party,
    Question,
    SafeguardingLead,
    UsedGuidance,
    WorkerConsent,
)
from irhub.web.held_tables import Confided, Held, person

_OWN_WORDS = Q(inbound=True)
_OWN_FILES = Q(message__inbound=True)


def _wrote(email: str) -> Q:
    """Words of whoever speaks in a case with an address: a thread knows them by name."""
    return Q(case__contacts__email__iexact=email, who=F("case__contacts__name"))


def _sent(email: str) -> Q:
    return Q(message__case__contacts__email__iexact=email, message__who=F("message__case__contacts__name"))


def _of_their_body(at: str) -> Callable[[str], Q]:
    """Words, under `at`, of whoever is signed in for a client’s body: a thread knows them by name alone."""

    def found(email: str) -> Q:
        roles = Membership.objects.filter(person__email__iexact=email)
        names, bodies = (list(roles.values_list(column, flat=True)) for column in ("person__name", "body"))
        return Q(**{f"{at}who__in": names, f"{at}case__client_body__in": bodies})

    return found


def _replied(email: str) -> Q:
    return Q(who__in=list(Person.objects.filter(email__iexact=email).values_list("name", flat=True)))


HELD = (
    Held(Case, ("reference", "subject", "opened_at", "letter_on"), names=("client_name",), only=Q(client_type=Client.WORKER)),
    Held(Case, ("reference", "opened_at"), **person("owner")),
    Held(CaseEvent, ("case__reference", "at", "what"), emails=("who",), names=("who",)),
    Held(
        CaseContact,
        ("case__reference", "relation", "firm", "authority", "calls", "announce", "adaptations", "added_at", "state", "bounced_at"),
        emails=("email",), names=("name",), phones=("phone",),
    ),
    Held(CaseContact, ("case__reference", "added_at"), emails=("added_by",)),
    Held(CaseNote, ("case__reference", "at"), texts=("text",)),
    Held(CaseNote, ("case__reference", "at"), emails=("who",)),
    Held(
        CaseComplaint,
        ("case__reference", "text", "level", "opened_at", "state", "letter_at", "answer", "answered_at", "justified", "resolved"),
        texts=("complainant",),
    ),
    Held(CaseComplaint, ("case__reference", "opened_at"), emails=("opened_by", "answered_by")),
    Held(CaseComplaint, ("case__reference", "opened_at"), **person("owner")),
    Held(CaseComplaintEvent, ("complaint__case__reference", "at", "what"), texts=("complaint__complainant",)),
    Held(CaseComplaintEvent, ("complaint__case__reference", "at", "what"), emails=("who",)),
    Held(
        Message, ("case__reference", "at", "channel", "text", "left_out"),
        emails=("who", "mail__email"), names=("who",), where=_wrote, by_own_name=_of_their_body(""), only=_OWN_WORDS,
    ),
    Held(Message, ("case__reference", "at", "channel"), names=("who",), by_own_name=_replied, only=~_OWN_WORDS),
    Held(
        CaseFile, ("case__reference", "name", "media_type", "kept_at"),
        emails=("message__who", "message__mail__email"), names=("message__who",), where=_sent, by_own_name=_of_their_body("message__"),
        only=_OWN_FILES, file="data",
    ),
    Held(CaseFile, ("case__reference", "kept_at"), emails=("kept_by",)),
    Held(Mail, ("case__reference", "subject", "sent_at", "came_at", "text"), emails=("email",), names=("sender_name",)),
    Held(Mail, ("came_at", "settled_at"), emails=("settled_by",)),
    Held(Party, ("side", "first_on", "last_on"), names=("name",), only=Q(side=Party.Side.SPEAKS)),
    Held(SafeguardingLead, ("programme__name", "named_at"), **person("person")),
    Held(SafeguardingLead, ("programme__name", "named_at"), emails=("named_by",)),
    Held(Concern, ("case__reference", "raised_at"), emails=("raised_by",)),
    Held(Concern, ("case__reference", "decided_at"), emails=("decided_by",)),
    Held(ConcernEvent, ("concern__case__reference", "at", "what"), emails=("who",)),
    Held(WorkerConsent, ("to", "words", "given_at"), texts=("passed_on",)),
    Held(ConsentWithdrawal, ("consent__to", "said_on", "at"), emails=("who",)),
    Held(
        FeedbackAnswer, ("sheet__case__reference", "question", "answer", "at"),
        emails=("who", "sheet__contact__email"), names=("sheet__contact__name",), phones=("sheet__contact__phone",),
    ),
    Held(Enquiry, ("told", "expires_at"), emails=("email",), names=("told__name",), phones=("told__phone",)),
)  # fmt: skip
NOBODY = {
    "how cases hang together, and why one is not taken on: nothing of a person": (CaseLink, UsedGuidance, Declined),
    "what the client’s body reads of a case, which is told": (Question,),
    "which mail of the mailbox is being read: a number of it alone": (BegunReading,),
    "which questions a client answered: the answers are told": (Feedback,),
}
CONFIDED = Confided("the helpline", "the body that runs it", frozenset(one.model for one in HELD))
