"""Days, sums and numbers in words, wherever people read them. Needs no Django."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

PENNY = Decimal("0.01")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ONE = {
    "hours a week": "hour a week", "hours": "hour", "days": "day", "working days": "working day", "weeks": "week", "months": "month",
    "years": "year", "times": "time", "days of pay": "day of pay", "workers": "worker", "people": "person",
    "applications": "application", "grants": "grant", "payments": "payment", "views": "view", "decisions": "decision", "checks": "check",
    "questions": "question", "actions": "action", "open tasks": "open task", "concerns": "concern", "suspensions": "suspension", "confirmations": "confirmation",
    "offers of terms": "offer of terms", "right-to-work checks": "right-to-work check",
}  # fmt: skip


def say_day(day: date) -> str:
    """A date as people write it: 3 March 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def pounds(amount: Decimal | int) -> str:
    """An amount as people write it: £25,000, £12.82, £24,999.00 only where pennies matter."""
    exact = Decimal(amount).quantize(PENNY)
    return f"£{exact:,.0f}" if exact == exact.to_integral_value() else f"£{exact:,.2f}"


def plain(number: Decimal | int) -> str:
    """A number without needless zeros: 37.5, 40."""
    return f"{Decimal(number).normalize():f}"


def counted(number: Decimal | int, unit: str) -> str:
    """A number with what it counts, which is one of them where it is one: 37.5 hours, 1 hour."""
    return f"{plain(number)} {_ONE.get(unit, unit) if number == 1 else unit}".strip()


def say_time(at: time) -> str:
    """A time of day as people write it: 9am, 12:30pm, midday."""
    if at == time(12):
        return "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes}{'am' if at.hour < 12 else 'pm'}"
