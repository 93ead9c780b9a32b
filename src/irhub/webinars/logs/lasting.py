"""How long somebody was there, of the planned time of a session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

ENOUGH = 0.75
"""The share of a session for which a certificate is given."""


class Stay(NamedTuple):
    """A stretch of somebody's presence: from when to when, and at most how long in seconds; None of each that is not known."""

    joined: datetime | None
    left: datetime | None
    seconds: int | None


def minutes_of(stays: Iterable[Stay], starts: datetime, ends: datetime) -> int | None:
    """Minutes between the planned start and end, with stretches that overlap counted once; None if that is not known.

    It is not known where somebody came, the log says neither when they went nor how long they stayed, and what else it says does not
    suffice for a certificate; nor where there is no stretch at all.
    """
    stays = list(stays)
    length = (ends - starts).total_seconds()
    spans = sorted(span for stay in stays if (span := within(stay, starts, ends)))
    total, until = 0.0, starts
    for begun, over in spans:
        total += max((over - max(begun, until)).total_seconds(), 0)
        until = max(until, over)
    untimed = sum(stay.seconds or 0 for stay in stays if stay.joined is None)
    if spans and all(stay.seconds is not None for stay in stays):
        total = min(total, sum(stay.seconds or 0 for stay in stays))
    total = min(total + untimed, length)
    unclear = not stays or any(stay.seconds is None and (stay.joined is None or stay.left is None) for stay in stays)
    if unclear and total < ENOUGH * length:
        return None
    return round(total / 60)


def within(stay: Stay, starts: datetime, ends: datetime) -> tuple[datetime, datetime] | None:
    """Of a stretch what falls within the session."""
    if stay.joined is None:
        return None
    left = stay.left
    if left is None:
        if stay.seconds is None:
            return None
        left = stay.joined + timedelta(seconds=stay.seconds)
    begun, over = max(stay.joined, starts), min(left, ends)
    return (begun, over) if begun < over else None


def enough(minutes: int | None, length: int) -> bool:
    """Whether somebody was there for long enough, of a session of so many minutes."""
    return minutes is not None and minutes >= ENOUGH * length
