"""Who signs in, for which body and in which role; and the trail of what they did.

All of it is primary: nothing here can be made anew from the registers.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils.timezone import localdate

from irhub.accounts.guarded import Guarded, Moving
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import writing
from irhub.accounts.workflows import ABSENCE, INVITATION, REQUEST, AbsenceState, InvitationState, RequestState
from irhub.web.model_fields import OneOf


class People(BaseUserManager["Person"]):
    """Finds and makes people. Their e-mail address is how they sign in, in any case of its letters."""

    def get_by_natural_key(self, email: str | None) -> Person:
        """The person with this address."""
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Make a person, with a password or with none that would work."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_system_administrator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, **options: Any) -> None:
        """Keep them: the database lets a request write nobody else meanwhile."""
        with writing(f"person/{self.pk or self.email.lower()}"):
            super().save(*args, **options)

    @property
    def is_staff(self) -> bool:
        """Nobody uses Django's own administration."""
        return False


class Body(models.Model):
    """A department, partnership, council, provider or delivery partner."""

    kind = OneOf(max_length=20, choices=[(kind, kind) for kind in Kind])
    name = models.CharField(max_length=200)
    place_code = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="ONS code of a council, slug of a partnership, or CQC provider id",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "bodies"
        constraints = [
            models.UniqueConstraint("kind", "name", name="body_named_once"),
            models.UniqueConstraint("kind", "place_code", condition=~Q(place_code=""), name="body_of_a_place_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CurrentMemberships(models.QuerySet["Membership"]):
    """Questions about who holds which role."""

    def current(self, on: date | None = None) -> CurrentMemberships:
        """Those that hold on a day, of people who may sign in."""
        day = on or localdate()
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day, person__is_active=True)


class Membership(models.Model):
    """A role that a person holds in a body, from a day up to, not including, another. Ended, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    role = OneOf(max_length=20, choices=[(role, role) for role in Role])
    since = models.DateField(default=localdate)
    until = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=200)

    second_step: bool
    """Whether the person has set up a second step at sign-in, as `queries.memberships` asks with it."""

    objects = CurrentMemberships.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "body", "role", condition=Q(until=None), name="role_held_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.body.name}"


class Invitation(Moving):
    """A role that waits for a person to take it up by a link that expires. Only a digest of the link is kept."""

    workflow = INVITATION

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="invitations")
    role = OneOf(max_length=20, choices=[(role, role) for role in Role])
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    state = OneOf(max_length=10, choices=InvitationState, default=InvitationState.WAITING)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", accepted_at=None, withdrawn_at=None)
                | Q(state="accepted", accepted_at__isnull=False, withdrawn_at=None)
                | Q(state="withdrawn", accepted_at=None, withdrawn_at__isnull=False),
                name="invitation_accepted_or_withdrawn",
            )
        ]


class OfBodies(Guarded):
    """Rows that belong to bodies."""

    def of(self, body: Body | int | None) -> OfBodies:
        """Those of one body; none without a body."""
        return self.filter(body_id=body.pk if isinstance(body, Body) else body) if body else self.none()


class OwnedByBody(models.Model):
    """What belongs to one body. Put its table behind the fence in a migration, by the SQL of `protect("table")` (row_security.py)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    objects = OfBodies.as_manager()

    class Meta:
        abstract = True


class ProviderRequest(Moving):
    """A care provider asks to take part: whether its contact speaks for it is decided by a body in whose area it works."""

    workflow = REQUEST

    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    provider_id = models.CharField(max_length=40, help_text="As the CQC numbers it")
    provider_name = models.CharField(max_length=200)
    name = models.CharField(max_length=150)
    email = models.EmailField()
    words = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    state = OneOf(max_length=10, choices=RequestState, default=RequestState.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "provider_id", Lower("email"), condition=Q(state="waiting"), name="provider_asks_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="provider_request_decided_or_not",
            ),
        ]


class AdviceRegistration(OwnedByBody):
    """That a body may give immigration advice: with whom it is registered, at which level, and until when (advice.py)."""

    regulator = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 3; none where there are no levels")
    expires_on = models.DateField(help_text="The last day on which it holds")
    recorded_on = models.DateField(default=localdate)
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.regulator}, {self.number}"


class Absence(OwnedByBody, Moving):
    """Somebody is away in a role from the first day to the last, and who has their work meanwhile, in the same role (absences.py)."""

    workflow = ABSENCE

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="absences")
    cover = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField(help_text="The last day away")
    said_by = models.CharField(max_length=254)
    said_at = models.DateTimeField(auto_now_add=True)
    state = OneOf(max_length=10, choices=AbsenceState, default=AbsenceState.STANDS)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(cover=F("membership")), name="absence_covered_by_another"),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[
                    (Func("membership", "membership", Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func("first", "last", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="stands"),
            ),
        ]


class IdentityProvider(models.Model):
    """Where the people of a body sign in with the accounts of their work: an OpenID Connect provider."""

    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="identity_provider")
    app = models.OneToOneField("socialaccount.SocialApp", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.body.name


class AuditEvent(models.Model):
    """Something that somebody did. Rows can only be added (see audit.py)."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=254, blank=True, help_text="E-mail address, or the name of a command's user")
    acting_as = models.CharField(max_length=250, blank=True, help_text="Role and body")
    body_id = models.BigIntegerField(null=True, help_text="Body acted for, if any")
    what = models.CharField(max_length=60)
    about = models.CharField(max_length=250, blank=True, help_text="What it was done to: kind and id")
    detail = models.JSONField(default=dict)
    hash_before = models.CharField(
        max_length=64, blank=True, default=""
    )  # of events of before the chain had a table of its own
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["about"], name="audit_about"),
            models.Index(fields=["who"], name="audit_who"),
            models.Index(fields=["body_id"], name="audit_body"),
        ]


class AuditLink(models.Model):
    """The place of an event in the chain of the trail: the database makes it as the event's transaction commits."""

    event = models.OneToOneField(
        AuditEvent, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="link"
    )
    position = models.BigIntegerField(null=True, unique=True)
    hash_before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
