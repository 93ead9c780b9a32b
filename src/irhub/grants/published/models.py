"""Who publishes grants, what is told of each beside its application, and the versions that were published, with their files. All of it is primary.

Amounts are pence. Everybody reads versions; their files and grants, while they are published. A grant to a person is in none of them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from irhub.accounts.guarded import Moving
from irhub.accounts.models import OwnedByBody
from irhub.casework.events import Event
from irhub.files.kept import KeptFile
from irhub.grants.published.states import VERSION, VersionState
from irhub.web.model_fields import OneOf


class Publisher(OwnedByBody):
    """As whom a body publishes its grants.

    `prefix`: that 360Giving gave it; `identifier`: of the organisation that funds, on its register; `version` counts the changes.
    """

    prefix = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    identifier = models.CharField(max_length=80)
    website = models.URLField(max_length=200)
    version = models.IntegerField(default=1)
    kept_by = models.CharField(max_length=254)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("body", name="one_publisher_of_a_body")]

    def __str__(self) -> str:
        return self.name


class Recipient(models.TextChoices):
    """What a grantee is that is on no register of bodies."""

    NOT_SAID = "", "Not said"
    BODY = "body", "A body: a company, charity, partnership with members, public body or association"
    PERSON = "person", "A person, such as a sole trader: the grant is never published"


class PublicDetails(OwnedByBody):
    """What is published of a grant in place of what its application says; blank where that is published.

    `councils`: ONS codes of where those live who benefit. `regrant`: a code of the standard. `version` counts the changes.
    """

    award = models.OneToOneField("grants.Award", on_delete=models.CASCADE, related_name="public_details")
    title = models.CharField(max_length=140, blank=True, default="")
    description = models.TextField(blank=True, default="")
    recipient = OneOf(max_length=10, choices=Recipient, blank=True, default=Recipient.NOT_SAID)
    councils = ArrayField(models.CharField(max_length=9), default=list, blank=True)
    regrant = models.CharField(max_length=6, blank=True, default="")
    version = models.IntegerField(default=1)
    kept_by = models.CharField(max_length=254)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "public details"


class PublishedVersion(OwnedByBody, Moving):
    """A version of a body's grants as it was published; who published it, its event tells. Nothing of it changes but that it is withdrawn.

    `publisher`, `prefix`: as whom. `digest`: SHA-256 of what it says, without the moment. `added`, `changed`, `gone`: identifiers, against the
    version before; `gone_because`: why some are gone. `left_out`: grants to people, or to who may be one, that it does not name.
    """

    workflow = VERSION

    number = models.PositiveIntegerField()
    publisher = models.CharField(max_length=200)
    prefix = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    many = models.PositiveIntegerField(help_text="Grants in it")
    total = models.BigIntegerField(help_text="Pence awarded in all")
    left_out = models.PositiveIntegerField()
    added = ArrayField(models.CharField(max_length=80), default=list)
    changed = ArrayField(models.CharField(max_length=80), default=list)
    gone = ArrayField(models.CharField(max_length=80), default=list)
    gone_because = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, default="")
    state = OneOf(max_length=10, choices=VersionState, default=VersionState.PUBLISHED)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("body", "number", name="published_version_numbered_once"),
            models.CheckConstraint(condition=Q(many__gte=1), name="published_version_names_a_grant"),
            models.CheckConstraint(
                condition=Q(state="published", withdrawn_at=None)
                | (Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="published_version_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}, version {self.number}"


class PublishedVersionEvent(Event):
    """What happened to a published version."""

    published = models.ForeignKey(PublishedVersion, on_delete=models.CASCADE, related_name="events")


class PublishedFile(KeptFile):
    """A file of a published version. `kept_by` is the body: everybody reads the table."""

    published = models.ForeignKey(PublishedVersion, on_delete=models.CASCADE, related_name="files")

    class Meta(KeptFile.Meta):
        constraints: ClassVar[list[Any]] = [
            *KeptFile.Meta.constraints,
            models.UniqueConstraint("published", "media_type", name="published_file_once"),
        ]


class PublishedGrant(OwnedByBody):
    """A grant of a body's newest version, to be listed; the files are what counts. `councils`: ONS codes."""

    published = models.ForeignKey(PublishedVersion, on_delete=models.CASCADE, related_name="grants")
    identifier = models.CharField(max_length=80)
    title = models.CharField(max_length=140)
    description = models.TextField()
    recipient = models.CharField(max_length=200)
    recipient_id = models.CharField(max_length=80)
    awarded = models.BigIntegerField(help_text="Pence")
    awarded_on = models.DateField()
    programme = models.CharField(max_length=120)
    councils = ArrayField(models.CharField(max_length=9), default=list)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("published", "identifier", name="published_grant_once")
        ]
