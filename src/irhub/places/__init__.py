"""England's regions, international recruitment partnerships and councils with adult social care responsibility."""

from irhub.places.geography import (
    Council,
    Partnership,
    Region,
    council_of,
    councils,
    councils_in,
    partnerships,
    regions,
    resolve,
    unresolved,
)
from irhub.places.place import (
    COUNCIL,
    COUNTRY,
    PARTNERSHIP,
    REGION,
    Place,
    england,
    parents,
    place_at,
    place_of_code,
    places,
)
from irhub.places.tiles import Tile, tiles

__all__ = [
    "COUNCIL",
    "COUNTRY",
    "PARTNERSHIP",
    "REGION",
    "Council",
    "Partnership",
    "Place",
    "Region",
    "Tile",
    "council_of",
    "councils",
    "councils_in",
    "england",
    "parents",
    "partnerships",
    "place_at",
    "place_of_code",
    "places",
    "regions",
    "resolve",
    "tiles",
    "unresolved",
]
