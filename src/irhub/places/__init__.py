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

__all__ = [
    "Council",
    "Partnership",
    "Region",
    "council_of",
    "councils",
    "councils_in",
    "partnerships",
    "regions",
    "resolve",
    "unresolved",
]
