"""Rehearsals and what is in them. Every name is invented, and holds the word by which a test finds it anywhere else."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from irhub.accounts.models import Body
from irhub.grants.models import Call
from irhub.grants.rehearsal import rehearsing
from irhub.grants.rehearsal.models import Rehearsal, Trial
from tests.grants.factories import CallFactory, FunderFactory, answer_all, details, funder, officer_of

WORD = "Zwickelmoor"
"""What nothing but a trial application is called."""


class RehearsalFactory(DjangoModelFactory[Rehearsal]):
    """The rehearsal of a call that its body describes, or of the one that is given by `call`."""

    class Meta:
        model = Rehearsal

    body = factory.SubFactory(FunderFactory)

    @classmethod
    def _create(cls, model_class: type[Rehearsal], *_: Any, body: Body, call: Call | None = None) -> Rehearsal:
        body = funder(body)
        found = call or CallFactory(body=body, title=f"Tried by {body.name} {body.pk}")
        by = officer_of(found.body)
        there = model_class.objects.filter(call=found).first()
        return there or rehearsing.begin_rehearsal(found, version=found.version, by=by)


class TrialFactory(DjangoModelFactory[Trial]):
    """A trial application; `answered=True`: with every answer; `submitted=True`: submitted too."""

    class Meta:
        model = Trial

    body = factory.SubFactory(FunderFactory)
    answered, submitted = False, False

    @classmethod
    def _create(
        cls, model_class: type[Trial], *_: Any, body: Body, answered: bool, submitted: bool, **more: Any
    ) -> Trial:
        rehearsal = more.pop("rehearsal", None) or RehearsalFactory(body=body)
        told = details(**({"name": f"{WORD} Care", "title": f"A {WORD} welcome", "holder": WORD} | more))
        made = rehearsing.begin_trial(rehearsal, by=officer_of(rehearsal.body), **told)
        if answered or submitted:
            answer_all(made)
        if submitted:
            model_class.objects.filter(pk=made.pk).update(submitted_at=timezone.now())
            made.refresh_from_db()
        return made
