"""Notices: primary, and for the body that posts one and the provider that it is to alone."""

from __future__ import annotations

from django.db import models
from irhub.notices.workflows import NOTICE, POSTS, NoticeState

from irhub.accounts.guarded import Moving
from irhub.accounts.models import Body, OwnedByBody
from irhub.casework.contacts import Contact, contact_table
from irhub.casework.events import Event
from irhub.casework.notebook import Note
from irhub.web.model_fields import OneOf


class Notice(OwnedByBody, Moving):
    """What a body tells a provider, and that the provider has read it."""

    workflow = NOTICE

    to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    text = models.TextField()
    posted_by = models.CharField(max_length=254)
    posted_at = models.DateTimeField(auto_now_add=True)
    state = OneOf(max_length=20, choices=NoticeState, default=NoticeState.POSTED)
    acknowledged_by = models.CharField(max_length=254, blank=True, default="")
    acknowledged_at = models.DateTimeField(null=True)


class NoticeEvent(Event):
    """What happened to a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="events")


class NoticeContact(Contact):
    """Who at the provider speaks for it about a notice: known to the body that posted it alone."""

    workflow = contact_table(POSTS)

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="contacts")


class NoticeNote(Note):
    """What the body that posted a notice writes down about it."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="notes")
