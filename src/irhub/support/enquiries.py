"""Questions of people without an account: kept until they confirm their address, and then a case."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from irhub.accounts.row_security import system_access
from irhub.accounts.sent_once import made_by, once_by
from irhub.casework.contacts import Authority, Relation, Told
from irhub.programmes.models import Programme
from irhub.support.actions import Asked, check_asked, open_case
from irhub.support.letters import ask_to_confirm
from irhub.support.links import link_of
from irhub.support.models import Case, Channel, Enquiry
from irhub.web.errors import ActionRefused

LASTS = timedelta(days=3)
GONE = "This link no longer works: it was used, or is more than three days old. Ask your question again."


def enquire(programme: Programme, *, email: str, told: dict[str, Any]) -> None:
    """Keep a question and write to whoever asked, who confirms it. `told`: as `_asked` reads it, all of it text.

    What was asked is checked now, while the person can still mend it. Raises ActionRefused.
    """
    secret = secrets.token_urlsafe(32)
    with system_access("somebody without an account asks the helpline"), transaction.atomic():
        made = Enquiry(
            body_id=programme.body_id, programme=programme, digest=_digest(secret), email=email, told=told,
            expires_at=timezone.now() + LASTS,
        )  # fmt: skip
        check_asked(programme, _asked(made))
        made.save()
        ask_to_confirm(made, secret)


def waiting(secret: str) -> Enquiry | None:
    """The question that a link would confirm; None if the link is no longer good."""
    with system_access("somebody opens the link that confirms a question"):
        found = Enquiry.objects.filter(digest=_digest(secret), expires_at__gt=timezone.now())
        return found.select_related("programme").first()


def confirm(secret: str) -> Case:
    """Make a case of a question. Raises ActionRefused if the link is no longer good, and as `open_case` does: then the question is kept."""
    with system_access("somebody confirms their address"), transaction.atomic():
        found = (
            Enquiry.objects.select_for_update().filter(digest=_digest(secret), expires_at__gt=timezone.now()).first()
        )
        if found is None:
            raise ActionRefused(GONE)
        asked = _asked(found)
        found.delete()
        made = open_case(programme=found.programme, asked=asked, channel=Channel.PAGE, by="somebody without an account")
        once_by(_digest(secret), lambda: "sent", int(LASTS.total_seconds()))
        return made


def was_sent(secret: str) -> bool:
    """Whether the question of a link that works no longer was sent by it."""
    return bool(made_by(_digest(secret)))


def _asked(found: Enquiry) -> Asked:
    told = dict(found.told)
    letter, theme = told.pop("letter_on", ""), found.programme.themes.get(pk=told.pop("theme"))
    contact: Told = {
        "name": told.pop("name"), "relation": told.pop("relation", Relation.RUNS), "authority": Authority.SAID,
        "email": found.email, "phone": told.pop("phone", ""),
    }  # fmt: skip
    return Asked(**told, theme=theme, letter_on=date.fromisoformat(letter) if letter else None, contact=contact)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def thread_link(case: Case) -> str:
    """What stands in the link by which whoever asked reads the thread."""
    with system_access("somebody who confirmed their address goes on to their thread"):
        return link_of(case.contacts.get())
