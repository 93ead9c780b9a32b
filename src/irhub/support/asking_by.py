"""What becomes of a question from outside, before it is a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from irhub.programmes.models import Audience, Programme
from irhub.programmes.queries import contacts_for, schemes_for
from irhub.support.callers import Caller
from irhub.support.enquiries import enquire
from irhub.support.models import Client
from irhub.support.taking import other_side

WORKER = str(Client.WORKER)


def sources(programme: Programme) -> list[str]:
    """Where else somebody can turn to: what the programme's schemes say, and its partners."""
    today = localdate()
    told = [
        scheme.instead
        for kind in (Audience.PROVIDER, Audience.COUNCIL)
        for scheme in schemes_for(programme, kind, today)
    ]
    partners = [f"{one.name}: {one.phone or one.email or one.web}" for one in contacts_for(programme, Audience.PARTNER)]
    return list(dict.fromkeys([*told, *partners]))


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
