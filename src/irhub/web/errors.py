"""What an action says when it cannot be done. One place for all rooms: pages and commands catch these alone."""

from __future__ import annotations


class ActionRefused(Exception):
    """What was asked cannot be done, and nothing was changed.

    The message is a sentence, or a sentence a line, for the person who asked. `field`: of the form, if one is at fault.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class StaleVersion(ActionRefused):
    """Somebody else changed the thing since it was shown; nothing was altered."""
