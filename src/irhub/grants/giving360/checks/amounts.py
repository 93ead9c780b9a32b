"""Amounts that cannot be meant, and those that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from irhub.grants.giving360.awards import Award
from irhub.grants.giving360.checks.finding import ASKS, STOPS, Known, Said
from irhub.web.saying import PENNY

LARGEST = Decimal(100_000_000)
"""Pounds above which an amount is asked about: no small grant comes near."""


def findings(award: Award, _known: Known) -> Iterator[Said]:
    """What is wrong with the amounts of an award."""
    for key in ("applied_for", "awarded", "disbursed"):
        amount: Decimal | None = getattr(award, key)
        if amount is not None:
            yield from _alone(key, amount)
    if award.disbursed is not None and award.disbursed > award.awarded > 0:
        yield Said("disbursed", "paid_above_award", STOPS, "More was paid than was awarded: check both amounts.")
    if award.applied_for is not None and 0 < award.applied_for < award.awarded:
        yield Said("awarded", "award_above_ask", ASKS, "More was awarded than was asked for: check both amounts.")
    if award.currency != "GBP":
        yield Said(
            "currency",
            "currency",
            ASKS,
            f"The currency is {award.currency or 'missing'}: grants of councils are in GBP.",
        )


def _alone(key: str, amount: Decimal) -> Iterator[Said]:
    if amount < 0:
        yield Said(
            key,
            "amount_negative",
            STOPS,
            "The amount is below nought: give what was awarded or paid, and record money back apart.",
        )
    elif amount == 0 and key == "awarded":
        yield Said(
            key, "amount_zero", STOPS, "The amount is nought: give the amount, or leave out a grant that was not made."
        )
    elif amount > LARGEST:
        yield Said(key, "amount_large", ASKS, "The amount is over £100 million: check that no digits were added.")
    if amount != amount.quantize(PENNY):
        yield Said(
            key, "amount_of_parts_of_a_penny", STOPS, "The amount has parts of a penny: round it to two decimals."
        )
