"""A figure's picture as a file that stands alone: SVG, and PNG made of it by Typst."""

from __future__ import annotations

from collections.abc import Sequence

import typst
from django.template import engines

from irhub.dashboards.pictures.figure import Figure, Question
from irhub.dashboards.pictures.shapes import sheet

KINDS = {"svg": "image/svg+xml", "png": "image/png"}
_PAGE = b'#set page(width: auto, height: auto, margin: 12pt, fill: white)\n#image(bytes(sys.inputs.svg), format: "svg")'
_DOTS_PER_INCH = 288.0
"""Three dots a unit: sharp on paper across half a page."""


def picture(question: Question, place: str, figure: Figure, kind: str, sources: Sequence[str]) -> bytes:
    """The picture of a figure that has one, with its title, finding, notes and `sources`. `kind`: one of KINDS."""
    if figure.drawing is None:
        raise ValueError("This figure has no picture.")
    made = sheet(figure.drawing, f"{place}: {question.title}", figure.finding, [*figure.notes, *sources])
    svg: str = engines["jinja2"].get_template("dashboards/picture.svg").render({"sheet": made})
    if kind == "svg":
        return svg.encode()
    png: bytes = typst.compile(_PAGE, format="png", ppi=_DOTS_PER_INCH, sys_inputs={"svg": svg})
    return png
