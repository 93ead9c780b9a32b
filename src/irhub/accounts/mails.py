"""What the hub writes to people about their part in it: each in the transaction of what it tells of."""

from __future__ import annotations

from irhub.accounts.models import Invitation, ProviderRequest
from irhub.accounts.notices import DECISION, INVITATION
from irhub.notify.actions import post
from irhub.web.addresses import whole_address


def post_invitation(made: Invitation, secret: str, who: str) -> str:
    """Write to whoever is invited. Returns the link, which can also be handed over."""
    link = whole_address("invitation", secret)
    post(
        kind=INVITATION,
        key=f"invitation/{made.pk}",
        to=made.email,
        subject=f"You are invited to the International Recruitment Hub as {made.role} of {made.body.name}",
        text=f"{who} invites you to act for {made.body.name} as {made.role}.\n\nOpen this link to begin:\n{link}\n\n"
        "It can be used once, within seven days. If you did not expect it, you can ignore it.\n",
    )
    return link


def post_approval(asked: ProviderRequest, secret: str) -> str:
    """Write to a provider's contact that they may begin. Returns the link."""
    link = whole_address("invitation", secret)
    post(
        kind=DECISION,
        key=f"provider-request/{asked.pk}",
        to=asked.email,
        subject=f"You can now act for {asked.provider_name} in the International Recruitment Hub",
        text=f"You asked to act for {asked.provider_name}, and it was approved.\n\nOpen this link to begin:\n{link}\n\n"
        "It can be used once, within seven days.\n",
    )
    return link


def post_refusal(asked: ProviderRequest) -> None:
    """Write to a provider's contact that they may not, and why."""
    post(
        kind=DECISION,
        key=f"provider-request/{asked.pk}",
        to=asked.email,
        subject=f"You asked to act for {asked.provider_name} in the International Recruitment Hub",
        text=f"It was not approved. The reason given: {asked.reason}\n\nIf it is wrong, ask again and say how it can be "
        "checked.\n",
    )
