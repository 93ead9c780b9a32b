"""A fictional boundaries file in the form in which the ONS puts out Counties and Unitary Authorities: no border is real."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from irhub.places import councils
from irhub.registers.fictional.towns import towns

ONS = (
    Path(os.environ.get("IRHUB_REAL_REGISTERS", Path(__file__).parents[3] / "shared" / "data")) / "real" / "boundaries"
)
"""Where the ONS's own file lies, on machines that have it."""


def features(scale: float = 1.0) -> list[dict[str, Any]]:
    """One feature a council, whose land is what lies nearest to the middle of its fictional towns; Scotland and Wales have one each."""
    at: dict[str, list[tuple[float, float]]] = {}
    for town in towns():
        at.setdefault(town.council.code, []).append((town.longitude, town.latitude))
    points = shapely.points([tuple(np.mean(places, axis=0)) for places in at.values()])
    coast = shapely.union_all(shapely.buffer(points, 0.4))
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=shapely.box(-7, 49.5, 2.9, 57))
    name_of = {council.code: council.name for council in councils()}
    made = []
    for code, point in zip(at, points, strict=True):
        cell = next(one for one in cells.geoms if one.contains(point)).intersection(coast)
        made.append(feature(code, name_of[code], shapely.transform(cell, lambda corners: corners * scale)))
    made += [
        feature(code, name, shapely.box(-4, 55, -3, 56)) for code, name in (("S12000001", "Far"), ("W06000001", "Off"))
    ]
    return made


def feature(code: str, name: str, area: Any) -> dict[str, Any]:
    middle = area.centroid
    return {
        "type": "Feature",
        "properties": {"FID": 1, "CTYUA24CD": code, "CTYUA24NM": name, "CTYUA24NMW": " ", "BNG_E": 1, "BNG_N": 1,
                       "LONG": middle.x, "LAT": middle.y, "GlobalID": "0"},
        "geometry": json.loads(shapely.to_geojson(area)),
    }  # fmt: skip


def written(folder: Path, made: list[dict[str, Any]], **more: Any) -> Path:
    """The file, under a name like those of the portal."""
    path = folder / "Counties_and_Unitary_Authorities_December_2024_Boundaries_UK_BUC.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made} | more))
    return path
