"""What people choose to be written of, and the digests that come of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from irhub.notify.actions import post
from irhub.notify.kinds import Digest, Every, Kind, kinds
from irhub.notify.models import Preference

SALT = "irhub.notify.stop"
WEEK = timedelta(days=7)


def choose(kind: Kind, every: str, *, person: int, body: int) -> None:
    """Say how often a person hears of a kind, for a body: from now on, and of nothing from before. Raises ValueError for a kind that
    nobody chooses."""
    if kind.chosen is None:
        raise ValueError(f"{kind.name} is not chosen")
    begins = kind.chosen.begins()
    made, new = Preference.objects.get_or_create(
        person_id=person, body_id=body, kind=kind.name, defaults={"every": every, "told_until": begins}
    )
    if not new:
        told_until = begins if made.every == Every.NEVER else made.told_until
        Preference.objects.filter(pk=made.pk).update(every=every, told_until=told_until)


def chosen(kind: Kind, *, person: int, body: int) -> str:
    """How often a person hears of a kind, for a body."""
    found = (
        Preference.objects.filter(person_id=person, body_id=body, kind=kind.name)
        .values_list("every", flat=True)
        .first()
    )
    return found or Every.NEVER


def preview(kind: Kind, *, person: int, body: int, site: str) -> Digest | None:
    """What the next message would say; to somebody who has not chosen the kind, what it would have said of the last week."""
    assert kind.chosen is not None
    held = Preference.objects.filter(person_id=person, body_id=body, kind=kind.name).exclude(every=Every.NEVER).first()
    since = kind.chosen.begins() - WEEK
    return kind.chosen.write(
        held or Preference(person_id=person, body_id=body, kind=kind.name, every=Every.WEEK, told_until=since), site
    )


def post_digests(
    *,
    today: date,
    site: str,
    address_of: Callable[[int], str],
    told: Callable[[Preference, Digest], object],
    may: Callable[[Preference], bool],
) -> int:
    """Post to each who chose it what there is to say since they were last told, as the system role. Returns the number of messages.

    What was told is kept in the transaction in which the message is posted, one by one: an interrupted run goes on where it
    stopped, and nobody is told a thing twice or never. `address_of`: a person's address, by their number. `told`: called for each
    message in that transaction. `may`: whether somebody may still have what they chose; who may not is told nothing.
    """
    due = Q(every=Every.DAY) | Q(every=Every.WEEK, told_until__lte=today - WEEK)
    waiting = Preference.objects.filter(due, kind__in=kinds()).order_by("pk").values_list("pk", flat=True)
    return sum(_post_digest(number, site, address_of, told, may) for number in list(waiting))


@transaction.atomic
def _post_digest(
    number: int,
    site: str,
    address_of: Callable[[int], str],
    told: Callable[[Preference, Digest], object],
    may: Callable[[Preference], bool],
) -> bool:
    held = Preference.objects.select_for_update().get(pk=number)
    kind = kinds()[held.kind]
    digest = kind.chosen.write(held, site) if kind.chosen and held.every != Every.NEVER and may(held) else None
    if digest is None:
        return False
    if digest.text:
        stop = site + stop_address(held)
        post(
            kind=kind,
            key=f"{kind.name}/{held.pk}/{held.told_until}/{digest.until}",
            to=address_of(held.person_id),
            subject=digest.subject,
            text=f"{digest.text}\n\nTo stop these messages, without signing in: {stop}\n",
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )
        told(held, digest)
    Preference.objects.filter(pk=held.pk).update(told_until=digest.until)
    return bool(digest.text)


def stop_address(held: Preference) -> str:
    """The address at which this person stops this kind with one click (RFC 8058)."""
    return reverse("stop-mail", args=[signing.dumps([held.person_id, held.body_id, held.kind], salt=SALT)])


def meant_by(token: str) -> Preference | None:
    """What the link in a message would stop, as the system role; None if it is no link of ours, or there is nothing to stop any more."""
    try:
        person, body, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Preference.objects.filter(person_id=person, body_id=body, kind=kind).first()


def stop(held: Preference) -> bool:
    """Write no more of it. Whether that was still needed."""
    changed = Preference.objects.filter(pk=held.pk).exclude(every=Every.NEVER).update(every=Every.NEVER)
    return bool(changed)
