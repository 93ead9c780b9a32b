"""The tile map: one square a council, placed so that neighbours stay near one another.

`data/tiles.csv` is what `laid_out` (tile_layout.py) makes of `data/centres.csv` (degrees north and east of the middle of each council, to
about a tenth of a degree). It is kept as data so that a council never jumps from one edition to the next.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from irhub.places.geography import Council, councils

COLUMNS, ROWS = 15, 19


@dataclass(frozen=True)
class Tile:
    """A council's square, counted from the map's upper left corner, and the letters on it."""

    council: Council
    column: int
    row: int
    letters: str


@cache
def tiles() -> tuple[Tile, ...]:
    """One tile a council, in the order of `councils()`."""
    with files(__package__).joinpath("data", "tiles.csv").open(encoding="utf-8") as file:
        placed = {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}
    return tuple(Tile(place, *placed[place.code], _letters(place.name)) for place in councils())


_TOLD_APART = {
    "Barnet": "Bnt", "Barnsley": "Bsy", "Cambridgeshire": "Cbs", "Derbyshire": "Dbs", "Haringey": "Hgy", "Harrow": "Hrw",
    "Hartlepool": "Hpl", "Herefordshire, County of": "Hfd", "Hertfordshire": "Hts", "Leicestershire": "Lcs",
    "Newcastle upon Tyne": "Ncl", "Norfolk": "Nfk", "Northumberland": "Nbl", "Nottinghamshire": "Nts",
    "Southampton": "Stn", "Southwark": "Swk", "Stockton-on-Tees": "Stk", "Stoke-on-Trent": "Ske", "Waltham Forest": "Wlt",
    "Warrington": "Wtn", "Warwickshire": "Wks",
}  # fmt: skip


def _letters(name: str) -> str:
    """What stands for a name on a tile, and for no other: initials of its long words, or its first three letters."""
    if name in _TOLD_APART:
        return _TOLD_APART[name]
    words = [word for word in name.split(",")[0].replace("-", " ").split() if word not in ("and", "of", "the", "upon")]
    return "".join(word[0] for word in words[:3]).upper() if len(words) > 1 else words[0][:3]
