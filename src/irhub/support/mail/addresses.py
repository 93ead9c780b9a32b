"""To which address mail of a programme's helpline comes, and to whose helpline a mail was written."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from irhub.programmes.models import Programme
from irhub.programmes.workflows import ProgrammeState


def address_of(programme: Programme) -> str:
    """The address to which clients of a programme answer; blank if the hub reads no mail."""
    return settings.IRHUB_HELPLINE_MAILBOXES.get(programme.slug, settings.IRHUB_HELPLINE_MAILBOX)


def addresses() -> list[str]:
    """Every address whose mail the hub reads, in small letters."""
    told = [settings.IRHUB_HELPLINE_MAILBOX, *settings.IRHUB_HELPLINE_MAILBOXES.values()]
    return [one.lower() for one in told if one]


def written_to(recipients: Sequence[str], otherwise: Programme) -> Programme:
    """The programme to whose address a mail was written, the first of its recipients first; `otherwise` if to none of them.

    `recipients`: addresses in small letters."""
    slugs = {address.lower(): slug for slug, address in settings.IRHUB_HELPLINE_MAILBOXES.items()}
    slug = next((slugs[at] for one in recipients if (at := without_key(one)) in slugs), "")
    there = Programme.objects.filter(slug=slug, state=ProgrammeState.OPEN).select_related("body").first()
    return there or otherwise


def without_key(address: str) -> str:
    """An address without what stands behind the + of its name."""
    name, _, domain = address.partition("@")
    return f"{name.partition('+')[0]}@{domain}"
