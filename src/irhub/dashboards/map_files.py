"""A map that is taken away: with its finding, its key, and whom and what it rests on, as figures have it."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string

from irhub.dashboards.map_keys import FILLS, Mark
from irhub.dashboards.maps import DotMap, TileMap
from irhub.dashboards.outlines import Behind, OutlineMap
from irhub.dashboards.pictures.shapes import Drawing, sheet

WIDTH, _LARGEST = 600, 6.0
"""How wide a file is, in units, and how many units a part of a map may be."""
_LINE = 22
"""How high a line of the key is."""
_RULER = 6
"""The room of the ruler below dots, in parts of the map."""


def councils_file(title: str, finding: str, tiles: TileMap, shapes: OutlineMap | None, sources: Sequence[str]) -> str:
    """The SVG of a map of councils: in their outlines, or as tiles without."""
    if shapes is None:
        size = float(tiles.columns * 10), float(tiles.rows * 10)
        return _file(title, finding, size, tiles.key, sources, tiles=tiles)
    below = [f"{shapes.credit}.", *sources]
    return _file(title, finding, (shapes.width, shapes.height), shapes.key, below, shapes=shapes)


def locations_file(title: str, finding: str, dots: DotMap, land: Behind | None, sources: Sequence[str]) -> str:
    """The SVG of a map of locations, on the land behind them."""
    unplaced = [dots.left_out] if dots.unplaced else []
    below = [*unplaced, *([f"{land.credit}."] if land else []), *sources]
    return _file(title, finding, (dots.width, dots.height + _RULER), dots.key, below, dots=dots, outline=land)


def _file(
    title: str, finding: str, size: tuple[float, float], key: Sequence[Mark], below: Sequence[str], **drawn: object
) -> str:
    width, height = size
    scale = min(WIDTH / width, _LARGEST)
    drawing = Drawing(round(height * scale + 10 + _LINE * len(key)), [], finding, WIDTH)
    told = {
        "sheet": sheet(drawing, title, finding, below), "key": key, "key_at": round(height * scale + 10), "line": _LINE,
        "scale": scale, "fills": FILLS, "then": {}, **drawn,
    }  # fmt: skip
    return render_to_string("dashboards/map_file.svg", told)
