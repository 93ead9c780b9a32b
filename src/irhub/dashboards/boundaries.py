"""Taking in the boundaries of councils: an ONS Open Geography GeoJSON, checked, simplified and kept.

Of a file "Counties and Unitary Authorities ... Boundaries" the English councils are kept, twice: coarse for a map of many, finer
for the map of one. Loading another file replaces them whole.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import transaction
from django.utils import timezone
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from irhub.dashboards.models import Outline
from irhub.dashboards.outlines import drawn
from irhub.places import councils

MOST_BYTES = 80 * 2**20
"""Generalised boundaries (BUC, BGC) are 1 to 40 MiB; full ones are many times finer than any screen."""
FAR, NEAR = 0.006, 0.0008
"""Degrees by which an outline may be moved: about 400 and 60 metres, half a pixel of either map."""
_WHERE = (-9.0, 49.0, 3.0, 61.5)
"""Degrees west, south, east and north between which the United Kingdom lies."""
_CODE = re.compile(r"^CTYUA\d{2}CD$")
_GET = "On geoportal.statistics.gov.uk choose Counties and Unitary Authorities, generalised (BUC or BGC), and download it as GeoJSON."


class NotBoundaries(Exception):
    """The file is not what it should be. The message is for people and says what to do."""


@dataclass(frozen=True)
class Kept:
    """What was kept: how many councils, how many corners their outlines have, coarse and fine, and of which year they are."""

    councils: int
    far: int
    near: int
    year: str


def take_in(path: Path) -> Kept:
    """Check a file and keep its outlines in place of those before. Raises NotBoundaries, with nothing changed."""
    shapes, year = read(path)
    codes = list(shapes)
    whole = np.array([shapes[code] for code in codes], dtype=object)
    far = shapely.coverage_simplify(whole, FAR)  # common borders stay common
    near = shapely.simplify(whole, NEAR)
    made = [
        Outline(
            council_code=code,
            far=rings,
            near=_rings(fine, NEAR),
            drawn=asdict(drawn(rings)),
            source=path.name,
            loaded_at=timezone.now(),
        )
        for code, coarse, fine in zip(codes, far, near, strict=True)
        for rings in [_rings(coarse, FAR)]
    ]
    with transaction.atomic():
        Outline.objects.all().delete()
        Outline.objects.bulk_create(made)
    return Kept(
        len(made), sum(sum(map(len, one.far)) for one in made), sum(sum(map(len, one.near)) for one in made), year
    )


def forget() -> int:
    """Keep no outlines any more: maps show squares and dots. Returns how many there were."""
    return Outline.objects.all().delete()[0]


def read(path: Path) -> tuple[dict[str, BaseGeometry], str]:
    """The valid areas of all English councils by ONS code, and the year of the file's codes. Raises NotBoundaries."""
    features = _features(path)
    key = _code_of(features[0], path.name)
    wanted = {council.code: council.name for council in councils()}
    found: dict[str, BaseGeometry] = {}
    for feature in features:
        code = str((feature.get("properties") or {}).get(key) or "")
        if code not in wanted:
            continue
        if code in found:
            raise NotBoundaries(f"{path.name} has {wanted[code]} ({code}) twice: each council may stand in it once.")
        found[code] = _area(feature.get("geometry"), f"{wanted[code]} ({code})", path.name)
    if lacking := [f"{name} ({code})" for code, name in wanted.items() if code not in found]:
        raise NotBoundaries(
            f"{path.name} lacks {len(lacking)} of the {len(wanted)} councils: {', '.join(lacking[:4])}"
            f"{' and more' if len(lacking) > 4 else ''}. Take the edition of the year of the hub's councils (docs/places.md). {_GET}"
        )
    return {code: found[code] for code in wanted}, f"20{key[5:7]}"


def _features(path: Path) -> list[dict[str, Any]]:
    if path.stat().st_size > MOST_BYTES:
        raise NotBoundaries(
            f"{path.name} has {path.stat().st_size / 2**20:,.0f} MiB; at most {MOST_BYTES // 2**20} are read. {_GET}"
        )
    try:
        whole = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise NotBoundaries(f"{path.name} is not GeoJSON: it is not JSON, or was cut short. {_GET}") from None
    features = whole.get("features") if isinstance(whole, dict) and whole.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features or not all(isinstance(one, dict) for one in features):
        raise NotBoundaries(f"{path.name} is not GeoJSON with features: a FeatureCollection was expected. {_GET}")
    named = json.dumps(whole.get("crs") or "")
    if "27700" in named:
        raise NotBoundaries(_grid(path.name))
    return features


def _grid(name: str) -> str:
    return (
        f"{name} has British National Grid numbers (metres). Degrees are needed: choose longitude and latitude (WGS84,"
        " EPSG:4326) when you download it, which GeoJSON has by default."
    )


def _code_of(feature: dict[str, Any], name: str) -> str:
    columns = [str(column) for column in feature.get("properties") or {}]
    if key := next((column for column in columns if _CODE.match(column.upper())), None):
        return key
    raise NotBoundaries(
        f"{name} has no column of codes like CTYUA24CD; it has {', '.join(columns[:6]) or 'none'}. {_GET}"
    )


def _area(geometry: Any, council: str, name: str) -> BaseGeometry:
    try:
        area = shape(geometry)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, shapely.errors.ShapelyError):
        raise NotBoundaries(f"{name} has no outline that can be read for {council}.") from None
    if area.is_empty or area.geom_type not in ("Polygon", "MultiPolygon"):
        raise NotBoundaries(f"{name} has no area for {council}, but {area.geom_type or 'nothing'}.")
    west, south, east, north = area.bounds
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise NotBoundaries(_grid(name))
    if not (_WHERE[0] <= west and _WHERE[1] <= south and east <= _WHERE[2] and north <= _WHERE[3]):
        raise NotBoundaries(
            f"{name} puts {council} outside the United Kingdom: are longitude and latitude the wrong way round?"
        )
    return area if area.is_valid else shapely.make_valid(area, method="structure", keep_collapsed=False)


def _rings(area: BaseGeometry, step: float) -> list[list[list[float]]]:
    """The outer rings of an area, the largest first, without islands too small to be seen; holes are other councils."""
    parts = sorted(getattr(area, "geoms", [area]), key=lambda part: part.area, reverse=True)
    seen = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    kept = seen[:1] + [part for part in seen[1:] if part.area > (3 * step) ** 2]
    places = 3 if step > 0.001 else 4
    return [[[round(x, places), round(y, places)] for x, y in part.exterior.coords] for part in kept]
