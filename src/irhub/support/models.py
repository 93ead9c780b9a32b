"""The helpline's cases: primary, and for the advisers of the body that runs it and the client alone.

Of a case the database gives its client the `Question`, to which the page puts the words and files of its thread (client_side.py); every other row is
for advisers. Nobody on the side of oversight reads one, unless their own body asked (docs/helpline.md).
"""

from __future__ import annotations

import secrets
from functools import partial

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now, Replace

from irhub.accounts.guarded import Moving
from irhub.accounts.models import Body, OwnedByBody, Person
from irhub.casework.complaints import Complaint, complaint_table
from irhub.casework.contacts import Contact, contact_table
from irhub.casework.events import Event
from irhub.casework.notebook import Note
from irhub.casework.references import Referenced
from irhub.guidance.models import Version
from irhub.legal_advice.workflows import ADVISES, LEADS
from irhub.programmes.models import Programme, Theme, Urgency
from irhub.questions.models import AnswerSheet, GivenAnswer
from irhub.support.consents import ConsentWithdrawal as ConsentWithdrawal
from irhub.support.consents import WorkerConsent as WorkerConsent
from irhub.support.mail.models import BegunReading as BegunReading
from irhub.support.mail.models import CaseFile as CaseFile
from irhub.support.mail.models import Mail as Mail
from irhub.support.workflows import CASE, CONCERN, ConcernState, State
from irhub.web.model_fields import OneOf


class Client(models.TextChoices):
    """Who asks."""

    PROVIDER = "provider", "Care provider"
    COUNCIL = "council", "Council"
    WORKER = "worker", "Worker, who was pointed to the worker side"


class Channel(models.TextChoices):
    """How something came to the helpline, or left it."""

    PAGE = "page", "On the page"
    MAIL = "mail", "By e-mail"
    TELEPHONE = "telephone", "By telephone"
    MEETING = "meeting", "In a meeting"


class Outcome(models.TextChoices):
    """How a case ended."""

    ANSWERED = "answered", "Answered"
    LAWYER = "lawyer", "Booked with the lawyer"
    REFERRED = "referred", "Referred to somebody else"
    COULD_NOT_ACT = "could not act", "The helpline could not act"
    NO_REPLY = "no reply", "The client did not reply"


def _cut(column: str) -> Replace:
    """A text whose curly apostrophes part words, as straight ones do for PostgreSQL."""
    return Replace(column, Value("’"), Value(" "))


class Case(OwnedByBody, Moving, Referenced):
    """What a client asks of a helpline.

    `client_key`: CQC id of a provider, ONS code of a council, blank of a worker. `client_body`: the client's own, if it
    asked signed in, or an adviser who saw the authority showed it the thread: its people read it. `about_key`, `about_name`: the other side, if it is about another organisation (parties.py). `letter_on`: date of
    the letter that suspends the licence.
    """

    workflow = CASE
    prefix = "HL"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    client_type = OneOf(max_length=10, choices=Client)
    client_key = models.CharField(max_length=40, blank=True, default="")
    client_name = models.CharField(max_length=200)
    client_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    about_key = models.CharField(max_length=40, blank=True, default="")
    about_name = models.CharField(max_length=200, blank=True, default="")
    channel = OneOf(max_length=10, choices=Channel)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    urgency = OneOf(max_length=10, choices=Urgency, default=Urgency.ROUTINE)
    subject = models.CharField(max_length=150)
    letter_on = models.DateField(null=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    state = OneOf(max_length=20, choices=State, default=State.NEW)
    opened_at = models.DateTimeField(db_default=Now())
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = OneOf(max_length=20, choices=Outcome, blank=True, default="")
    signposted_to = models.CharField(max_length=120, blank=True, default="")
    ending = models.CharField(max_length=200, blank=True, default="", help_text="How it ended, in a line")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    words = models.GeneratedField(
        expression=SearchVector(_cut("client_name"), _cut("subject"), config="simple"), output_field=SearchVectorField(),
        db_persist=True,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="case_merged_into_another"),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | ~Q(outcome=""), name="case_closes_with_an_outcome"
            ),
            models.CheckConstraint(condition=Q(state=State.MERGED) | Q(merged_into=None), name="case_merged_or_not"),
        ]
        indexes = [
            models.Index("body", "opened_at", condition=Q(state__in=["new", "open", "waits for client", "waits for lawyer", "answered"]),
                         name="case_live"),
            models.Index("body", F("opened_at").desc(), name="case_newest"),
            models.Index("body", "client_key", name="case_of_client"),
            models.Index("closed_at", name="case_closed"),
            GinIndex("words", name="case_words"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference


class Question(models.Model):
    """What the client's own body reads of a case: a view, which gives it what its page shows and no more (docs/adr/0035). Whoever a question is
    there for is shown the words and files of its thread (client_side.py)."""

    reference = models.CharField(max_length=30)
    body_id = models.BigIntegerField(help_text="Of the body that runs the helpline")
    client_body = models.ForeignKey(Body, on_delete=models.DO_NOTHING, related_name="+")
    client_key = models.CharField(max_length=40)
    subject = models.CharField(max_length=150)
    opened_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "support_question"

    def __str__(self) -> str:
        return self.reference


class CaseEvent(Event):
    """What happened to a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")


class CaseContact(Contact):
    """Who speaks for a client. `key`: by which their answers find the case, whatever a subject says: in the address that they answer to.
    It opens no thread: the link does that (links.py). `bounced_at`: when mail to their address came back, if nothing came from it since."""

    workflow = contact_table(ADVISES)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    key = models.CharField(max_length=32, unique=True, default=partial(secrets.token_hex, 16))
    bounced_at = models.DateTimeField(null=True)


class CaseNote(Note):
    """What an adviser notes for colleagues."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")


class CaseComplaint(Complaint):
    """That somebody complains about the helpline."""

    workflow = complaint_table(ADVISES, answers=(LEADS,))

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="complaints")


class CaseComplaintEvent(Event):
    """What happened to a complaint."""

    complaint = models.ForeignKey(CaseComplaint, on_delete=models.CASCADE, related_name="events")


class Message(OwnedByBody):
    """What a client wrote or said, and what the helpline answered: the thread, which both read. Rows are only added, but that a mail which
    came into the wrong case is taken out again. `quoted`: what a mail takes up from earlier ones. `left_out`: which of its files were
    not taken, and why, a line each. `copy_of`: the words in another case of which a second question was split off with these; its number
    stays when that case is removed after its time, for this one has a time of its own."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField(db_default=Now())
    inbound = models.BooleanField()
    channel = OneOf(max_length=10, choices=Channel)
    who = models.CharField(max_length=254)
    text = models.TextField()
    quoted = models.TextField(blank=True, default="")
    left_out = models.TextField(blank=True, default="")
    copy_of = models.ForeignKey(
        "self", on_delete=models.DO_NOTHING, null=True, related_name="copies", db_constraint=False
    )

    class Meta:
        verbose_name_plural = "messages of cases"
        indexes = [models.Index("case", "at", name="message_of_case")]


class UsedGuidance(OwnedByBody):
    """That a reply was made of a version of guidance: which rules the client was told, with those of the day. For advisers alone."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="used_guidance")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "guidance used in replies"
        constraints = [models.UniqueConstraint("message", "version", name="guidance_used_once")]


class CaseLink(OwnedByBody):
    """That two cases have to do with each other: told in both."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="linked")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "other", name="case_linked_once"),
            models.CheckConstraint(condition=Q(case__lt=F("other")), name="case_linked_to_a_later_one"),
        ]


class Party(OwnedByBody):
    """Who was, or stood against, a client of a helpline: all that the check for conflicts needs, kept longer than the text of cases.

    `key`: "provider:1-100", "council:E08000030", or "firm:" and the words of its name, of those who speak for others. `for_key`: whom the
    case was for, if not for the party itself.
    """

    class Side(models.TextChoices):
        CLIENT = "client", "Asked the helpline"
        ABOUT = "about", "Was asked about"
        SPEAKS = "speaks", "Spoke for a client"

    key = models.CharField(max_length=120)
    side = OneOf(max_length=10, choices=Side)
    for_key = models.CharField(max_length=120, blank=True, default="")
    name = models.CharField(max_length=200)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        verbose_name_plural = "parties"
        constraints = [models.UniqueConstraint("body", "key", "side", "for_key", name="party_once")]
        indexes = [models.Index("body", "for_key", name="party_for"), models.Index("last_on", name="party_last")]


class Declined(OwnedByBody):
    """That the helpline does not act in a case, why (for advisers alone), and when the client is told so, in the same words and after the
    same time whatever the reason (neutral.py). `before`: where the case stood, which the client is shown until then. `could`, `goes`: numbers of the releases with which it could go out, and does (releases.py)."""

    class Reason(models.TextChoices):
        CAPACITY = "capacity", "We have no time for it"
        SCOPE = "scope", "It is not what the helpline does"
        CONFLICT = "conflict", "Another client is on the other side"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="declined")
    reason = OneOf(max_length=10, choices=Reason)
    before = OneOf(max_length=20, choices=State, default=State.OPEN)
    could = models.PositiveSmallIntegerField(default=0)
    goes = models.PositiveSmallIntegerField(default=0)
    send_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "declined cases"
        indexes = [models.Index("send_at", condition=Q(sent_at=None), name="declined_to_send")]


class SafeguardingLead(OwnedByBody):
    """Who decides of a programme's safeguarding concerns."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_by = models.CharField(max_length=254)
    named_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "safeguarding leads"


class Concern(OwnedByBody, Moving):
    """That somebody may be at risk, as it came up in a case, and what was done (safeguarding.py).

    `ground`: key of safeguarding.yaml. `law`, `passed_to`, `shared`: by which law it was passed on, to whom, and what of it. `client_told`: whether
    the client knows, None while it was not passed on; `unsafe`: why not.
    """

    workflow = CONCERN

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="concerns")
    ground = models.CharField(max_length=20)
    text = models.TextField()
    raised_by = models.CharField(max_length=254)
    raised_at = models.DateTimeField(db_default=Now())
    state = OneOf(max_length=10, choices=ConcernState, default=ConcernState.RAISED)
    law = models.CharField(max_length=100, blank=True, default="")
    passed_to = models.CharField(max_length=200, blank=True, default="")
    shared = models.TextField(blank=True, default="")
    client_told = models.BooleanField(null=True)
    unsafe = models.CharField(max_length=300, blank=True, default="")
    decided_by = models.CharField(max_length=254, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="passed on")
                | (~Q(law="") & ~Q(passed_to="") & ~Q(shared="") & (Q(client_told=True) | ~Q(unsafe=""))),
                name="concern_passed_on_by_a_law",
            )
        ]
        indexes = [models.Index("body", "raised_at", condition=Q(state="raised"), name="concern_waits")]


class ConcernEvent(Event):
    """What happened to a safeguarding concern."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="events")


class Feedback(AnswerSheet):
    """What somebody who speaks for the client of a case says of how the helpline did (feedback.py): for advisers alone, and for others as counts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="feedback")
    contact = models.ForeignKey(
        CaseContact,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Who said it; None if they went with a case that was merged into this one",
    )

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [models.UniqueConstraint("case", "contact", name="feedback_once_a_contact")]


class FeedbackAnswer(GivenAnswer):
    """One answer of it: the newest of a question counts."""

    sheet = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="given")

    class Meta(GivenAnswer.Meta):
        pass


class Enquiry(OwnedByBody):
    """What somebody without an account asks, until they confirm their address by the link that they are sent: then it is a case."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, help_text="Of the secret in the link, SHA-256 in hex")
    email = models.EmailField()
    told = models.JSONField(help_text="What was asked, as the page took it")
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "enquiries"
