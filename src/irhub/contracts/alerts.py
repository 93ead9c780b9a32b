"""Telling people by e-mail what changed about the providers that their body buys from."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.row_security import system_access
from irhub.contracts import queries
from irhub.contracts.models import AlertChoice
from irhub.contracts.notices import CONTRACTED_PROVIDERS
from irhub.notify.actions import post
from irhub.registers import queries as register_queries
from irhub.registers.models import Change

MOST_TOLD = 30
"""Changes that one e-mail holds; it says how many more there are."""


def send_alerts(site: str, today: date) -> int:
    """Send each person who asked for it what changed about their body's providers since they were last told.

    `site`: the address of the hub, for links. Returns the number of e-mails sent. What was told is kept one by one, so that an
    interrupted run goes on where it stopped; somebody whose role in the body has ended is told nothing more.
    """
    newest = register_queries.newest_date()
    if newest is None:
        return 0
    with system_access("alerts about contracted providers"):
        return sum(_tell(choice, site, newest) for choice in _due(today))


def _due(today: date) -> list[AlertChoice]:
    choices = AlertChoice.objects.exclude(every=AlertChoice.Every.NEVER).select_related("person", "body").order_by("pk")
    week = today - timedelta(days=7)
    return [choice for choice in choices if choice.every == AlertChoice.Every.DAY or choice.told_until <= week]


def _tell(choice: AlertChoice, site: str, newest: date) -> bool:
    """Tell one person, if there is something to tell: by the job alone, of which one run goes on at a time."""
    current = Membership.objects.current().filter(person=choice.person, body=choice.body).exists()
    contract_list = queries.current_list(choice.body)
    if not current or contract_list is None or choice.told_until >= newest:
        return False
    changes = list(queries.changes_about(queries.providers_of(contract_list), choice.told_until))
    with transaction.atomic():
        AlertChoice.objects.filter(pk=choice.pk, told_until=choice.told_until).update(told_until=newest)
        if changes:
            post(
                kind=CONTRACTED_PROVIDERS,
                key=f"contracted-providers/{choice.pk}/{choice.told_until}/{newest}",
                to=choice.person.email,
                subject=_subject(len(changes), choice.body.name),
                text=_text(changes, site, choice.body.name),
            )
            record(
                "was told of changes by e-mail",
                by=choice.person.email,
                about=f"body/{choice.body_id}",
                changes=len(changes),
            )
    return bool(changes)


def _subject(changes: int, body: str) -> str:
    return f"{changes} change{'s' if changes > 1 else ''} about providers of {body}"


def _text(changes: list[Change], site: str, body: str) -> str:
    page = site + reverse("my-providers")
    lines = [
        f"Since you were last told, the public registers show this about the providers on the list of {body}.",
        "",
    ]
    for told in register_queries.changes_told(changes[:MOST_TOLD]):
        lines += [f"- {told.sentence.text} {told.sentence.not_meaning}", ""]
    if len(changes) > MOST_TOLD:
        lines += [f"And {len(changes) - MOST_TOLD} more.", ""]
    return "\n".join(
        [
            *lines,
            "What to do next",
            f"1. Look at the changes with their source rows: {page}#changes",
            f"2. See which providers deserve attention first, why, and what it does not mean: {page}#list",
            "3. Before you act, ask the provider an open question.",
            "",
            f"You get this because you asked for it, for {body}. To hear less often, or to stop: {page}#alerts",
        ]
    )
