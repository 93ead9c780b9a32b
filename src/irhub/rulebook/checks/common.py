"""Arithmetic that several checks share. Money is in pounds, as Decimal; nothing is rounded before it is compared."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from irhub.rulebook.case import Case
from irhub.rulebook.findings import Applied
from irhub.web.saying import PENNY

WEEKS = 52


def to_the_penny(amount: Decimal) -> str:
    """An amount with its pennies, cut off and never rounded up, so that what is below a floor never looks like the floor."""
    return f"£{amount.quantize(PENNY, rounding=ROUND_FLOOR):,.2f}"


def rate(amount: Decimal) -> str:
    """An hourly rate with four decimals, cut off like `to_the_penny`."""
    return f"£{amount.quantize(Decimal('0.0001'), rounding=ROUND_FLOOR):,.4f}"


def up_to_a_penny(amount: Decimal) -> Decimal:
    """The least whole number of pennies that is not below an amount."""
    return amount.quantize(PENNY, rounding=ROUND_CEILING)


def amount(applied: Applied, name: str = "") -> Decimal:
    """The value of a rule, or one of its further values, as a number."""
    value = applied.rule.also[name] if name else applied.rule.value
    assert isinstance(value, int | Decimal)
    return Decimal(value)


def minimum_wage(case: Case, by: str = "") -> Applied:
    """The lowest hourly pay for the person’s age. An edition without the rate from 18 to 20 has one rate for everybody."""
    if case.holds("minimum_wage_18_20") and case.choice("age") == "from_18_to_20":
        return case.rule("minimum_wage_18_20", by=by)
    return case.rule("national_living_wage", by=by)
