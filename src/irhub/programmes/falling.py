"""What stands under a programme in other rooms, and falls where its schemes no longer give help: appointments after a closing date that moved.

A room says in its module `standing` (`STANDING`) what falls and how. No room below knows it: the actions that move a closing date, withdraw
a scheme, end a programme or close the hub ask all of them, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from irhub.programmes.models import Programme
from irhub.web.errors import ActionRefused
from irhub.web.rooms import gathered


@dataclass(frozen=True)
class Standing:
    """What of a room stands under programmes.

    `falls`: takes away what the programme, as it is recorded now, no longer gives, tells those concerned, and returns how many there were.
    `told`: what becomes of so many, in sentences, to whoever is about to let them fall.
    """

    falls: Callable[[Programme], int]
    told: Callable[[int], str]


class Unconfirmed(ActionRefused):
    """Something would fall of which the person has not been told yet. `many`: how much, to be said with the next attempt."""

    def __init__(self, sentence: str, many: int) -> None:
        super().__init__(sentence)
        self.many = many


def let_fall(programme: Programme, agreed: int) -> None:
    """Take away what stands and is no longer given. `agreed`: how much the person was told would fall.

    Raises Unconfirmed if it is another number: then nothing is changed, as far as the caller's transaction goes.
    """
    fell = [(one, one.falls(programme)) for room in gathered("standing", "STANDING") for one in room]
    many = sum(number for _, number in fell)
    if many and many != agreed:
        raise Unconfirmed(" ".join(one.told(number) for one, number in fell if number), many)
