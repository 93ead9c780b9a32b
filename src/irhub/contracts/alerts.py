"""What people are told by e-mail about the providers that their body buys from: what changed since they were last told."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.contracts import queries
from irhub.notify.kinds import Digest
from irhub.notify.models import Preference
from irhub.organisations.queries import beside_others
from irhub.registers import queries as register_queries
from irhub.registers.models import Change
from irhub.web.saying import counted

MOST_TOLD = 30
"""Changes that one e-mail holds; it says how many more there are."""


def begins() -> date:
    """Whoever chooses alerts is told of what comes after the newest edition."""
    return register_queries.newest_date() or localdate()


def write(held: Preference, site: str) -> Digest | None:
    """What changed about the providers on the body's list after the day up to which the person was told.

    None without a list or a newer edition, and to somebody whose role in the body has ended.
    """
    newest = register_queries.newest_date()
    current = Membership.objects.current().filter(person=held.person_id, body=held.body_id).first()
    contract_list = queries.current_list(current.body) if current else None
    if newest is None or current is None or contract_list is None or held.told_until >= newest:
        return None
    changes = list(queries.changes_about(queries.providers_of(contract_list), held.told_until))
    if not changes:
        return Digest(newest)
    name = current.body.name
    return Digest(newest, _subject(len(changes), name), _text(changes, site, name))


def _subject(changes: int, body: str) -> str:
    return f"{counted(changes, 'changes')} about providers of {body}"


def _text(changes: list[Change], site: str, body: str) -> str:
    page = site + reverse("my-providers")
    lines = [
        f"Since you were last told, the public registers show this about the providers on the list of {body}.",
        "",
    ]
    for told in register_queries.changes_told(changes[:MOST_TOLD], beside_others(changes[:MOST_TOLD])):
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
            f"You get this because you asked for updates about {body}. To hear less often: {page}#alerts",
        ]
    )
