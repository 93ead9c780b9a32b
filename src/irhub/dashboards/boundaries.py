"""Boundaries of councils for maps: those that the hub brings along, and those that an operator takes in instead of them.

Either is kept twice: coarse for a map of many councils, finer for the map of one. Taking in another file replaces the
operator's whole. What the hub brings along was made by `write` (ADR 18) and is read from its file, never from the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from irhub.dashboards.drawing import Rings, drawn, holes_of, rings_of
from irhub.dashboards.geojson import Boundaries, read, tellable
from irhub.dashboards.models import Outline
from irhub.places import council_of
from irhub.places.land import OUTLINES

FAR, NEAR = 0.006, 0.0008
"""Degrees by which an outline may be moved: about 400 and 60 metres, half a pixel of either map."""
_CREDIT = "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data © Crown copyright and database right"
_WRITTEN = 5
"""Decimals of a degree that are written: about a metre."""


@dataclass(frozen=True)
class Made:
    """A council's outline, ready for maps: see models.Outline."""

    far: Rings
    near: Rings
    drawn: dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """What was kept: how many councils, how many corners their outlines have, coarse and fine, and of which year they are."""

    councils: int
    far: int
    near: int
    year: str


def take_in(path: Path) -> Kept:
    """Check a file and keep its outlines in place of those before. Raises NotBoundaries, with nothing changed."""
    boundaries = read(path)
    made = made_of(boundaries)
    now = timezone.now()
    with transaction.atomic():
        Outline.objects.all().delete()
        Outline.objects.bulk_create(
            Outline(
                council_code=code,
                far=one.far,
                near=one.near,
                drawn=one.drawn,
                year=boundaries.year,
                source=tellable(path.name),
                loaded_at=now,
            )
            for code, one in made.items()
        )
    return Kept(
        len(made),
        _corners(one.far for one in made.values()),
        _corners(one.near for one in made.values()),
        boundaries.year,
    )


def _corners(every: Iterable[Rings]) -> int:
    return sum(len(ring) for rings in every for ring in rings)


def forget() -> int:
    """Go back to the outlines that the hub brings along. Returns how many of the operator's own there were."""
    return Outline.objects.all().delete()[0]


@dataclass(frozen=True)
class Held:
    """The outlines of some councils as `field` of models.Outline tells them, by code, and whom a map with them names."""

    outlines: dict[str, Any]
    credit: str


def held(codes: Sequence[str], field: str) -> Held:
    """The operator's own outlines if there is one of each of these councils, else those that the hub brings along.

    `field`: `near` (Rings) or `drawn` (as a dictionary). What neither has is left out.
    """
    own = list(Outline.objects.filter(council_code__in=codes).values_list("council_code", field, "year"))
    if own and len(own) == len(set(codes)):
        return Held({code: told for code, told, _ in own}, credit(own[0][2]))
    shipped, year = brought_along()
    return Held({code: getattr(shipped[code], field) for code in codes if code in shipped}, credit(year))


def credit(year: str) -> str:
    """Whom a map with boundaries of a year has to name; the year may be blank."""
    return f"{_CREDIT} {year}".strip()


@cache
def brought_along() -> tuple[dict[str, Made], str]:
    """The outlines that the hub brings along, by council, and their year: made once a process."""
    with as_file(files("irhub.places").joinpath("data", OUTLINES)) as path:
        boundaries = read(path)
    return made_of(boundaries), boundaries.year


def made_of(boundaries: Boundaries) -> dict[str, Made]:
    """The outlines of boundaries, coarse and fine, by council."""
    made = {}
    for code, far, near in zip(
        boundaries.areas, simplified(boundaries, FAR), simplified(boundaries, NEAR), strict=True
    ):
        rings = rings_of(far, FAR)
        made[code] = Made(rings, rings_of(near, NEAR), asdict(drawn(rings, holes_of(far))))
    return made


def simplified(boundaries: Boundaries, step: float) -> NDArray[np.object_]:
    """The areas with no more corners than `step` degrees ask for: a border of two councils stays one line."""
    areas = np.array(list(boundaries.areas.values()), dtype=object)
    simple: NDArray[np.object_] = shapely.coverage_simplify(areas, step)
    return simple


def write(path: Path, target: Path) -> Kept:
    """Write the boundaries of a file as the hub brings them along: its councils alone, no finer than a screen, as GeoJSON.

    Raises NotBoundaries. Codes stay those of the file's year.
    """
    boundaries = read(path)
    column = f"CTYUA{boundaries.year[2:]}CD" if boundaries.year else "code"
    areas = shapely.transform(simplified(boundaries, NEAR), lambda corners: corners.round(_WRITTEN))
    features = [
        {
            "type": "Feature",
            "properties": {column: boundaries.published[code], "name": council.name},
            "geometry": shapely.geometry.mapping(area),
        }
        for code, area in zip(boundaries.areas, areas, strict=True)
        if (council := council_of(code))
    ]
    made = {"type": "FeatureCollection", "attribution": credit(boundaries.year), "features": features}
    target.write_text(json.dumps(made, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    many = int(shapely.get_num_coordinates(areas).sum())
    return Kept(len(features), many, many, boundaries.year)
