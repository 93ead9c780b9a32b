"""A worker who asks: received kindly, and handed to those who help workers if they agree. Nothing is kept without that.

The helpline advises employers and councils, so it never takes a worker's case. What is passed on is shown to them before, to the letter, and goes
to the contact that they chose; what they agreed to stays, with the time, so that it can be shown. They can withdraw it by a word to an adviser:
those who have it are asked to delete it, and the hub deletes its own copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import named, require
from irhub.accounts.policy import Whose
from irhub.accounts.row_security import system_access
from irhub.legal_advice.workflows import ADVISES
from irhub.notify.actions import cancel, post
from irhub.programmes.models import Audience, ContactPoint, Programme
from irhub.programmes.queries import contacts_for
from irhub.support.models import ConsentWithdrawal, WorkerConsent
from irhub.support.notices import WITHDRAWN, WORKER
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
            body_id=programme.body_id, programme=programme, to=to.name, to_email=to.email, words=words, passed_on=text
        )
        post(
            kind=WORKER, key=_event(made), to=to.email, subject=f"A worker asks {to.name} for help",
            text=f"A worker asked the helpline {programme.name}, and agreed that we pass this on to you:\n\n{text}\n\nThey agreed to these words: "
            f"“{words}” They can change their mind by telling you or us. Contact them only as they say is safe.\n",
        )  # fmt: skip
    return made


@transaction.atomic
def withdraw(*, consent: WorkerConsent, said_on: date, how: str, by: Membership) -> ConsentWithdrawal:
    """Record that a worker withdrew what they agreed to, and delete what was passed on; those who have it are asked to do so too, if an address
    of theirs is known. What was not sent yet never is. `said_on`, `how`: when and how the worker said so.

    Raises ActionRefused for whoever does not answer this helpline, a day before they agreed or to come, and where it was withdrawn before.
    """
    require(by, (ADVISES,), Whose(body=consent.body_id), "Only those who answer this helpline record this.")
    if not localdate(consent.given_at) <= said_on <= localdate():
        raise ActionRefused("Enter a day from the one on which they agreed until today.", "said_on")
    with system_access("a worker withdrew what they agreed to: what was passed on goes"):
        there = WorkerConsent.objects.select_for_update().get(pk=consent.pk)
        if ConsentWithdrawal.objects.filter(consent=there).exists():
            raise ActionRefused("This was withdrawn before.")
        went_out = not cancel(_event(there))
        made = ConsentWithdrawal.objects.create(
            consent=there,
            body_id=there.body_id,
            said_on=said_on,
            how=how.strip(),
            who=by.person.email,
            told=_address(there) if went_out else "",
            went_out=went_out,
        )
        _ask_to_delete(there, made.told)
        WorkerConsent.objects.filter(pk=there.pk).update(passed_on="")
    record("recorded that a worker withdrew a consent", by=by, about=named(there))
    return made


def _event(consent: WorkerConsent) -> str:
    """What the message that passes it on tells of."""
    return f"worker-consent/{consent.pk}"


def _ask_to_delete(consent: WorkerConsent, told: str) -> None:
    """Write to those who have it, if they can be reached."""
    if told:
        post(
            kind=WITHDRAWN, key=f"{_event(consent)}/withdrawn", to=told, subject="A worker no longer wants your help",
            text=f"On {localdate(consent.given_at):%-d %B %Y} the helpline {consent.programme.name} passed this on to you:\n\n{consent.passed_on}\n\n"
            "The worker has withdrawn their consent. Do not contact them, unless they contacted you themselves, delete what we sent you, "
            "and tell us once you have.\n",
        )  # fmt: skip


def _address(consent: WorkerConsent) -> str:
    """Where those are reached who have it: as then, or as the programme names them today; blank if neither is known."""
    here = (one.email for one in who_takes(consent.programme) if one.name == consent.to)
    return consent.to_email or next(here, "")
