"""Pages of guidance and news, and every version of each, kept whole. All of it is primary.

A version belongs to the body whose page it is. Of a public page everybody reads what is or was published; all else is there for that
body alone (the migration's policies).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from irhub.accounts.guarded import Moving
from irhub.accounts.models import OwnedByBody
from irhub.casework.events import Event
from irhub.guidance.workflows import IN_WORK, VERSION, Kinds, State, Visibility
from irhub.web.model_fields import OneOf

_WORDS = SearchVector("title", weight="A", config="english") + SearchVector(
    "answer", "text", weight="C", config="english"
)
_APPROVED = ("scheduled", "published", "superseded", "withdrawn")


class Page(OwnedByBody):
    """A page: its kind, and its address, which it keeps whatever its title becomes."""

    kind = OneOf(max_length=10, choices=Kinds)
    slug = models.SlugField(max_length=80, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "pages of guidance"


class Version(OwnedByBody, Moving):
    """What a page says, from when, on whose word.

    `answer`, `text` and `sources` are Markdown with dated rules in it (embedding.py). `rules`: by the name of a line of rules, the
    rule and version that stood when somebody last checked the text against it. `law_as_at`: the day for which the writer read the law;
    `review_on`: by when somebody is to read the page again. `why`: why it was sent back or withdrawn.
    """

    workflow = VERSION

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    visibility = OneOf(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    title = models.CharField(max_length=120)
    answer = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    sources = models.TextField(blank=True, default="")
    topics = models.JSONField(default=list)
    audience = models.JSONField(default=list)
    law_as_at = models.DateField(null=True)
    review_on = models.DateField(null=True)
    change_note = models.CharField(max_length=300, blank=True, default="")
    state = OneOf(max_length=20, choices=State, default=State.DRAFT)
    written_by = models.CharField(max_length=254)
    written_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.CharField(max_length=254, blank=True, default="")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=254, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    publish_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True, default="")
    rules = models.JSONField(default=dict)
    checked_by = models.CharField(max_length=254, blank=True, default="")
    checked_at = models.DateTimeField(null=True)
    words: Any = models.GeneratedField(expression=_WORDS, output_field=SearchVectorField(), db_persist=True)
    """What the search looks in, made by the database as a text is written: to make it at each search takes a second for 600 pages."""

    class Meta:
        verbose_name_plural = "versions of guidance"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("page", "number", name="guidance_version_once"),
            models.UniqueConstraint("page", condition=Q(state="published"), name="guidance_one_published_version"),
            models.UniqueConstraint(
                "page",
                condition=Q(state__in=[str(state) for state in IN_WORK]),
                name="guidance_one_version_in_work",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_APPROVED) | (~Q(approved_by="") & ~Q(approved_by__iexact=F("submitted_by"))),
                name="guidance_approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_on__isnull=False), name="guidance_scheduled_for_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["withdrawn", "sent back"]) | ~Q(why=""), name="guidance_withdrawn_with_a_reason"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "visibility"], name="guidance_out"),
            models.Index(fields=["body", "state"], name="guidance_of_body"),
        ]


class VersionEvent(Event):
    """What somebody did to a version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="events")

    class Meta:
        verbose_name_plural = "events of versions of guidance"
