"""Charts as geometry: parts of 100 across and down, for small pictures that the server draws (ADR 0014).

Each is shown with a table of the same figures and a sentence that says what is to be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from irhub.dashboards.models import PlacePeriod
from irhub.places import Place
from irhub.registers import queries as register_queries


@dataclass(frozen=True)
class Trend:
    """A place's history: its periods, the line of licensed providers, the bars of removals, and what they show in words.

    `line`: points "x,y" of a polyline. `bars`: (x, y, width, height). `top` and `top_left` are the scales' ends. `step`: what a
    period is called. `listed_from`: the day of the CQC's first list that is held, from which on the providers of a day can be
    listed.
    """

    periods: list[PlacePeriod]
    line: str
    bars: list[tuple[float, float, float, float]]
    top: int
    top_left: int
    step: str
    says: str
    listed_from: date


def trend(place: Place, as_at: date | None = None) -> Trend | None:
    """The history of a place, of a past day the periods that had ended; None while a single day is held."""
    found = PlacePeriod.objects.filter(place_code=place.code).order_by("ends")
    periods = list(found.filter(ends__lte=as_at) if as_at else found)
    if len(periods) < 2 or not any(period.licensed for period in periods):
        return None
    top = _round_up(max(period.licensed for period in periods))
    top_left = _round_up(max(period.left for period in periods))
    room = 100 / len(periods)
    points = [((number + 0.5) * room, 100 - 100 * period.licensed / top) for number, period in enumerate(periods)]
    bars = [
        (round(number * room + room * 0.2, 2), round(100 - height, 2), round(room * 0.6, 2), round(height, 2))
        for number, period in enumerate(periods)
        for height in [100 * period.left / top_left]
    ]
    step = "quarter" if any((period.ends - period.begins).days > 31 for period in periods) else "month"
    return Trend(
        periods,
        " ".join(f"{x:.2f},{y:.2f}" for x, y in points),
        bars,
        top,
        top_left,
        step,
        _says(periods),
        register_queries.span_of("cqc_locations")[0] or date.max,
    )


def _says(periods: Sequence[PlacePeriod]) -> str:
    first, last = periods[0], periods[-1]
    moved = last.licensed - first.licensed
    how = "as many as" if not moved else f"{abs(moved):,} {'more' if moved > 0 else 'fewer'} than"
    left, back = sum(period.left for period in periods), sum(period.returned for period in periods)
    went = f"linked sponsors left it {_times(left)}" if left else "no linked sponsor left it"
    came = f" and came back to it {_times(back)}" if back else ""
    return (
        f"{last.licensed:,} provider{'s' if last.licensed != 1 else ''} had a linked sponsor on the register on"
        f" {_day(last.ends)}, {how} on {_day(first.ends)}. In the time shown {went}{came}."
    )


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


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
