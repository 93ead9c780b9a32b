"""Changes to the rulebook that people propose and approve, and cases that they keep. All of it is primary.

A rule is never edited: an approved proposal is a document of new versions that stands on top of the shipped files for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from irhub.accounts.guarded import Moving
from irhub.checker.kinds import Kind, State
from irhub.checker.workflows import PROPOSAL
from irhub.web.model_fields import OneOf

if TYPE_CHECKING:
    from irhub.rulebook.rules import Edition

_DECIDED = ("approved", "declined")


class Proposal(Moving):
    """A change to the rulebook: a document of versions (rulebook/changing.py), who proposed it and why, who decided.

    `rule` names the rule or the source that it is about. An approved one has a place in the order of editions:
    its day and its number on that day.
    """

    workflow = PROPOSAL

    kind = OneOf(max_length=10, choices=Kind)
    rule = models.CharField(max_length=60)
    document = models.TextField()
    reason = models.TextField()
    proposed_by = models.EmailField(max_length=254)
    proposed_as = models.CharField(max_length=250, help_text="Role and body")
    proposed_at = models.DateTimeField()
    state = OneOf(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.EmailField(max_length=254, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True, default="", help_text="Why it was decided so")
    edition_day = models.DateField(null=True, blank=True)
    edition_number = models.PositiveIntegerField(null=True, blank=True)
    changed = models.JSONField(default=list, help_text="The answers that it changed, as they were listed on approval")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(state__in=_DECIDED) | ~Q(decided_by__iexact=F("proposed_by")),
                name="proposal_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by="", decided_at=None)
                | (~Q(state="open") & ~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="proposal_open_or_decided",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", edition_day__isnull=False, edition_number__gte=1)
                | (~Q(state="approved") & Q(edition_day=None, edition_number=None)),
                name="proposal_approved_has_an_edition",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decision=""), name="proposal_declined_with_a_reason"
            ),
            models.UniqueConstraint("edition_day", "edition_number", name="proposal_edition_once"),
        ]

    @property
    def edition(self) -> Edition | None:
        """The edition that it became; None unless it was approved."""
        if self.edition_day is None or self.edition_number is None:
            return None
        from irhub.rulebook.rules import Edition  # the rulebook takes long to import, and most commands read no rule

        return Edition(self.edition_day, self.edition_number)


class SavedCase(models.Model):
    """The facts of one case, without a person's name, kept by whoever judged it, with the edition that judged it.

    `facts` are written as in a checker's address: a choice's key, a date as 2026-03-05, a number.
    """

    title = models.CharField(max_length=80)
    checker = models.CharField(max_length=30)
    facts = models.JSONField()
    edition = models.CharField(max_length=20)
    saved_by = models.EmailField(max_length=254)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("saved_by", "title", name="saved_case_titled_once_by_a_person")
        ]
