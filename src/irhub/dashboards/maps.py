"""Maps that need no boundaries: dots where locations lie, and one tile a council. The same facts stand in tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.db import connection

from irhub.dashboards.compare import CouncilFigures
from irhub.places import Place, tiles

SHADES = 5
MOST_DOTS = 3000
_DOTS = """
    SELECT l.latitude, l.longitude, l.location_name, l.provider_name, m.organisation_id, l.overall_rating,
           coalesce(c.licence, 'none'), l.postcode, l.service_types
    FROM registers_locationspan l
    JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
    LEFT JOIN dashboards_providerincouncil c ON c.council_code = l.council_code AND c.provider_id = l.provider_id
    WHERE l.until IS NULL AND {where} ORDER BY l.location_name, l.location_id
"""


@dataclass(frozen=True)
class Dot:
    """A location: where it lies in the picture (parts of its width and height), and what is known of it."""

    x: float
    y: float
    name: str
    provider: str
    organisation_id: str
    rating: str
    licence: str
    postcode: str
    services: str


@dataclass(frozen=True)
class Frame:
    """How degrees become places in a picture: its corner in degrees and in the picture, and the scale."""

    west: float
    north: float
    squeeze: float
    scale: float
    left: float
    up: float

    def at(self, east: float, north: float) -> tuple[float, float]:
        """Where a point lies in the picture."""
        x = self.left + (east - self.west) * self.squeeze * self.scale
        return round(x, 2), round(self.up + (self.north - north) * self.scale, 2)


@dataclass(frozen=True)
class DotMap:
    """Locations as dots in a picture `width` by `height`, and how many have no coordinates or lie far outside.

    `frame`: how the picture was made, so that outlines can be drawn into it; None without a dot.
    """

    dots: list[Dot]
    width: float
    height: float
    unplaced: int
    frame: Frame | None = None


@dataclass(frozen=True)
class TileOf:
    """A council's tile: its cell, its letters and a shade from 0 (no figures) to SHADES."""

    council_slug: str
    name: str
    column: int
    row: int
    letters: str
    shade: int
    says: str


@dataclass(frozen=True)
class TileMap:
    """Tiles of a place's councils, counted from its own corner, and what each shade means."""

    tiles: list[TileOf]
    columns: int
    rows: int
    legend: list[tuple[int, str]]


def dots_of_place(place: Place, around: Sequence[Sequence[float]] = ()) -> DotMap:
    """The locations of a place on the CQC's newest list; the picture also has room for points `around` (east, north)."""
    return _dot_map("l.council_code = ANY(%s)", [place.council_codes], around)


def dots_of_providers(provider_ids: Sequence[str]) -> DotMap:
    """The locations of some providers on the CQC's newest list."""
    return _dot_map("l.provider_id = ANY(%s)", [list(provider_ids)])


def _dot_map(where: str, values: list[Any], around: Sequence[Sequence[float]] = ()) -> DotMap:
    with connection.cursor() as cursor:
        cursor.execute(_DOTS.format(where=where), values)
        rows = cursor.fetchall()
    placed = [row for row in rows if row[0] is not None and row[1] is not None]
    inside = _without_strays(placed)
    if not inside:
        return DotMap([], 100, 60, len(rows))
    norths = [*(row[0] for row in inside), *(north for _, north in around)]
    easts = [*(row[1] for row in inside), *(east for east, _ in around)]
    squeeze = cos(radians(sum(norths) / len(norths)))
    tall, wide = max(max(norths) - min(norths), 0.02), max((max(easts) - min(easts)) * squeeze, 0.02)
    width = 100.0
    height = min(max(width * tall / wide, 50.0), 130.0)
    scale = min((width - 6) / wide, (height - 6) / tall)
    left, up = (width - wide * scale) / 2, (height - tall * scale) / 2
    frame = Frame(min(easts), max(norths), squeeze, scale, left, up)
    dots = [Dot(*frame.at(east, north), *rest) for north, east, *rest in inside]
    return DotMap(dots, width, round(height, 1), len(rows) - len(inside), frame)


def _without_strays(rows: Sequence[tuple]) -> list[tuple]:  # type: ignore[type-arg]
    """Rows whose coordinates lie where their neighbours do: one mistyped coordinate would shrink all the others."""
    if len(rows) < 20:
        return list(rows)
    kept = list(rows)
    for place in (0, 1):
        values = sorted(row[place] for row in kept)
        low, high = values[len(values) // 20], values[-1 - len(values) // 20]
        room = 2 * max(high - low, 0.05)
        kept = [row for row in kept if low - room <= row[place] <= high + room]
    return kept


def tile_map(rows: Sequence[CouncilFigures]) -> TileMap:
    """The councils of a comparison, shaded by their share of licensed providers: five shades of equal width."""
    shares = [row.share for row in rows]
    low, high = min(shares, default=0.0), max(shares, default=1.0)
    step = (high - low) / SHADES or 1.0
    cells = {tile.council.code: tile for tile in tiles()}
    mine = [(cells[row.council.code], row) for row in rows]
    left = min((tile.column for tile, _ in mine), default=0)
    top = min((tile.row for tile, _ in mine), default=0)
    made = [
        TileOf(
            council_slug=row.council.slug,
            name=row.council.name,
            column=tile.column - left,
            row=tile.row - top,
            letters=tile.letters,
            shade=1 + min(int((row.share - low) / step), SHADES - 1),
            says=f"{row.council.name}: {row.figures.licensed} of {row.figures.providers} providers licensed ({row.share:.0%})",
        )
        for tile, row in mine
    ]
    legend = [(number + 1, f"{low + number * step:.0%} to {low + (number + 1) * step:.0%}") for number in range(SHADES)]
    columns = max((tile.column for tile in made), default=0) + 1
    return TileMap(made, columns, max((tile.row for tile in made), default=0) + 1, legend)
