"""Dates that cannot be, or that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from irhub.grants.giving360.awards import Award, Period
from irhub.grants.giving360.checks.finding import ASKS, STOPS, Known, Said
from irhub.web.london import local_day

EARLIEST = date(1990, 1, 1)
LONGEST = 120
"""Months."""
_NEAR = 1.1
"""Months by which a stated duration may differ from its dates: both are rounded."""


def findings(award: Award, known: Known) -> Iterator[Said]:
    """What is wrong with the dates of an award."""
    if award.award_date > known.today:
        yield Said(
            "award_date",
            "award_date_in_future",
            STOPS,
            "The award date is in the future: give the day of the decision.",
        )
    if award.award_date < EARLIEST:
        yield Said("award_date", "award_date_too_old", ASKS, "The award date is before 1990: check the year.")
    if award.planned:
        yield from _period("planned", award.planned)
        if award.planned.start < award.award_date:
            yield Said(
                "planned_start",
                "starts_before_award",
                ASKS,
                "The start is before the award: check both dates, for a grant is not usually paid for what has begun.",
            )
    if award.actual:
        yield from _period("actual", award.actual)
        if award.actual.start > known.today:
            yield Said(
                "actual_start",
                "actual_start_in_future",
                STOPS,
                "The actual start is in the future: give it as a planned date.",
            )
    if award.modified is None:
        return
    if award.modified.tzinfo is None:
        yield Said(
            "modified",
            "modified_without_zone",
            STOPS,
            "The moment of the last change has no time zone: the standard asks for one.",
        )
    elif local_day(award.modified) > known.today:
        yield Said(
            "modified",
            "modified_in_future",
            STOPS,
            "The last change is in the future: give the moment when it was made.",
        )


def months_between(start: date, end: date) -> float:
    """Months from one day to another, both included, to a tenth or so."""
    return (end.year - start.year) * 12 + end.month - start.month + (end.day - start.day + 1) / 30.4


def _period(key: str, period: Period) -> Iterator[Said]:
    if period.months is not None and period.months < 0:
        yield Said(
            f"{key}_months", "duration_negative", STOPS, "The duration is below nought: give the number of months."
        )
    if period.end is None:
        return
    length = months_between(period.start, period.end)
    if period.end < period.start:
        yield Said(f"{key}_end", "ends_before_start", STOPS, "The end is before the start: check both dates.")
    elif length > LONGEST:
        yield Said(f"{key}_end", "very_long", ASKS, "The grant runs for more than ten years: check both dates.")
    if period.months is not None and abs(float(period.months) - length) > _NEAR:
        yield Said(
            f"{key}_months",
            "duration_off",
            ASKS,
            f"The duration is {period.months} months, and the dates say {length:.0f}: correct one of them.",
        )
