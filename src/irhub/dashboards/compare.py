"""Places side by side, now or as at a past day that is kept: the councils of a place, and those whose care market is most like one's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import dist, log1p
from statistics import fmean, pstdev

from irhub.dashboards.models import PlaceFigures
from irhub.indicators.indicator import Severity
from irhub.indicators.queries import counts_by_council
from irhub.places import COUNTRY, Council, Place, councils, places
from irhub.web.saying import counted

SIMILAR = 8
MEANS = (
    "The share of a council’s care providers of which a linked sponsor is on the register of licensed sponsors. The range beside it is where"
    " the share may lie: its low end is that of the 95% interval if no link that awaits review is true, its high end if all are. Where two"
    " ranges overlap, the difference may be chance, or links that nobody has reviewed yet. Beside a council stand those that somebody chose, or its"
    " statistical neighbours: the eight whose care homes, beds and locations with home care are most like its own."
)
_MARKET = ("care_homes", "beds", "home_care")
"""What a care market is told by: care homes, beds in them, locations with home care. The number of people is not held."""
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
        """Where the share may lie, 0 to 1: the 95% interval (E. B. Wilson, 1927), its low end with no link that awaits review,
        its high end with all of them."""
        figures = self.figures
        low, _ = wilson(figures.licensed, figures.providers)
        # a provider that holds a licence may have a link that waits beside it
        return low, wilson(min(figures.licensed + figures.waiting, figures.providers), figures.providers)[1]


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


def side_by_side(
    place: Place, as_at: date | None = None, figures: Mapping[str, PlaceFigures] | None = None
) -> list[CouncilFigures]:
    """The councils of a place that have locations, by name. `figures`: theirs by code, if they were read already."""
    codes = () if place.kind == COUNTRY else place.council_codes
    figures = figures_by_code(place.councils, as_at) if figures is None else figures
    signals = counts_by_council(codes=codes, as_at=as_at)
    rows = [_row(council, figures[council.code], signals) for council in place.councils if council.code in figures]
    return sorted(rows, key=lambda row: row.council.name)


def similar(council: Council, as_at: date | None = None) -> list[CouncilFigures]:
    """The councils whose care market is most like one's, the likest first, each with why; the council itself is the first.

    Of care homes, beds and locations with home care, each as the logarithm of one more, the distance from the mean of all councils in
    standard deviations is taken; the likest have the smallest distance of these three from the council's own (Euclid).
    """
    figures = figures_by_code(councils(), as_at)
    mine = figures.get(council.code)
    if mine is None:
        return []
    market = _markets(figures)
    others = [other for other in councils() if other != council and other.code in figures]
    near = sorted(others, key=lambda other: (dist(market[council.code], market[other.code]), other.name))[:SIMILAR]
    return _told([council, *near], figures, as_at)


def beside(council: Council, chosen: Iterable[Council], as_at: date | None = None) -> list[CouncilFigures]:
    """A council and those that somebody chose, in the order chosen; without those that have no location on the list."""
    every = list(dict.fromkeys([council, *chosen]))
    figures = figures_by_code(every, as_at)
    return _told([one for one in every if one.code in figures], figures, as_at)


def _told(chosen: list[Council], figures: Mapping[str, PlaceFigures], as_at: date | None) -> list[CouncilFigures]:
    signals = counts_by_council(codes=[one.code for one in chosen], as_at=as_at)
    return [_row(one, figures[one.code], signals, _like(figures[one.code])) for one in chosen]


def _markets(figures: Mapping[str, PlaceFigures]) -> dict[str, tuple[float, ...]]:
    """Where each council's care market stands among all: see similar."""
    scales = []
    for name in _MARKET:
        sizes = [log1p(getattr(one, name)) for one in figures.values()]
        scales.append((fmean(sizes), pstdev(sizes) or 1.0))
    return {
        code: tuple(
            (log1p(getattr(one, name)) - mean) / spread for name, (mean, spread) in zip(_MARKET, scales, strict=True)
        )
        for code, one in figures.items()
    }


def of_kind(kind: str, figures: Mapping[str, PlaceFigures]) -> list[tuple[Place, PlaceFigures]]:
    """Of these figures by code, those of places of a kind, each with its place, in the order of places."""
    return [(place, figures[place.code]) for place in places() if place.kind == kind and place.code in figures]


def _like(figures: PlaceFigures) -> str:
    homes = counted(figures.care_homes, "care homes") + (
        f" with {figures.beds:,} beds" if figures.beds_known else ", whose beds the list does not give"
    )
    return f"{homes}, {figures.home_care:,} with home care"


def _row(
    council: Council, figures: PlaceFigures, signals: Mapping[str, Mapping[str, int]], why: str = ""
) -> CouncilFigures:
    here = signals.get(council.code, {})
    return CouncilFigures(council, figures, here.get(Severity.ACT, 0), here.get(Severity.LOOK, 0), why)
