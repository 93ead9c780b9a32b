"""Charts as geometry: parts of 100 across and down, for small pictures that the server draws (ADR 0014).

Each is shown with a table of the same figures and a sentence that says what is to be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from irhub.dashboards.models import PlacePeriod
from irhub.places import Place


@dataclass(frozen=True)
class Trend:
    """A place's history: its periods, the line of licensed providers, the bars of removals, and what they show in words.

    `line`: points "x,y" of a polyline. `bars`: (x, y, width, height). `top` and `top_left` are the scales' ends.
    """

    periods: list[PlacePeriod]
    line: str
    bars: list[tuple[float, float, float, float]]
    top: int
    top_left: int
    says: str


def trend(place: Place, as_at: date | None = None) -> Trend | None:
    """The history of a place, of a past day the periods that had ended; None while a single day is held."""
    found = PlacePeriod.objects.filter(place_code=place.code).order_by("ends")
    periods = list(found.filter(ends__lte=as_at) if as_at else found)
    if len(periods) < 2 or not any(period.licensed for period in periods):
        return None
    top = _round_up(max(period.licensed for period in periods))
    top_left = _round_up(max(period.left for period in periods))
    step = 100 / len(periods)
    points = [((number + 0.5) * step, 100 - 100 * period.licensed / top) for number, period in enumerate(periods)]
    bars = [
        (round(number * step + step * 0.2, 2), round(100 - height, 2), round(step * 0.6, 2), round(height, 2))
        for number, period in enumerate(periods)
        for height in [100 * period.left / top_left]
    ]
    return Trend(periods, " ".join(f"{x:.2f},{y:.2f}" for x, y in points), bars, top, top_left, _says(periods))


def _says(periods: Sequence[PlacePeriod]) -> str:
    first, last = periods[0], periods[-1]
    moved = last.licensed - first.licensed
    how = "as many as" if not moved else f"{abs(moved):,} {'more' if moved > 0 else 'fewer'} than"
    left, back = sum(period.left for period in periods), sum(period.returned for period in periods)
    return (
        f"{last.licensed:,} providers had a linked sponsor on the register on {_day(last.ends)}, {how} on"
        f" {_day(first.ends)}. Linked sponsors left it {left:,} time{'s' if left != 1 else ''} in that time and came back"
        f" {back:,} time{'s' if back != 1 else ''}."
    )


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _round_up(most: int) -> int:
    """The scale's end: the next of 1, 2 or 5 times a power of ten."""
    size = 1
    while True:
        for end in (1, 2, 5):
            if end * size >= most:
                return end * size
        size *= 10
