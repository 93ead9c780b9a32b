"""Places side by side, now or as at a past day that is kept: the councils of a place, and those most like one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import log

from irhub.dashboards.models import PlaceFigures
from irhub.indicators.indicator import Severity
from irhub.indicators.queries import counts_by_council
from irhub.places import COUNCIL, COUNTRY, Council, Place, councils, places

SIMILAR = 8
_Z = 1.96


@dataclass(frozen=True)
class CouncilFigures:
    """A council's figures, the signals that ask for something this week and soon, and why it stands here if chosen."""

    council: Council
    figures: PlaceFigures
    act: int
    look: int
    why: str = ""

    @property
    def share(self) -> float:
        """Licensed providers of all, 0 to 1."""
        return self.figures.licensed / self.figures.providers if self.figures.providers else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The share's 95% interval (E. B. Wilson, 1927), 0 to 1."""
        return wilson(self.figures.licensed, self.figures.providers)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95% interval of a share (E. B. Wilson, 1927); the whole range where there is nothing to count."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, _Z * _Z / whole
    middle = share + square / 2
    half = _Z * ((share * (1 - share) + square / 4) / whole) ** 0.5
    return (middle - half) / (1 + square), (middle + half) / (1 + square)


def figures_of(place: Place, as_at: date | None = None) -> PlaceFigures | None:
    """A place's figures, now or as at a past day that is kept; None where no location is on the CQC's list."""
    return PlaceFigures.objects.filter(as_at=as_at, place_code=place.code).first()


def figures_by_code(of: Iterable[Place | Council], as_at: date | None = None) -> dict[str, PlaceFigures]:
    """The figures of those of these places that have any, by their codes."""
    found = PlaceFigures.objects.filter(as_at=as_at, place_code__in=[place.code for place in of])
    return {figures.place_code: figures for figures in found.order_by("place_code")}


def side_by_side(place: Place, as_at: date | None = None) -> list[CouncilFigures]:
    """The councils of a place that have locations, by name."""
    codes = () if place.kind == COUNTRY else place.council_codes
    figures, signals = figures_by_code(place.councils, as_at), counts_by_council(codes=codes, as_at=as_at)
    rows = [_row(council, figures[council.code], signals) for council in place.councils if council.code in figures]
    return sorted(rows, key=lambda row: row.council.name)


def similar(council: Council, as_at: date | None = None) -> list[CouncilFigures]:
    """The councils most like one, the likest first, each with why; the council itself is the first.

    Distance: the difference of the natural logarithms of their numbers of locations, plus four times the difference of
    the shares of home care among these, plus 0.15 if they are of another region.
    """
    figures = figures_by_code(councils(), as_at)
    mine = figures.get(council.code)
    if mine is None:
        return []
    others = [
        (_distance(council, mine, other, figures[other.code]), other)
        for other in councils()
        if other != council and other.code in figures
    ]
    near = sorted(others, key=lambda pair: (pair[0], pair[1].name))[:SIMILAR]
    signals = counts_by_council(codes=[council.code, *(other.code for _, other in near)], as_at=as_at)
    return [
        _row(council, mine, signals, _like(mine)),
        *(_row(other, figures[other.code], signals, _why(council, other, figures[other.code])) for _, other in near),
    ]


def regions_side_by_side(kind: str, as_at: date | None = None) -> list[tuple[Place, PlaceFigures]]:
    """All places of a kind that have figures."""
    of_kind = [place for place in places() if place.kind == kind != COUNCIL]
    figures = figures_by_code(of_kind, as_at)
    return [(place, figures[place.code]) for place in of_kind if place.code in figures]


def _distance(one: Council, mine: PlaceFigures, other: Council, theirs: PlaceFigures) -> float:
    size = abs(log(mine.locations) - log(theirs.locations))
    home = abs(mine.home_care / mine.locations - theirs.home_care / theirs.locations)
    return size + 4 * home + (0 if one.region == other.region else 0.15)


def _why(council: Council, other: Council, figures: PlaceFigures) -> str:
    return ("same region, " if council.region == other.region else "") + _like(figures)


def _like(figures: PlaceFigures) -> str:
    return f"{figures.locations} locations, {figures.home_care / figures.locations:.0%} home care"


def _row(
    council: Council, figures: PlaceFigures, signals: Mapping[str, Mapping[str, int]], why: str = ""
) -> CouncilFigures:
    here = signals.get(council.code, {})
    return CouncilFigures(council, figures, here.get(Severity.ACT, 0), here.get(Severity.LOOK, 0), why)
