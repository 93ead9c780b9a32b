"""An agency that has no account gets one by itself, by a link to the address that it gives. Who it is, the checks of its application find.

Nothing is kept of what was typed: it stands in the link, sealed. The body is made when whoever got the mail confirms it, so that nobody can
take an agency’s number and name without an address that is read.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.actions import add_body, invite
from irhub.accounts.models import Body
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.accounts.sent_once import made_by, once_by
from irhub.notify.actions import post
from irhub.suppliers.models import Framework
from irhub.suppliers.notices import APPLICATION
from irhub.suppliers.numbers import company_number
from irhub.web import sealing
from irhub.web.addresses import whole_address
from irhub.web.errors import ActionRefused

LASTS = timedelta(days=7)
GONE = "This link no longer works: it is more than seven days old, or was not copied whole. Register again."
_PURPOSE = "an agency registers"
_WHY = "an agency that has no account registers; whoever asks acts for no body yet"


@dataclass(frozen=True)
class Registration:
    """What an agency typed that has no account. `framework`: the number of that to which it applies; `until`: when its link ends, in ISO 8601."""

    framework: int
    name: str
    number: str
    email: str
    until: str


def ask_to_register(framework: Framework, *, name: str, number: str, email: str) -> None:
    """Write to whoever asks for an account of an agency, who confirms it. Raises ActionRefused for a number that is none.

    Whether there is an account already is told to that address alone, and to nobody on the page.
    """
    asked = Registration(
        framework.pk, name.strip(), company_number(number, "number"), email, (timezone.now() + LASTS).isoformat()
    )
    if is_taken(asked):
        post(
            kind=APPLICATION, key=f"supplier-known/{asked.number}/{localdate()}", to=email, subject="Your business has an account already",
            text=f"Somebody asked for an account of the company {asked.number} with this address. {taken(asked, framework)}\n",
        )  # fmt: skip
        return
    link = link_of(asked)
    address = whole_address("supplier-register-confirm", link)
    # the mail says nothing that was typed but the number: anybody can have it sent to anybody
    post(
        kind=APPLICATION, key=f"supplier-register/{_digest(link)[:16]}", to=email, subject="Confirm that you register your business",
        text=f"Somebody asked for an account of the company {asked.number} with this address, to apply to {framework.name}.\n\n"
        f"Open this page and press the button there, and the account is made:\n{address}\n\n"
        "The link works for seven days. If it was not you, do nothing: then there is no account.\n",
    )  # fmt: skip


def link_of(asked: Registration) -> str:
    """What stands in the link by which an agency confirms: what it typed, which nobody reads or changes without the hub’s key."""
    return sealing.seal(_PURPOSE, json.dumps(asdict(asked), ensure_ascii=False).encode()).decode()


def asked_by(link: str) -> Registration | None:
    """What a link confirms; None if it is no longer good."""
    try:
        asked = Registration(**json.loads(sealing.unseal(_PURPOSE, link.encode())))
    except sealing.Unreadable:
        return None
    return asked if datetime.fromisoformat(asked.until) > timezone.now() else None


def is_taken(asked: Registration) -> bool:
    """Whether there is an account of the number, or of the name, by now."""
    with system_access(_WHY):
        same = Q(place_code=asked.number) | Q(name__iexact=asked.name)
        return Body.objects.filter(same, kind=Kind.SUPPLIER).exists()


def taken(asked: Registration, framework: Framework) -> str:
    """What to do where there is an account already."""
    return (
        f"There is an account of the company {asked.number}, or of its name, already. Ask its administrator to invite you under “People”."
        f" If you do not know who that is, or nobody of yours made it, write to {framework.contact}."
    )


def confirm(link: str, framework: Framework) -> str:
    """Make the account that a link confirms, once. Returns the secret of the invitation to be its administrator.

    Raises ActionRefused if the link is no longer good, or somebody else has confirmed the same number or name first.
    """
    return once_by(_digest(link), lambda: _make(link, framework), int(LASTS.total_seconds()))


def invitation_by(link: str) -> str:
    """The secret of the invitation that came of a link; blank if it was not confirmed."""
    return made_by(_digest(link))


def _make(link: str, framework: Framework) -> str:
    asked = asked_by(link)
    if asked is None:
        raise ActionRefused(GONE)
    if is_taken(asked):
        raise ActionRefused(taken(asked, framework))
    with system_access(_WHY):
        try:
            with transaction.atomic():
                body = add_body(Kind.SUPPLIER, asked.name, asked.number, by=asked.email)
        except IntegrityError as problem:  # confirmed at the same moment
            raise ActionRefused(taken(asked, framework)) from problem
        return invite(body, Role.ADMINISTRATOR, asked.email, by=asked.email)[1]


def _digest(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()
