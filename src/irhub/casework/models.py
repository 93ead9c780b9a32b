"""The one table of this room's own: who is writing on what at this moment. All other blocks are tables of the rooms that use them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from irhub.accounts.models import OwnedByBody


class Writing(OwnedByBody):
    """Somebody writes on a thing until a moment soon to come (writing.py). It is there for those of their body on their side of the wall.

    `about`: the thing, as the audit trail calls it. `side`: as in roles.py, blank for none.
    """

    about = models.CharField(max_length=250)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=20, blank=True, default="")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "body", "person", "side"], name="writing_once")]
