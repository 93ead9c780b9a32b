"""What people choose that the hub writes to them, each choice with its event in the audit trail (notify/preferences.py)."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from irhub.accounts.access import table
from irhub.accounts.acting import asker_as
from irhub.accounts.audit import record
from irhub.accounts.models import Body, Membership, Person
from irhub.accounts.policy import Asker, granted
from irhub.accounts.row_security import system_access
from irhub.notify import preferences
from irhub.notify.kinds import Digest, Every, Kind, kinds
from irhub.notify.models import Preference

EVERY = Every.choices


def kinds_for(by: Membership) -> list[Kind]:
    """The kinds that somebody may choose in a role: those that tell of pages which they may open."""
    asker = asker_as(by)
    return [kind for kind in kinds().values() if kind.chosen and granted(table()[kind.chosen.route], asker)]


def kinds_that_concern(asker: Asker) -> list[Kind]:
    """The kinds that nobody chooses, of those that can concern somebody."""
    return [
        kind
        for kind in kinds().values()
        if kind.chosen is None and (not kind.route or granted(table()[kind.route], asker))
    ]


def chosen_by(by: Membership, kind: Kind) -> str:
    """How often somebody hears of a kind, in a role."""
    return preferences.chosen(kind, person=by.person_id, body=by.body_id)


@transaction.atomic
def choose(kind: Kind, every: str, *, by: Membership) -> None:
    """Say how often one hears of a kind, for the body of one's role; from now on, nothing from before."""
    if every != chosen_by(by, kind):
        preferences.choose(kind, every, person=by.person_id, body=by.body_id)
        record("chose what is written to them", by=by, kind=kind.name, every=every)


def preview(kind: Kind, by: Membership) -> Digest | None:
    """What the next message would say; None if there is nothing new."""
    return preferences.preview(kind, person=by.person_id, body=by.body_id, site=settings.IRHUB_SITE)


def post_digests() -> int:
    """Post what is new to each who chose to hear of it, as the system role. Returns the number of messages."""
    return preferences.post_digests(
        today=localdate(), site=settings.IRHUB_SITE, address_of=_address, told=_record, may=_may
    )


def _may(held: Preference) -> bool:
    """Whether somebody may have today what they chose: in a role in which they may open the page that it tells of."""
    roles = (
        Membership.objects.current().filter(person=held.person_id, body=held.body_id).select_related("person", "body")
    )
    return any(kind.name == held.kind for by in roles for kind in kinds_for(by))


def _address(person: int) -> str:
    return Person.objects.get(pk=person).email


def _record(held: Preference, digest: Digest) -> None:
    record(
        "was written to of what they chose", by=_address(held.person_id), about=f"body/{held.body_id}", kind=held.kind,
        until=str(digest.until),
    )  # fmt: skip


@system_access("a link in a message says whose choice it is")
def meant_by(token: str) -> tuple[Preference, str] | None:
    """Whose choice the link in a message would end, and the name of the body for which it was made; None for a link that is none of
    ours."""
    held = preferences.meant_by(token)
    return (held, Body.objects.get(pk=held.body_id).name) if held else None


@system_access("whoever follows the link in a message need not sign in")
@transaction.atomic
def stop(held: Preference) -> None:
    """Write no more of a kind to the person whose link it is."""
    if preferences.stop(held):
        record(
            "stopped messages by the link in one",
            by=_address(held.person_id),
            about=f"body/{held.body_id}",
            kind=held.kind,
        )
