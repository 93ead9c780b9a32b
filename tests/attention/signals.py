"""A provider with one signal about it, for tests. Every name is invented."""

from __future__ import annotations

from datetime import date

from irhub.indicators.models import Signal
from irhub.organisations.models import Member, Organisation

ORGANISATION, CODE, PROVIDER = "quillmoor01", "licence-left", "1-100"
SIGNAL = f"/attention/{ORGANISATION}/{CODE}/"


def signal(organisation_id: str = ORGANISATION, **changed: object) -> Signal:
    """A signal of the organisation, which is made if it does not stand yet."""
    if not Organisation.objects.filter(id=organisation_id).exists():
        Organisation.objects.create(
            id=organisation_id, register="cqc_locations", entity_key=PROVIDER, minted_on=date(2026, 1, 1)
        )
        Member.objects.create(
            register="cqc_locations", entity_key=PROVIDER, organisation_id=organisation_id, reason="its own record",
            name="Quillmoor Care Ltd",
        )  # fmt: skip
    facts: dict[str, object] = {
        "code": CODE, "version": 1, "as_at": date(2026, 11, 20), "organisation_id": organisation_id,
        "councils": ["E08000035"], "name": "Quillmoor Care Ltd", "locations": 2, "beds": 40, "severity": "act this week",
        "since": date(2026, 11, 18), "says": "Quillmoor Care Ltd was on the register and was not on it two days later.",
        "next_step": "Ask the provider an open question.", "link_score": 0.97, "audience": "public",
        "evidence": [{"register": "home_office_sponsors", "date": "2026-11-17", "line": 5, "says": "It stood there"}],
    }  # fmt: skip
    return Signal.objects.create(**(facts | changed))
