"""Who sits on the panel of a call, and what they declared and said of an application. All of it is primary."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from irhub.accounts.models import OwnedByBody


class PanelMember(OwnedByBody):
    """Somebody who sits on the panel of a call or, `on_appeal`, on the one that hears its appeals. Nobody is on both, and a trigger keeps
    each on the panel for which they were named.

    `left_at`, `left_because`: when and why they left it, once applications could be opened; before that the row goes.
    """

    call = models.ForeignKey("grants.Call", on_delete=models.CASCADE, related_name="panel")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    email = models.CharField(max_length=254)
    on_appeal = models.BooleanField(default=False)
    named_at = models.DateTimeField(db_default=Now())
    left_at = models.DateTimeField(null=True)
    left_because = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("call", "person", name="on_one_panel_of_a_call"),
        ]


class Interest(OwnedByBody):
    """What connects somebody of the funder with an applicant, as they declared it: it keeps them out of the application for good."""

    application = models.ForeignKey("grants.Application", on_delete=models.CASCADE, related_name="interests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()
    who = models.CharField(max_length=254)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("application", "person", name="interest_declared_once")
        ]


class View(OwnedByBody):
    """What one member of a panel thinks of an application, after declaring to have no interest: for an award or against, with a note.

    Nobody gives two of one application, so that an appeal is heard by others.
    """

    application = models.ForeignKey("grants.Application", on_delete=models.CASCADE, related_name="views")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_appeal = models.BooleanField(default=False)
    award = models.BooleanField()
    note = models.TextField()
    who = models.CharField(max_length=254)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("application", "person", name="view_given_once")]
