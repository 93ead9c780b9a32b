"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from irhub.indicators.models import Signal
from tests.factories import CODE, ChallengeFactory, SignalFactory, StatementFactory
from tests.owners import Makes, Owner, number, organisation_near


def signal_about(owner: Owner) -> dict[str, object]:
    """A signal about the provider that a body is, or about any."""
    organisation = organisation_near(owner)
    if not Signal.objects.filter(organisation=organisation, code=CODE).exists():
        SignalFactory(organisation=organisation)
    return {"organisation_id": organisation.pk, "code": CODE}


THINGS: Makes = {
    "signal-challenge": signal_about,
    "signal-reply": signal_about,
    "challenge": lambda at: number(ChallengeFactory(organisation=organisation_near(at), body=at.body)),
}
EVERYBODYS: Makes = {
    "statement": lambda at: number(StatementFactory(organisation=organisation_near(at), body=at.body)),
}
