"""Who is connected with an applicant: its sub-agents, and the companies in which people of the body that runs the framework have an interest;
and which providers work with a supplier."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from irhub.accounts.models import OwnedByBody


class SubAgent(OwnedByBody):
    """Somebody who finds people for an applicant, as the applicant named them.

    `country`: where they find them, a scope of the rulebook’s country lists or a key of `sourcing.ELSEWHERE`. `company_number`: of a
    company of the United Kingdom. `checked_on`: when the applicant last checked them.
    """

    application = models.ForeignKey("suppliers.Application", on_delete=models.CASCADE, related_name="agents")
    name = models.CharField(max_length=200)
    owner = models.CharField(max_length=200)
    country = models.CharField(max_length=20)
    company_number = models.CharField(max_length=8, blank=True, default="")
    checked_on = models.DateField(null=True)
    named_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("application", "name", "country", name="sub_agent_named_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def where(self) -> str:
        """In which country it finds people, in words."""
        from irhub.suppliers.sourcing import country_name  # it reads this room's models itself

        return country_name(self.country)


class DeclaredInterest(OwnedByBody):
    """A company in which somebody of a body that runs frameworks has an interest, as they declared it, until they ended it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=200, help_text="The company, as the person calls it")
    company_number = models.CharField(max_length=8)
    what = models.TextField(help_text="What connects the person with it")
    declared_at = models.DateTimeField(db_default=Now())
    ended_on = models.DateField(null=True)


class Use(OwnedByBody):
    """That a provider works with a supplier: the provider’s own note, which nobody else reads. A notice goes to whoever made one."""

    entry = models.ForeignKey("suppliers.Entry", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("body", "entry", name="use_noted_once")]
