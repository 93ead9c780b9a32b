"""Maps that need no boundaries: dots where locations lie, and one tile a council. The same facts stand in tables."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Any

from django.db import connection
from psycopg import sql

from irhub.dashboards.compare import CouncilFigures
from irhub.dashboards.hexagons import Cell, Dot, hexagons
from irhub.dashboards.map_keys import FEW, IN_CELLS, OF_DOTS, Mark, of_shades
from irhub.dashboards.models import PlaceMap
from irhub.dashboards.pictures.figure import LEAST
from irhub.places import COUNCIL, COUNTRY, Place, Tile, tiles
from irhub.places.maps import WIDTH, Frame, Named, Ruler, framed, miles_apart, spelled, towns_named
from irhub.registers.as_at import NOW, STOOD, kept_of
from irhub.registers.care import is_care
from irhub.registers.directory_locations import beside_directory
from irhub.registers.models import shown_by_directory
from irhub.web.saying import agreeing, counted

NO_PROVIDER = "no provider on the CQC’s list"
TOO_FEW = f"lines: fewer than {LEAST} providers, too few to say"
PICTURES = {"councils": {COUNCIL}, "locations": {COUNTRY}}
"""The maps that can be taken away, and of which kinds of place there is none."""
MOST_DOTS = 600
"""More locations than this are put together in hexagons: thousands of dots hide one another and weigh a megabyte."""
MOST_ZOOMS, _WORTH_IT, _MILES_AROUND = 12, 5, 2.5
"""To so many towns of a council a map can be zoomed, if they have so many locations; it shows what lies within so many miles."""
_COUNTRY_AROUND, _ROOM = 0.3, 12.0
"""The map of a provider shows so many degrees (20 miles) at least, and so much room around its outermost locations."""
BANDS = (0.2, 0.3, 0.4, 0.5)
"""Where one shade of a share ends and the next begins: the same of every place and day, so that maps can be laid side by side."""
_JOINED = sql.SQL("""
    JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
    LEFT JOIN organisations_providerincouncil c ON c.council_code = l.council_code AND c.provider_id = l.provider_id
        AND c.adult_social_care = {is_care} AND c.{kept}
""")
_HERE = sql.SQL("l.council_code = ANY(%(councils)s) AND {is_care}").format(is_care=is_care("l"))
_ONLY = sql.SQL("{here} AND l.location_id = ANY(%(only)s)").format(here=_HERE)
_OF_PROVIDERS = sql.SQL("l.provider_id = ANY(%(providers)s)")
_DOTS = sql.SQL("""
    SELECT l.latitude, l.longitude, l.city, l.location_name, coalesce(c.licence, 'none'), l.location_id, m.organisation_id,
           l.council_code
    FROM registers_location l {joined} WHERE {stood} AND {where} ORDER BY l.location_id
""")
# Those of one page are found before anything is joined with them: a region has twelve thousand.
_LISTED = sql.SQL("""
    SELECT l.location_name, l.service_types, l.provider_name, m.organisation_id, l.postcode, l.overall_rating,
           coalesce(c.licence, 'none'), l.location_id, l.provider_id, l.since, l.lacked_by
    FROM (
        SELECT * FROM registers_location l WHERE {stood} AND {where}
        ORDER BY location_name, location_id LIMIT %(limit)s OFFSET %(offset)s
    ) l {joined} ORDER BY l.location_name, l.location_id
""")

Located = tuple[Any, ...]
"""A location as _DOTS tells it: degrees north and east (None if they are not held), town, name, licence, its number, organisation, council."""


@dataclass(frozen=True)
class DotMap:
    """Locations in a picture `width` by `height`: as dots or, of more than MOST_DOTS, as cells, of which `legend` tells the
    shades. `total`: how many locations are in the picture; `unplaced`: how many have no coordinates or lie far outside.
    `frame`: how the picture was made, so that outlines can be drawn into it; None without a location. `towns`: names to
    find one's way by. `near`: the town to which the picture is zoomed, blank for the whole, and `only` the numbers of the locations that it
    shows then; `zooms`: to which towns it can be."""

    dots: list[Dot]
    width: float
    height: float
    unplaced: int
    total: int
    cells: list[Cell]
    legend: list[tuple[int, str]]
    frame: Frame | None = None
    towns: list[Named] = field(default_factory=list)
    near: str = ""
    zooms: list[str] = field(default_factory=list)
    only: list[str] = field(default_factory=list)

    @property
    def ruler(self) -> Ruler | None:
        """How long some miles are in the picture; None without a location."""
        return self.frame.ruler if self.frame else None

    @property
    def key(self) -> Sequence[Mark]:
        """What its marks mean."""
        if not self.cells:
            return OF_DOTS
        return [*of_shades(self.legend, " location" if self.legend[0][1] == "1" else " locations"), IN_CELLS]

    @property
    def left_out(self) -> str:
        """How many locations are not in the picture, and why."""
        return f"{self.unplaced:,} {agreeing(self.unplaced, 'have')} no coordinates on the list, or lie far from all the others."


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
    location_id: str
    provider_id: str


@dataclass(frozen=True)
class TileOf:
    """A council's tile: its cell, its letters and a shade from 0 (no figures) to 5, or FEW."""

    council_slug: str
    name: str
    column: int
    row: int
    letters: str
    shade: int
    says: str

    @property
    def few(self) -> bool:
        """Whether its share is of too few to be shown as a shade."""
        return self.shade == FEW

    @property
    def dark(self) -> bool:
        """Whether words on it are white."""
        return 3 < self.shade < FEW


@dataclass(frozen=True)
class TileMap:
    """Tiles of a place's councils, counted from its own corner, and what each shade means."""

    tiles: list[TileOf]
    columns: int
    rows: int
    legend: list[tuple[int, str]]

    @property
    def key(self) -> Sequence[Mark]:
        """What its shades mean."""
        return of_shades(self.legend)


def dots_of_place(
    place: Place, as_at: date | None = None, around: Sequence[Sequence[float]] = (), near: str = ""
) -> DotMap:
    """The locations of a place on the CQC's newest list, or on that of a past day: as `draw_maps` kept them, where they are very
    many. The picture of a council also has room for points `around` (east, north), or shows one of its towns alone (`near`)."""
    kept = PlaceMap.objects.filter(as_at=as_at, place_code=place.code).values_list("picture", flat=True).first()
    if kept:
        legend = [(shade, title) for shade, title in kept["legend"]]
        cells = [Cell(**cell) for cell in kept["cells"]]
        towns = [Named(**town) for town in kept.get("towns", [])]
        return DotMap(**kept | {"cells": cells, "legend": legend, "frame": Frame(**kept["frame"]), "towns": towns})
    rows = _located(_HERE, {"councils": place.council_codes}, as_at)
    if place.kind != COUNCIL:
        return _drawn(rows, around)
    zooms = _large_towns(rows)
    if near not in zooms:
        return replace(_drawn(rows, around), zooms=zooms)
    around_town = _around_town(rows, near)
    return replace(_drawn(around_town), near=near, zooms=zooms, only=[row[5] for row in around_town])


def _large_towns(rows: Sequence[Located]) -> list[str]:
    """The towns of which a picture of their own is worth looking at, those with most locations first."""
    many = Counter(spelled(row[2]) for row in rows if row[0] is not None and row[2].strip())
    found = [town for town, count in many.most_common(MOST_ZOOMS) if count >= _WORTH_IT]
    return found if len(many) > 1 else []


def _around_town(rows: Sequence[Located], town: str) -> list[Located]:
    """The locations within a few miles of the middle of a town's, whatever town their addresses give."""
    placed = [row for row in rows if row[0] is not None and row[1] is not None]
    own = [row for row in placed if spelled(row[2]) == town]
    middle = median(row[0] for row in own), median(row[1] for row in own)
    return [row for row in placed if miles_apart(middle, row[:2]) <= _MILES_AROUND]


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


def locations_listed(
    place: Place, as_at: date | None, offset: int, limit: int, only: Sequence[str] = ()
) -> list[ListedLocation]:
    """The locations of a place on the CQC's newest list, or on that of a past day, by name, so many from the offset on; of these
    numbers alone, if there are any."""
    with connection.cursor() as cursor:
        cursor.execute(
            _told(_LISTED, _ONLY if only else _HERE, as_at),
            _of_day(as_at) | {"councils": place.council_codes, "limit": limit, "offset": offset, "only": list(only)},
        )
        found = cursor.fetchall()
    told_beside = beside_directory([row[7] for row in found] if as_at is None else [])
    return [
        ListedLocation(shown_by_directory(row[9], row[10]) if row[10] else told_beside.of(row[7]), *row[:9])
        for row in found
    ]


def dots_of_providers(provider_ids: Sequence[str]) -> DotMap:
    """The locations of some providers on the CQC's newest list, with the country around them."""
    return _drawn(_located(_OF_PROVIDERS, {"providers": list(provider_ids)}, None), least=_COUNTRY_AROUND, edge=_ROOM)


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


def _drawn(
    rows: Sequence[Located], around: Sequence[Sequence[float]] = (), *, least: float = 0.02, edge: float = 3.0
) -> DotMap:
    placed = [row for row in rows if row[0] is not None and row[1] is not None]
    inside = _without_strays(placed)
    if not inside:
        return DotMap([], 100, 60, len(rows), 0, [], [])
    points = [*(row[:2] for row in inside), *((north, east) for east, north in around)]
    frame, height = framed(points, (50.0, 130.0), least=least, edge=edge)
    dots = [Dot(*frame.at(east, north), name, *told) for north, east, _, name, *told in inside]
    towns = towns_named((row[:3] for row in inside), frame.at, dots[:MOST_DOTS], height)
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
    """The councils of a place, shaded by their share of licensed providers in the figures held, on the one scale of BANDS."""
    figures = {row.council.code: row for row in rows}
    mine = [tile for tile in tiles() if tile.council.code in set(place.council_codes)]
    left, top = min(tile.column for tile in mine), min(tile.row for tile in mine)
    made = [_tile_of(tile, left, top, figures.get(tile.council.code)) for tile in mine]
    between = [f"{low:.0%} to {high - 0.01:.0%}" for low, high in pairwise(BANDS)]
    legend = list(enumerate([f"under {BANDS[0]:.0%}", *between, f"{BANDS[-1]:.0%} or more"], 1))
    few = [(FEW, TOO_FEW)] if any(tile.few for tile in made) else []
    none = [(0, NO_PROVIDER)] if len(rows) < len(made) else []
    columns, lines = (1 + max(getattr(tile, way) for tile in made) for way in ("column", "row"))
    return TileMap(made, columns, lines, [*(legend if rows else []), *few, *none])


def _tile_of(tile: Tile, left: int, top: int, row: CouncilFigures | None) -> TileOf:
    shade, says = 0, NO_PROVIDER
    if row:
        providers = row.figures.providers
        few = providers < LEAST
        shade = FEW if few else 1 + bisect(BANDS, round(row.share, 2))
        share = f"too few to say a share: fewer than {LEAST}" if few else f"{row.share:.0%}"
        says = f"{row.figures.licensed} of {counted(providers, 'providers')} licensed ({share})"
    name = tile.council.name
    return TileOf(tile.council.slug, name, tile.column - left, tile.row - top, tile.letters, shade, f"{name}: {says}")


def shares_in_words(rows: Sequence[CouncilFigures]) -> str:
    """What a map of councils shows, in a sentence; blank of none."""
    enough = sorted((row for row in rows if row.figures.providers >= LEAST), key=lambda row: row.share)
    many = len(rows) - len(enough)
    few = f"{counted(many, 'councils have')} fewer than {LEAST} providers, too few to say." if many else ""
    if len(enough) < 2:
        return few
    low, high = enough[0], enough[-1]
    return (
        f"The share of providers with a licence is highest in {high.council.name}, {high.share:.0%}, and lowest in {low.council.name}, "
        f"{low.share:.0%}, of the councils with at least {LEAST} providers.{f' {few}' if few else ''}"
    )


def where(place: Place, dots: DotMap) -> str:
    """Where the locations of a map are, as a sentence goes on."""
    return f"within {_MILES_AROUND:g} miles of the middle of {dots.near}" if dots.near else f"in {place.name}"


def dots_in_words(place: Place, dots: DotMap) -> str:
    """What a map of locations shows, in a sentence."""
    said = f"{counted(dots.total, 'care locations')} {where(place, dots)}"
    if dots.dots:
        count = Counter(dot.licence for dot in dots.dots)
        said += f": {count['licensed']:,} of providers with a licence"
        said += f", {count['formerly']:,} of providers whose licence left the register" if count["formerly"] else ""
    return f"{said}."
