"""What an adviser can say, by theme: pages of guidance with the rules of the day."""

from __future__ import annotations

from dataclasses import dataclass

from irhub.guidance.queries import answer_text, published
from irhub.programmes.models import Programme
from irhub.support.opening import hours_told

MOST = 2


@dataclass(frozen=True)
class Script:
    """A page of guidance as words for a reply."""

    title: str
    text: str


def for_theme(theme: str) -> list[Script]:
    """The pages of guidance that fit a theme best, with the rules as they stand today; none if nothing fits."""
    return [Script(page.title, answer_text(page)) for page in published(q=theme)[:MOST]]


def opening(programme: Programme) -> str:
    """What is said first, by telephone: hours, closures, and that the helpline states rules."""
    return f"{programme.name}. {hours_told(programme)} We state rules with their sources; a lawyer advises on your own case."
