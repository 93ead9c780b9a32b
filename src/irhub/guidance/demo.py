"""The demo's guidance: written by somebody of its hub, approved by who runs its helpline."""

from __future__ import annotations

from irhub.accounts.acting import acting_in
from irhub.accounts.demo import cast
from irhub.accounts.roles import Kind, Role
from irhub.guidance.examples import bring_out
from irhub.programmes.demo import HUB, helpline_lead


def guidance_and_news() -> None:
    """Guidance and news of the hub: one page waits for a second person, one is flagged because a rule changed"""
    writer = cast("Gita Example", Role.GUIDANCE_EDITOR, kind=Kind.DELIVERY_PARTNER, body=HUB)
    second = helpline_lead()
    with acting_in(writer):
        bring_out(writer=writer, second=second)


SCENES = (guidance_and_news,)
