"""Scales: from figures to places in a picture, with marks at round figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True)
class Scale:
    """From `low` and `high` to `start` and `end`; `ticks` are the round figures between them."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...] = ()

    def at(self, value: float) -> float:
        """Where a figure stands, to a tenth of a unit."""
        part = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return round(self.start + part * (self.end - self.start), 1)


def fitted(
    values: Iterable[float],
    start: float,
    end: float,
    *,
    zero: bool = True,
    steps: int = 4,
    least: float = 1,
    span: float = 0,
) -> Scale:
    """A scale that holds these figures, and nought if `zero`, from one round figure to another.

    `steps`: about how many marks between its ends; `least`: the smallest distance of two; `span`: the least that it reaches down from the highest
    figure, though not below nought for figures that are not.
    """
    found = [*values, *([0.0] if zero else [])]
    low, high = min(found), max(found)
    low = min(low, max(high - span, 0))
    step = max(least, _round((high - low) / steps or least))
    first, last = floor(low / step), ceil(high / step)
    if first == last:
        last += 1
    ticks = tuple(round(number * step, 6) for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], start, end, ticks)


def _round(size: float) -> float:
    """The next of 1, 2 or 5 times a power of ten."""
    if size <= 0:
        return 1.0
    power = 10 ** floor(log10(size))
    return float(next(power * end for end in (1, 2, 5, 10) if power * end >= size - 1e-9))
