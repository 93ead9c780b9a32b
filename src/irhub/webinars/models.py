"""Webinars, who booked and who came. All of it is primary.

A session is public once it is published. Everything that says who booked, waited or came is for those who give advice in the body that
runs it; whoever booked sees their own. Nothing of it is there for those who watch over providers (the migration's policies).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from irhub.accounts.guarded import Moving
from irhub.accounts.models import Body, OwnedByBody
from irhub.casework.events import Event
from irhub.files.kept import KeptFile
from irhub.programmes.models import Audience, Programme
from irhub.web.model_fields import OneOf
from irhub.webinars.workflows import BOOKING, SESSION, BookingState, SessionState

MOST_PLACES = 5_000
OFFER_LASTS = timedelta(hours=24)
"""How long a place is kept for somebody on the waiting list; never beyond the start."""


class Session(OwnedByBody, Moving):
    """A webinar of a hub. `starts_at`: shown in the time of London; `minutes`: its planned length.

    `taken`: places booked or offered, counted by the database. `rules`: the dated rules that it teaches, by the name of a line of rules, each
    with the rule and version that stood on `law_as_at`. `settled_at`: when somebody said that it is known who came.
    """

    workflow = SESSION

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="webinars")
    title = models.CharField(max_length=120)
    summary = models.TextField(help_text="What people learn, in a few sentences")
    topics = ArrayField(models.CharField(max_length=40), default=list, help_text="Codes of themes of the programme")
    audience = ArrayField(models.CharField(max_length=10), help_text="Audience: provider, council")
    host = models.CharField(max_length=120)
    speaker = models.CharField(max_length=200, blank=True, default="")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    rules = models.JSONField(default=dict)
    law_as_at = models.DateField(null=True)
    recording_url = models.URLField(max_length=500, blank=True, default="")
    state = OneOf(max_length=10, choices=SessionState, default=SessionState.DRAFT)
    cancelled_because = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=254, blank=True, default="")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=MOST_PLACES), name="webinar_has_places"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="webinar_never_over_its_places"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=600), name="webinar_of_a_length"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state", "starts_at"], name="webinar_when")]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime:
        """When it is planned to end."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def left(self) -> int:
        """Places that nobody has."""
        return self.capacity - self.taken


class SessionEvent(Event):
    """What happened to a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="events")


class JoinLink(OwnedByBody):
    """Where a session is joined: told to those alone who have a place."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="join")
    link = models.URLField(max_length=1000)


class Slides(KeptFile):
    """A file of a session that everybody may take away."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="slides")

    class Meta(KeptFile.Meta):
        verbose_name_plural = "slides"


class Question(OwnedByBody):
    """What somebody asked at a session, without who, and the answer."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    question = models.TextField()
    answer = models.TextField(blank=True, default="")
    written_by = models.CharField(max_length=254)
    written_at = models.DateTimeField(auto_now_add=True)


class Booking(OwnedByBody, Moving):
    """A place for one person, or the wish for one. Its body is that which runs the session; `booked_for` that for which somebody booked.

    `lot`: drawn by lot, by which mails and links name it. `provider_id`, `council_code`: for whom the person works, as far as is known.
    `wants`: what the person needs or hopes to hear. Two who book the same person each have a booking, and learn nothing of the other's.
    """

    workflow = BOOKING

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="bookings")
    lot = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    email = models.EmailField()
    audience = OneOf(max_length=10, choices=Audience)
    provider_id = models.CharField(max_length=40, blank=True, default="")
    council_code = models.CharField(max_length=9, blank=True, default="")
    organisation = models.CharField(max_length=200)
    wants = models.CharField(max_length=500, blank=True, default="")
    booked_by = models.CharField(max_length=254)
    booked_for = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    state = OneOf(max_length=10, choices=BookingState, default=BookingState.ASKED)
    offered_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "session",
                Lower("email"),
                Lower("booked_by"),
                condition=~Q(state__in=["lapsed", "cancelled"]),
                name="webinar_booked_once",
            ),
            models.CheckConstraint(
                condition=~Q(provider_id="") | ~Q(council_code="") | Q(audience__in=["worker", "partner"]),
                name="webinar_booked_for_somebody",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["session", "state"], name="webinar_bookings"),
            models.Index(fields=["provider_id"], name="webinar_provider"),
        ]

    def __str__(self) -> str:
        return self.name


class BookingEvent(Event):
    """What happened to a booking."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="events")


class Log(OwnedByBody):
    """An attendance report that was handed in: what was read of it is kept, the file itself is not."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="logs")
    name = models.CharField(max_length=120)
    shape = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64, help_text="Of the file, so that the same one is not read twice")
    absent = models.PositiveIntegerField(default=0, help_text="How many it lists as absent")
    odd = models.JSONField(default=list, help_text="A sentence for each odd row")
    read_by = models.CharField(max_length=254)
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "attendance reports"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("session", "sha256", name="webinar_log_once")]


class Standing(models.TextChoices):
    """What is known of a connection."""

    OPEN = "to settle", "To settle"
    SETTLED = "settled", "Settled"
    NOBODY = "nobody", "Nobody who booked"


class Connection(OwnedByBody):
    """Somebody who was connected, as the logs of a session name them: one person, or several before one screen."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="connections")
    key = models.CharField(max_length=500)
    name = models.CharField(max_length=200)
    also = models.CharField(max_length=200, blank=True, default="", help_text="The name of the account")
    email = models.CharField(max_length=254, blank=True, default="")
    runs_it = models.BooleanField(default=False)
    standing = OneOf(max_length=10, choices=Standing, default=Standing.OPEN)
    settled_by = models.CharField(max_length=254, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "connections"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("session", "key", name="webinar_connection_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Presence(OwnedByBody):
    """A stretch of a connection in a log; without times where the log has a length alone."""

    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="presences")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="presences")
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(null=True)


class Behind(OwnedByBody):
    """That somebody who booked was behind a connection, and who said so."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="behind")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="behind")
    said_by = models.CharField(max_length=254)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("connection", "booking", name="webinar_behind_once")
        ]


class Came(models.TextChoices):
    """Whether somebody attended. What nobody said is not known, which is not the same as absent."""

    NOT_KNOWN = "not known", "Not known"
    CAME = "came", "Came"
    DID_NOT = "did not come", "Did not come"


class Attendance(OwnedByBody):
    """Whether somebody who booked came. In a table of its own, since whoever booked for them reads the booking and not this.

    `minutes`: of the planned time; None where it is not known how long. `ticked_by`: who said so, where no log did.
    """

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="attendance")
    came = OneOf(max_length=12, choices=Came, default=Came.NOT_KNOWN)
    minutes = models.PositiveSmallIntegerField(null=True)
    ticked_by = models.CharField(max_length=254, blank=True, default="")


class Certificate(OwnedByBody):
    """That somebody attended, as it was issued: nothing of it changes. A correction is a new one that takes the place of the old.

    `number`: drawn by lot, by which anybody who has it can check it. It outlives the `booking`, and is withdrawn without it; `session` is none of
    one that was issued before it was kept, and of whose booking nothing was left.
    """

    number = models.CharField(max_length=14, unique=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="certificates")
    booking = models.ForeignKey(Booking, on_delete=models.SET_NULL, null=True, related_name="certificates")
    name = models.CharField(max_length=150)
    email = models.EmailField()
    title = models.CharField(max_length=120)
    held_on = models.DateField()
    length = models.PositiveSmallIntegerField(help_text="Of the webinar, in minutes")
    attended = models.PositiveSmallIntegerField(null=True, help_text="Minutes; none where the host ticked who came")
    law_as_at = models.DateField(null=True)
    issuer = models.CharField(max_length=200)
    issued_by = models.CharField(max_length=254)
    issued_at = models.DateTimeField(auto_now_add=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    def __str__(self) -> str:
        return self.number

    @property
    def newer(self) -> Certificate | None:
        """The certificate that took its place, if one did."""
        return getattr(self, "replaced_by", None)

    @property
    def withdrawn(self) -> Withdrawal | None:
        """When and why it was withdrawn, if it was."""
        return getattr(self, "withdrawal", None)

    @property
    def holds(self) -> bool:
        """Whether it says what stands."""
        return self.newer is None and self.withdrawn is None


class Withdrawal(OwnedByBody):
    """That a certificate no longer holds and none takes its place, who said so and why: rows are only added."""

    certificate = models.OneToOneField(Certificate, on_delete=models.CASCADE, related_name="withdrawal")
    at = models.DateTimeField(db_default=Now())
    who = models.CharField(max_length=254)
    why = models.CharField(max_length=500)

    class Meta:
        verbose_name_plural = "withdrawals of certificates"
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=~Q(why=""), name="withdrawn_for_a_reason")]
