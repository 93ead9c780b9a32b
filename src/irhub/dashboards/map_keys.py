"""What the marks and shades of a map mean: the key below it, on a page and in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FILLS = ("#ffffff", "#e6eef6", "#b9d0e6", "#84acd0", "#3f6f9e", "#12436d")
"""What maps fill a shade with, from 0; the keys of pages have the same (_places.scss)."""
FEW = len(FILLS)
"""The shade of a share of too few: no colour, but lines across it."""


@dataclass(frozen=True)
class Mark:
    """A line of a key. `looks`: of its mark on a page (irhub-key__mark--…); `fill` and `round`, how wide the circle is (0: a square), in a file;
    `lined`: with lines across it, in both."""

    looks: Sequence[str]
    fill: str
    means: str
    round: int = 0
    lined: bool = False


OF_DOTS = (
    Mark(("round", "linked"), "#12436d", "its provider holds a licence", 12),
    Mark(("formerly",), "#b10e1e", "square: the provider’s licence left the register"),
    Mark(("round", "small", "none"), "#767f86", "small: no sponsor linked, or not clear", 9),
)
IN_CELLS = Mark(("formerly",), "#b10e1e", "square: the licence of one or more left the register")


def of_shades(legend: Sequence[tuple[int, str]], unit: str = "") -> list[Mark]:
    """The key of shades; the first names their `unit`."""
    return [
        Mark((), FILLS[0], title, lined=True)
        if shade == FEW
        else Mark((str(shade),), FILLS[shade], title + ("" if at else unit))
        for at, (shade, title) in enumerate(legend)
    ]
