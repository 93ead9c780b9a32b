"""What the hub writes to people about their part in it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from irhub.accounts.models import Invitation, ProviderRequest
from irhub.web.mail import send


def send_invitation(request: HttpRequest, made: Invitation, secret: str, who: str) -> str:
    """Write to whoever is invited. Returns the link, which can also be handed over."""
    link = request.build_absolute_uri(reverse("invitation", args=[secret]))
    send(
        f"You are invited to the International Recruitment Hub as {made.role} of {made.body.name}",
        f"{who} invites you to act for {made.body.name} as {made.role}.\n\nOpen this link to begin:\n{link}\n\n"
        "It can be used once, within seven days. If you did not expect it, you need not do anything.\n",
        [made.email],
    )
    return link


def send_approval(request: HttpRequest, asked: ProviderRequest, secret: str) -> str:
    """Write to a provider's contact that they may begin. Returns the link."""
    link = request.build_absolute_uri(reverse("invitation", args=[secret]))
    send(
        f"You can now act for {asked.provider_name} in the International Recruitment Hub",
        f"You asked to act for {asked.provider_name}, and it was approved.\n\nOpen this link to begin:\n{link}\n\n"
        "It can be used once, within seven days.\n",
        [asked.email],
    )
    return link


def send_refusal(asked: ProviderRequest) -> None:
    """Write to a provider's contact that they may not, and why."""
    send(
        f"You asked to act for {asked.provider_name} in the International Recruitment Hub",
        f"It was not approved. The reason given: {asked.reason}\n\nIf it is wrong, ask again and say how it can be checked.\n",
        [asked.email],
    )
