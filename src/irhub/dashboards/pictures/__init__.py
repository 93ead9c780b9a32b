"""Pictures of places: one module a family of questions, each answered by a sentence, a drawing and the rows behind it."""

from __future__ import annotations

from irhub.dashboards.pictures.figure import Asked, Figure, Question, by_key
from irhub.dashboards.pictures.history import NET, TREND
from irhub.dashboards.pictures.losses import LOSSES
from irhub.dashboards.pictures.neighbours import OVER_TIME, SIDE_BY_SIDE
from irhub.dashboards.pictures.splits import BY_RATING, BY_SERVICE
from irhub.places import COUNCIL, Place

QUESTIONS = by_key([TREND, NET, LOSSES, SIDE_BY_SIDE, OVER_TIME, BY_SERVICE, BY_RATING])
"""Every question, by its key: the part of the address that names it."""

__all__ = ["OVER_TIME", "QUESTIONS", "SIDE_BY_SIDE", "Asked", "Figure", "Question", "at_once"]


def at_once(place: Place) -> tuple[Question, ...]:
    """The questions that the overview of a place answers, the most asked first."""
    return (TREND, SIDE_BY_SIDE if place.kind == COUNCIL else LOSSES, NET, BY_SERVICE, BY_RATING)
