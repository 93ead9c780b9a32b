"""Pictures as plain geometry: what a template draws as SVG, on a page and in a file (ADR 36).

Every picture is WIDTH units wide: that is a phone's width, and half a page's on a desk, so that words in it can be read on both.
Looks differ in lightness and form, not in colour alone: they hold in black and white.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 420
SMALL, TEXT = 13, 15
"""Sizes of words, in units."""
_WIDE = 0.54
"""How wide a letter is in the middle, of its size."""
_DARK, _PALE, _MIDDLE, _INK, _SOFT = "#12436d", "#cfd6db", "#8fb3d4", "#0b0c0c", "#484949"

LOOKS: Mapping[str, Mapping[str, str]] = {
    "grid": {"stroke": "#d4d8db", "stroke-width": "1"},
    "axis": {"stroke": _INK, "stroke-width": "1"},
    "mark": {"stroke": _INK, "stroke-width": "1.5", "stroke-dasharray": "4 4"},
    "badge": {"fill": _INK},
    "bar": {"fill": _DARK},
    "bar-fall": {"fill": "#b58840"},
    "track": {"fill": "#eef2f5"},
    "line": {"fill": "none", "stroke": _DARK, "stroke-width": "3", "stroke-linejoin": "round"},
    "line-pale": {"fill": "none", "stroke": "#8d989f", "stroke-width": "2", "stroke-linejoin": "round"},
    "range": {"stroke": _PALE, "stroke-width": "8"},
    "range-own": {"stroke": _MIDDLE, "stroke-width": "12"},
    "dot": {"fill": "#ffffff", "stroke": _DARK, "stroke-width": "2"},
    "dot-own": {"fill": _DARK, "stroke": _DARK, "stroke-width": "2"},
    "words": {"fill": _INK, "font-size": str(TEXT)},
    "small": {"fill": _SOFT, "font-size": str(SMALL)},
    "strong": {"fill": _INK, "font-size": str(TEXT), "font-weight": "bold"},
    "badged": {"fill": "#ffffff", "font-size": str(SMALL), "font-weight": "bold"},
}
"""How the shapes of a layer look: attributes of SVG."""


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Dot:
    """A circle by its middle."""

    x: float
    y: float
    r: float


@dataclass(frozen=True)
class Words:
    """A line of words. `anchor`: where x is in it (start, middle, end)."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Layer:
    """Shapes of one look, drawn over the layers before it. `runs`: points of lines with corners."""

    look: str
    boxes: Sequence[Box] = ()
    lines: Sequence[Line] = ()
    runs: Sequence[Sequence[tuple[float, float]]] = ()
    dots: Sequence[Dot] = ()
    words: Sequence[Words] = ()

    @property
    def attributes(self) -> Mapping[str, str]:
        """Of the group in which its shapes stand."""
        return LOOKS[self.look]


@dataclass(frozen=True)
class Drawing:
    """A picture of WIDTH units. `says`: what is in it, for those who do not see it."""

    height: float
    layers: Sequence[Layer]
    says: str
    width: int = WIDTH


@dataclass(frozen=True)
class Sheet:
    """A drawing that is taken away: with its title and finding above it, and below it what it rests on. `top`: where it begins."""

    drawing: Drawing
    height: float
    top: float
    around: Sequence[Layer]
    width: int = WIDTH


def wrapped(text: str, width: float, size: int = TEXT) -> list[str]:
    """A text as lines that fit."""
    return textwrap.wrap(text, max(6, int(width / (size * _WIDE)))) or [""]


def long(text: str, size: int = TEXT) -> float:
    """About how long a line of words is."""
    return len(text) * size * _WIDE


def sheet(drawing: Drawing, title: str, finding: str, below: Sequence[str]) -> Sheet:
    """A drawing with words around it, for a file that stands alone."""
    head, y = [], 22.0
    for line in wrapped(title, drawing.width * 0.92):
        head.append(Words(0, y, line))
        y += 20
    said = []
    for line in wrapped(finding, drawing.width, 14):
        said.append(Words(0, y, line))
        y += 18
    top = y + 4
    y = top + drawing.height + 18
    foot = []
    for line in (line for told in below for line in wrapped(told, drawing.width, SMALL)):
        foot.append(Words(0, y, line))
        y += 16
    around = [Layer("strong", words=head), Layer("small", words=[*said, *foot])]
    return Sheet(drawing, y, top, around, drawing.width)
