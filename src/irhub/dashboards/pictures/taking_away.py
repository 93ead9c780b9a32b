"""A figure's picture as a drawing that stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string

from irhub.dashboards.pictures.figure import Figure, Question
from irhub.dashboards.pictures.shapes import sheet


def picture(question: Question, place: str, figure: Figure, sources: Sequence[str]) -> str:
    """The SVG of a figure that has a picture, with its title, finding, notes and `sources`."""
    if figure.drawing is None:
        raise ValueError("This figure has no picture.")
    made = sheet(figure.drawing, f"{place}: {question.title}", figure.finding, [*figure.notes, *sources])
    return render_to_string("dashboards/picture.svg", {"sheet": made})
