"""What becomes of a question from outside, before it is a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from irhub.accounts.allauth_internals import within_limit
from irhub.accounts.models import Membership
from irhub.programmes.models import Audience, Programme
from irhub.programmes.national import national
from irhub.programmes.queries import contacts_for
from irhub.support.callers import Caller
from irhub.support.enquiries import enquire
from irhub.support.models import Client
from irhub.support.taking import other_side
from irhub.web.errors import ActionRefused

WORKER = str(Client.WORKER)
OFTEN = {
    "helpline-ask": "30/h/ip,5/h/key",
    "helpline-ask-signed-in": "20/h/key",
    "helpline-thread": "30/h/key",
    "helpline-feedback": "30/h/key",
    "helpline-worker": "5/h/ip",
}
"""How often somebody may ask: by network, and by the address that they give."""
TOO_MANY = (
    "You have sent us a lot within an hour, and this was not sent. It is still below: send it later, or telephone us."
)


def refuse_too_many(request: HttpRequest, email: str, by: Membership | None) -> None:
    """Count that somebody asks. Raises ActionRefused if their address or their network has asked too often."""
    if by is not None:
        refuse_more_than(request, "helpline-ask-signed-in", by.person.email)
    elif email:
        refuse_more_than(request, "helpline-ask", email.lower())


def refuse_more_than(request: HttpRequest, action: str, key: str) -> None:
    """Count that somebody does something of OFTEN. Raises ActionRefused, with nothing of it lost, if they do too much."""
    if not within_limit(request, action, OFTEN, key=key):
        raise ActionRefused(TOO_MANY)


def sources(programme: Programme) -> list[str]:
    """Where else somebody can turn to: the programme's partners, and who helps anywhere. Not what its schemes say to those whom it is for:
    that leads back to where they come from."""
    partners = [f"{one.name}: {one.phone or one.email or one.web}" for one in contacts_for(programme, Audience.PARTNER)]
    return list(dict.fromkeys([*partners, *(one.told for one in national(Audience.PROVIDER))]))


def ask_from_outside(programme: Programme, who: Caller, told: Mapping[str, Any]) -> None:
    """Keep a question until the address is confirmed. Raises ActionRefused."""
    key, name = other_side(told["about"])
    letter = told["letter_on"]
    enquire(
        programme, email=told["email"],
        told={
            "client_type": who.kind, "client_key": who.key, "client_name": who.name, "name": told["name"], "phone": told["phone"],
            "theme": told["theme"], "subject": told["subject"], "text": told["text"], "letter_on": letter.isoformat() if letter else "",
            "urgency": "urgent" if letter else "routine", "about_key": key, "about_name": name,
        },
    )  # fmt: skip
