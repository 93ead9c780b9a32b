"""Reading boundaries of councils: a GeoJSON file of any year and any columns, and a plain sentence about whatever is none."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from irhub.files.reading.containers import DAMAGED, is_gzip
from irhub.places import council_of, councils

MOST_BYTES = 80 * 2**20
"""Generalised boundaries (BUC, BGC) are 1 to 40 MiB; full ones are many times finer than any screen."""
_WHERE = (-9.0, 49.0, 3.0, 61.5)
"""Degrees west, south, east and north between which the United Kingdom lies."""
_LEAST = 0.002
"""Degrees from one side to the other, some 200 metres: what is smaller is no council."""
_FEW = 3
"""So many councils may lie elsewhere for it to be their own fault; of more it is the whole file's, which is in another grid."""
_NATIONAL, _MERCATOR = "British National Grid (EPSG:27700)", "Web Mercator (EPSG:3857)"
_GRIDS = {_NATIONAL: ("27700",), _MERCATOR: ("3857", "3785", "900913", "102100", "102113")}
"""How a file's own `crs` names the grids in which the ONS offers boundaries in metres."""
_DEGREES = ("4326", "CRS84", "4258", "4979")
_OTHER_FORMS = {
    b"PK": "is a ZIP: the portal has the boundaries as a GeoJSON too",
    b"\x00\x00\x27\x0a": "is a shapefile, not GeoJSON",
    b"SQLite format 3": "is a GeoPackage, not GeoJSON",
    b"<": "is XML (KML or GML), not GeoJSON",
}
_YEAR = re.compile(r"20(\d\d)|(?<=[A-Za-z])(\d\d)(?=CD$)")
GET = "On geoportal.statistics.gov.uk choose Counties and Unitary Authorities, generalised (BUC or BGC), and download it as GeoJSON."


class NotBoundaries(Exception):
    """The file is not what it should be. The message is for people and says what to do."""


@dataclass(frozen=True)
class Boundaries:
    """The areas of all councils by today's ONS code, in their order, in degrees (WGS84).

    `published`: which code each bears in the file. `year`: four digits, of the file's codes; blank if it does not tell.
    """

    areas: dict[str, BaseGeometry]
    published: dict[str, str]
    year: str


def read(path: Path) -> Boundaries:
    """The valid area of each council. Raises NotBoundaries: something else, or a council lacks, is twice, or has no area."""
    told = tellable(path.name)
    features = _features(path, told)
    column, published = _codes(features, told)
    wanted = {council.code: f"{council.name} ({council.code})" for council in councils()}
    found: dict[str, tuple[str, Any]] = {}
    for feature, as_published in zip(features, published, strict=True):
        council = council_of(as_published) if as_published else None
        if council is None:
            continue
        if council.code in found:
            raise NotBoundaries(f"{told} has {wanted[council.code]} twice: each council may stand in it once.")
        found[council.code] = as_published, feature.get("geometry")
    if lacking := [named for code, named in wanted.items() if code not in found]:
        raise NotBoundaries(
            f"{told} lacks {len(lacking)} of the {len(wanted)} councils by the codes in its column {tellable(column)}:"
            f" {', '.join(lacking[:4])}{' and more' if len(lacking) > 4 else ''}. Take the edition of the year of the hub's"
            f" councils (docs/places.md). {GET}"
        )
    areas = {code: _area(found[code][1], named, told) for code, named in wanted.items()}
    _in_place(areas, wanted, told)
    for code, named in wanted.items():
        areas[code] = _valid(areas[code], named, told)
    return Boundaries(areas, {code: found[code][0] for code in areas}, _year(column) or _year(path.name))


def tellable(name: str) -> str:
    """A name out of a file as a sentence or a column can hold it: short, on one line, and of characters that can be written."""
    plain = name.encode("utf-8", "replace").decode()
    return " ".join("".join(letter if letter.isprintable() else " " for letter in plain).split())[:120]


def _features(path: Path, told: str) -> list[dict[str, Any]]:
    try:
        whole = json.loads(_bytes(path, told))
    except (ValueError, RecursionError):
        raise NotBoundaries(f"{told} is not GeoJSON: it is not JSON, or was cut short. {GET}") from None
    features = whole.get("features") if isinstance(whole, dict) and whole.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features or not all(isinstance(one, dict) for one in features):
        raise NotBoundaries(f"{told} is not GeoJSON with features: a FeatureCollection was expected. {GET}")
    _declared_degrees(whole.get("crs"), told)
    return features


def _bytes(path: Path, told: str) -> bytes:
    try:
        with gzip.open(path) if is_gzip(path) else path.open("rb") as file:
            content: bytes = file.read(MOST_BYTES + 1)
    except DAMAGED:
        raise NotBoundaries(f"{told} is damaged: it could not be unpacked whole. Download it again.") from None
    except OSError as problem:
        raise NotBoundaries(f"{told} could not be read: {problem.strerror or problem}.") from None
    if len(content) > MOST_BYTES:
        raise NotBoundaries(f"{told} holds more than the {MOST_BYTES // 2**20} MiB that are read. {GET}")
    for begins, says in _OTHER_FORMS.items():
        if content.lstrip().startswith(begins):
            raise NotBoundaries(f"{told} {says}. {GET}")
    return content


def _declared_degrees(crs: Any, told: str) -> None:
    """Nothing, if a file's own `crs` says degrees or is not there. Raises NotBoundaries, which names the grid."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    declared = properties.get("name") or properties.get("code") if isinstance(properties, dict) else None
    named = tellable(str(declared)) if isinstance(declared, str | int) else ""
    if not named or any(number in named for number in _DEGREES):
        return
    numbers = re.findall(r"\d+", named)
    grid = next((grid for grid, known in _GRIDS.items() if any(number in known for number in numbers)), named)
    raise NotBoundaries(_not_degrees(grid, told))


def _not_degrees(grid: str, told: str) -> str:
    return (
        f"{told} has numbers of the grid {grid}. Degrees are needed: choose longitude and latitude (WGS84, EPSG:4326) when you"
        " download it, which GeoJSON has by default."
    )


def _codes(features: Sequence[dict[str, Any]], told: str) -> tuple[str, list[str]]:
    """The column whose values fit the councils' codes best, and each feature's code in it, blank if it has none.

    A file may have the codes of two years: the column of more councils is taken; of as many, the one with more of today's codes.
    """
    columns: dict[str, list[str]] = {}
    for number, feature in enumerate(features):
        properties = feature.get("properties")
        for name, value in properties.items() if isinstance(properties, dict) else ():
            code = value.strip().upper() if isinstance(value, str) and len(value) < 40 else ""
            if council_of(code):
                columns.setdefault(name, [""] * len(features))[number] = code
    if columns:
        best = max(columns, key=lambda name: _fit(columns[name]))
        return best, columns[best]
    every = chain.from_iterable(one["properties"] for one in features if isinstance(one.get("properties"), dict))
    had = ", ".join(tellable(name) for name in list(dict.fromkeys(every))[:6])
    raise NotBoundaries(
        f"{told} has no column with the ONS codes of councils, such as {councils()[0].code}; it has {had or 'none'}. {GET}"
    )


def _fit(codes: Iterable[str]) -> tuple[int, int]:
    borne = set(codes)
    meant = {council.code for council in map(council_of, borne) if council}
    return len(meant), len(meant & borne)


def _area(geometry: Any, council: str, told: str) -> BaseGeometry:
    """The polygons of a geometry in two dimensions, as they stand: perhaps not valid, perhaps not in degrees."""
    try:
        polygons = [shapely.Polygon(outer, holes) for outer, *holes in _polygons(geometry)]
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError, RecursionError):
        raise NotBoundaries(f"{told} has no outline that can be read for {council}.") from None
    except shapely.errors.ShapelyError:
        raise NotBoundaries(f"{told} has no outline that can be read for {council}.") from None
    if not polygons or all(polygon.is_empty for polygon in polygons):
        kind = geometry.get("type") if isinstance(geometry, dict) else "nothing"
        raise NotBoundaries(f"{told} has no area for {council}, but {tellable(str(kind))}.")
    return shapely.multipolygons(polygons) if len(polygons) > 1 else polygons[0]


def _polygons(geometry: Any) -> list[list[NDArray[np.float64]]]:
    """The rings of each polygon; of what is a line or a point, none."""
    kind, within = geometry["type"], geometry.get("coordinates")
    if kind == "GeometryCollection":
        return [polygon for one in geometry["geometries"] for polygon in _polygons(one)]
    if kind not in ("Polygon", "MultiPolygon"):
        return []
    return [[_corners(ring) for ring in polygon] for polygon in ([within] if kind == "Polygon" else within) if polygon]


def _corners(ring: Any) -> NDArray[np.float64]:
    """A ring without heights. Raises ValueError if a corner is no pair of numbers."""
    corners = np.array([(east, north) for east, north, *_ in ring], dtype=float).reshape(-1, 2)
    if not np.isfinite(corners).all():
        raise ValueError("a corner is not finite")
    return corners


def _in_place(areas: dict[str, BaseGeometry], named: dict[str, str], told: str) -> None:
    """Nothing, if all areas lie where the United Kingdom is. Raises NotBoundaries, which names the grid or the council."""
    west, south, east, north = np.array([area.bounds for area in areas.values()]).T
    astray = (west < _WHERE[0]) | (south < _WHERE[1]) | (east > _WHERE[2]) | (north > _WHERE[3])
    if not astray.any():
        return
    in_degrees = (np.maximum(-west, east) <= 180) & (np.maximum(-south, north) <= 90)
    if (~in_degrees).sum() > _FEW:
        grid = _grid_of(
            west[~in_degrees].min(), south[~in_degrees].min(), east[~in_degrees].max(), north[~in_degrees].max()
        )
        raise NotBoundaries(_not_degrees(grid, told))
    first = int(astray.argmax())
    turned = (
        _WHERE[0] <= south[first]
        and _WHERE[1] <= west[first]
        and north[first] <= _WHERE[2]
        and east[first] <= _WHERE[3]
    )
    raise NotBoundaries(
        f"{told} puts {list(named.values())[first]} outside the United Kingdom"
        f"{': longitude and latitude stand the wrong way round' if turned else ''}. {GET}"
    )


def _grid_of(west: float, south: float, east: float, north: float) -> str:
    """The grid that has such numbers for England: its metres lie east and north of a point off Cornwall, or of the equator."""
    if west >= 0 and south >= 0 and east <= 800_000 and north <= 1_300_000:
        return _NATIONAL
    if west >= -1_500_000 and east <= 400_000 and south >= 6_000_000 and north <= 12_000_000:
        return _MERCATOR
    return "another than longitude and latitude"


def _valid(area: BaseGeometry, council: str, told: str) -> BaseGeometry:
    """An area that does not cross itself, without parts that are lines."""
    try:
        made = area if area.is_valid else shapely.make_valid(area, method="structure", keep_collapsed=False)
    except shapely.errors.ShapelyError:
        raise NotBoundaries(f"{told} has no outline that can be read for {council}.") from None
    parts = [part for part in shapely.get_parts(made) if part.geom_type == "Polygon" and not part.is_empty]
    if not any(_is_seen(part) for part in parts):
        raise NotBoundaries(
            f"{told} has no area for {council}: its outline is a line or a point, or smaller than 200 metres."
        )
    return shapely.multipolygons(parts) if len(parts) > 1 else parts[0]


def _is_seen(part: BaseGeometry) -> bool:
    west, south, east, north = part.bounds
    return bool(min(east - west, north - south) >= _LEAST and part.area >= _LEAST**2 / 10)


def _year(name: str) -> str:
    found = _YEAR.search(name)
    return f"20{found[1] or found[2]}" if found else ""
