"""A worker who asks: received kindly, and handed to those who help workers if they agree. Nothing is kept without that.

The helpline advises employers and councils, so it never takes a worker's case. What is passed on is shown to them before, to the letter, and goes
to the contact that they chose; what they agreed to stays, with the time, so that it can be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from irhub.accounts.row_security import system_access
from irhub.notify.actions import post
from irhub.programmes.models import Audience, ContactPoint, Programme
from irhub.programmes.queries import contacts_for
from irhub.support.models import WorkerConsent
from irhub.support.notices import WORKER
from irhub.support.queries import contacts_of_workers
from irhub.web.errors import ActionRefused

_LINES = (
    ("name", "Name"), ("reach", "How to reach them"), ("safe", "When and how it is safe"), ("language", "Language"), ("text", "What they need"),
)  # fmt: skip


def who_takes(programme: Programme) -> list[ContactPoint]:
    """Who can be written to for a worker: the programme's contacts for workers that have an address."""
    return list(contacts_of_workers(programme).exclude(email=""))


def ours(programme: Programme) -> list[ContactPoint]:
    """How the helpline itself is reached, by whoever changes their mind."""
    return list(contacts_for(programme, Audience.PROVIDER))


def taker(programme: Programme, number: int) -> ContactPoint:
    """The contact that a worker chose. Raises ActionRefused if it is none of the programme's."""
    found = next((one for one in who_takes(programme) if one.pk == number), None)
    if found is None:
        raise ActionRefused("Select who should get in touch with you.", "to")
    return found


def passed_on(told: Mapping[str, Any]) -> str:
    """What is passed on, as the worker sees it before, and as it is sent."""
    return "\n".join(f"{label}: {told[name].strip()}" for name, label in _LINES if told[name].strip())


def consent_words(programme: Programme, to: ContactPoint) -> str:
    """What a worker agrees to."""
    return (
        f"I agree that {programme.name} passes what is shown here to {to.name}, so that they can get in touch with me."
    )


def hand_over(programme: Programme, told: Mapping[str, Any]) -> WorkerConsent:
    """Pass on what a worker agreed to, and keep that they did. Raises ActionRefused."""
    to = taker(programme, told["to"])
    words, text = consent_words(programme, to), passed_on(told)
    with system_access("a worker asks to be handed to those who help workers"), transaction.atomic():
        made = WorkerConsent.objects.create(
            body_id=programme.body_id, programme=programme, to=to.name, words=words, passed_on=text
        )
        post(
            kind=WORKER, key=f"worker-consent/{made.pk}", to=to.email, subject=f"A worker asks {to.name} for help",
            text=f"A worker asked the helpline {programme.name}, and agreed that we pass this on to you:\n\n{text}\n\nThey agreed to these words: "
            f"“{words}” They can change their mind by telling you or us. Contact them only as they say is safe.\n",
        )  # fmt: skip
    return made
