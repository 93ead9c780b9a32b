"""Maps that need no boundaries: dots where locations lie, and one tile a council. The same facts stand in tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from psycopg import sql

from irhub.dashboards.compare import CouncilFigures
from irhub.dashboards.hexagons import SHADES, Cell, Dot, hexagons
from irhub.dashboards.models import PlaceMap
from irhub.places import COUNCIL, COUNTRY, Place, Tile, tiles
from irhub.places.maps import WIDTH, Frame, Named, Ruler, framed, towns_named
from irhub.registers.as_at import NOW, STOOD, kept_of
from irhub.registers.care import is_care
from irhub.registers.directory_locations import beside_directory
from irhub.registers.models import shown_by_directory

NO_PROVIDER = "no provider on the CQC’s list"
MOST_DOTS = 600
"""More locations than this are put together in hexagons: thousands of dots hide one another and weigh a megabyte."""
_JOINED = sql.SQL("""
    JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
    LEFT JOIN organisations_providerincouncil c ON c.council_code = l.council_code AND c.provider_id = l.provider_id
        AND c.adult_social_care = {is_care} AND c.{kept}
""")
_HERE = sql.SQL("l.council_code = ANY(%(councils)s) AND {is_care}").format(is_care=is_care("l"))
_OF_PROVIDERS = sql.SQL("l.provider_id = ANY(%(providers)s)")
_DOTS = sql.SQL("""
    SELECT l.latitude, l.longitude, l.city, l.location_name, coalesce(c.licence, 'none'), l.council_code
    FROM registers_location l {joined} WHERE {stood} AND {where} ORDER BY l.location_id
""")
# Those of one page are found before anything is joined with them: a region has twelve thousand.
_LISTED = sql.SQL("""
    SELECT l.location_name, l.service_types, l.provider_name, m.organisation_id, l.postcode, l.overall_rating,
           coalesce(c.licence, 'none'), l.since, l.lacked_by, l.location_id
    FROM (
        SELECT * FROM registers_location l WHERE {stood} AND {where}
        ORDER BY location_name, location_id LIMIT %(limit)s OFFSET %(offset)s
    ) l {joined} ORDER BY l.location_name, l.location_id
""")

Located = tuple[Any, ...]
"""A location as _DOTS tells it: degrees north and east (None if they are not held), town, name, licence, council."""


@dataclass(frozen=True)
class DotMap:
    """Locations in a picture `width` by `height`: as dots or, of more than MOST_DOTS, as cells, of which `legend` tells the
    shades. `total`: how many locations are in the picture; `unplaced`: how many have no coordinates or lie far outside.
    `frame`: how the picture was made, so that outlines can be drawn into it; None without a location. `towns`: names to
    find one's way by."""

    dots: list[Dot]
    width: float
    height: float
    unplaced: int
    total: int
    cells: list[Cell]
    legend: list[tuple[int, str]]
    frame: Frame | None = None
    towns: list[Named] = field(default_factory=list)

    @property
    def ruler(self) -> Ruler | None:
        """How long some miles are in the picture; None without a location."""
        return self.frame.ruler if self.frame else None


@dataclass(frozen=True)
class ListedLocation:
    """A location for the table beside a map. `beside`: which file shows it, or what the newer one lacks, as a sentence."""

    beside: str
    name: str
    services: str
    provider: str
    organisation_id: str
    postcode: str
    rating: str
    licence: str


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


def dots_of_place(place: Place, as_at: date | None = None, around: Sequence[Sequence[float]] = ()) -> DotMap:
    """The locations of a place on the CQC's newest list, or on that of a past day: as `draw_maps` kept them, where they are very
    many. The picture of a council also has room for points `around` (east, north)."""
    kept = PlaceMap.objects.filter(as_at=as_at, place_code=place.code).values_list("picture", flat=True).first()
    if kept:
        legend = [(shade, title) for shade, title in kept["legend"]]
        cells = [Cell(**cell) for cell in kept["cells"]]
        towns = [Named(**town) for town in kept.get("towns", [])]
        return DotMap(**kept | {"cells": cells, "legend": legend, "frame": Frame(**kept["frame"]), "towns": towns})
    return _drawn(_located(_HERE, {"councils": place.council_codes}, as_at), around)


def draw_maps(of: Collection[Place], as_at: date | None = None) -> None:
    """Keep the pictures of those of these places that have more than MOST_DOTS locations. Within a transaction."""
    PlaceMap.objects.filter(as_at=as_at, place_code__in=[place.code for place in of]).delete()
    wide = [place for place in of if place.kind not in (COUNCIL, COUNTRY)]
    councils = sorted({code for place in wide for code in place.council_codes})
    within: dict[str, list[list[Located]]] = defaultdict(
        list
    )  # of each council, the locations of places that it lies in
    located: dict[str, list[Located]] = {place.code: [] for place in wide}
    for place in wide:
        for code in place.council_codes:
            within[code].append(located[place.code])
    for row in _located(_HERE, {"councils": councils}, as_at) if councils else []:
        for rows in within[row[-1]]:
            rows.append(row)
    drawn = [(place, _drawn(located[place.code])) for place in wide]
    PlaceMap.objects.bulk_create(
        PlaceMap(as_at=as_at, place_code=place.code, picture=asdict(picture))
        for place, picture in drawn
        if picture.cells
    )


def locations_listed(place: Place, as_at: date | None, offset: int, limit: int) -> list[ListedLocation]:
    """The locations of a place on the CQC's newest list, or on that of a past day, by name, so many from the offset on."""
    with connection.cursor() as cursor:
        cursor.execute(
            _told(_LISTED, _HERE, as_at),
            _of_day(as_at) | {"councils": place.council_codes, "limit": limit, "offset": offset},
        )
        found = cursor.fetchall()
    told_beside = beside_directory([row[-1] for row in found] if as_at is None else [])
    return [
        ListedLocation(shown_by_directory(row[7], row[8]) if row[8] else told_beside.of(row[9]), *row[:7])
        for row in found
    ]


def dots_of_providers(provider_ids: Sequence[str]) -> DotMap:
    """The locations of some providers on the CQC's newest list."""
    return _drawn(_located(_OF_PROVIDERS, {"providers": list(provider_ids)}, None))


def _told(query: sql.SQL, where: sql.Composable, as_at: date | None) -> sql.Composed:
    """A query of locations, of those where something holds, as it is asked of a day."""
    joined = _JOINED.format(kept=kept_of(as_at), is_care=is_care("l"))
    return query.format(where=where, stood=STOOD, joined=joined)


def _of_day(as_at: date | None) -> dict[str, Any]:
    return {"as_at": as_at, "day": as_at or NOW}


def _located(where: sql.Composable, values: dict[str, Any], as_at: date | None) -> list[Located]:
    with connection.cursor() as cursor:
        cursor.execute(_told(_DOTS, where, as_at), _of_day(as_at) | values)
        return list(cursor.fetchall())


def _drawn(rows: Sequence[Located], around: Sequence[Sequence[float]] = ()) -> DotMap:
    placed = [row for row in rows if row[0] is not None and row[1] is not None]
    inside = _without_strays(placed)
    if not inside:
        return DotMap([], 100, 60, len(rows), 0, [], [])
    frame, height = framed([*(row[:2] for row in inside), *((north, east) for east, north in around)], (50.0, 130.0))
    dots = [Dot(*frame.at(east, north), name, licence) for north, east, _, name, licence, _ in inside]
    towns = towns_named((row[:3] for row in inside), frame.at)
    unplaced = len(rows) - len(inside)
    if len(dots) <= MOST_DOTS:
        return DotMap(dots, WIDTH, height, unplaced, len(dots), [], [], frame, towns)
    cells, legend = hexagons(dots, WIDTH)
    return DotMap([], WIDTH, height, unplaced, len(dots), cells, legend, frame, towns)


def _without_strays(rows: Sequence[Located]) -> list[Located]:
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


def tile_map(place: Place, rows: Sequence[CouncilFigures]) -> TileMap:
    """The councils of a place, shaded by their share of licensed providers in the figures held: five shades of equal width."""
    shares = [row.share for row in rows]
    low, high = min(shares, default=0.0), max(shares, default=1.0)
    step = (high - low) / SHADES or 1.0
    figures = {row.council.code: row for row in rows}
    mine = [tile for tile in tiles() if tile.council.code in set(place.council_codes)]
    left, top = min(tile.column for tile in mine), min(tile.row for tile in mine)
    made = [_tile_of(tile, left, top, figures.get(tile.council.code), low, step) for tile in mine]
    legend = [(number + 1, f"{low + number * step:.0%} to {low + (number + 1) * step:.0%}") for number in range(SHADES)]
    none = [(0, NO_PROVIDER)] if len(rows) < len(made) else []
    columns, lines = (1 + max(getattr(tile, way) for tile in made) for way in ("column", "row"))
    return TileMap(made, columns, lines, [*(legend if rows else []), *none])


def _tile_of(tile: Tile, left: int, top: int, row: CouncilFigures | None, low: float, step: float) -> TileOf:
    shade, says = 0, NO_PROVIDER
    if row:
        shade = 1 + min(int((row.share - low) / step), SHADES - 1)
        says = f"{row.figures.licensed} of {row.figures.providers} providers licensed ({row.share:.0%})"
    name = tile.council.name
    return TileOf(tile.council.slug, name, tile.column - left, tile.row - top, tile.letters, shade, f"{name}: {says}")
