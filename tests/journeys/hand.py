"""How long a practised person takes for what they do on a page, by the keystroke-level model (Card, Moran and Newell, 1980): no clock is read.

Seconds: a key 0.28 (an average typist), to point 1.1, a press of the mouse 0.2, the hand from keys to mouse or back 0.4, to make up one's mind 1.35.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.journeys.conftest import follow

KEY, POINT, PRESS, HAND, MIND, WAIT = 0.28, 1.1, 0.2, 0.4, 1.35, 1.0
"""WAIT: for a page that was asked for."""


@dataclass
class Hand:
    """A hand on the mouse that counts what it does: `clicks`, `fields`, `keys`, `pages`."""

    clicks: int = 0
    fields: int = 0
    keys: int = 0
    pages: int = 0

    @property
    def seconds(self) -> float:
        """What all of it takes."""
        clicked = self.clicks * (MIND + POINT + PRESS)
        typed = self.fields * (MIND + POINT + PRESS + 2 * HAND) + self.keys * KEY
        return clicked + typed + self.pages * WAIT

    def write(self, field: Locator, words: str) -> None:
        """Come to a field and type."""
        field.fill(words)
        self.fields += 1
        self.keys += len(words)

    def click(self, at: Locator) -> None:
        """Choose what stands there."""
        at.check()
        self.clicks += 1

    def select(self, at: Locator, label: str) -> None:
        """Open a list and choose of it: two clicks."""
        at.select_option(label=label)
        self.clicks += 2

    def follow(self, at: Locator) -> None:
        """Press what leads to another page."""
        follow(at)
        self.clicks += 1
        self.pages += 1
