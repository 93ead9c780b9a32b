"""What the dashboards hold about people: see web/held_tables.py."""

from __future__ import annotations

from irhub.dashboards.models import (
    ChangeInCouncil,
    ColumnChoice,
    Outline,
    PlaceFigures,
    PlaceMap,
    PlacePeriod,
    PlaceSplit,
    RecordInCouncil,
    Visit,
)
from irhub.web.held_tables import Held, person

HELD = (
    Held(Visit, ("place_code", "latest_at", "before_at"), **person("person")),
    Held(ColumnChoice, ("columns",), **person("person")),
)
NOBODY = {
    "figures and maps of places, made of the registers, whose rows are told": (
        RecordInCouncil, ChangeInCouncil, PlaceFigures, PlaceMap, PlacePeriod, PlaceSplit, Outline,
    ),
}  # fmt: skip
