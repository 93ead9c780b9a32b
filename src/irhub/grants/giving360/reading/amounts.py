"""Amounts as people write them: with signs, separators and brackets. What could be two amounts is not read."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from irhub.web.saying import PENNY


class Amount(NamedTuple):
    """An amount that a text means, None if none; with what is to be said of it."""

    value: Decimal | None
    kind: str = ""
    sentence: str = ""


_PLAIN = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?")
_SPACES = "\u00a0\u202f\u2009\u2007"
_GROUPED = re.compile(r"\d{1,3}(?:([,' ])\d{3})(?:\1\d{3})*(?:\.\d{1,2})?")
_SIMPLE = re.compile(r"\d+(?:\.\d{1,2})?")
_NOISE = Decimal("0.000001")
"""By how much a spreadsheet's own arithmetic may be off."""
_MOST = Decimal(10) ** 13
_OTHER_CURRENCY = re.compile(r"[€$¥]|\b(?:EUR|USD)\b", re.IGNORECASE)
_SIGNS = re.compile(r"£|\bGBP\b|\bpounds?\b", re.IGNORECASE)


def amount_of(text: str) -> Amount:
    """The pounds that a text means."""
    told = " ".join(text.translate(dict.fromkeys(map(ord, _SPACES), " ")).split())
    if _PLAIN.fullmatch(told):
        return _plain(told)
    if _OTHER_CURRENCY.search(told):
        return Amount(None, "amount_in_another_currency", "The amount is not in pounds: it was not read.")
    sign = 1
    bare = _SIGNS.sub("", told).strip()
    if bare.startswith("(") and bare.endswith(")"):
        sign, bare = -1, bare[1:-1].strip()
    elif bare[:1] in ("-", "−", "–"):
        sign, bare = -1, bare[1:].strip()
    elif bare.endswith("-"):
        sign, bare = -1, bare[:-1].strip()
    bare = _SIGNS.sub("", bare).strip()
    if grouped := _GROUPED.fullmatch(bare):
        bare = bare.replace(grouped[1], "")
    if not _SIMPLE.fullmatch(bare) or Decimal(bare) >= _MOST:
        return Amount(
            None, "amount_not_read", "This is no amount that can be read without a guess: write it as 1500.00."
        )
    return Amount(
        sign * Decimal(bare), "amount_as_text", "The amount is text with signs or separators: it was read as a number."
    )


def _plain(told: str) -> Amount:
    try:
        value = Decimal(told)
        if abs(value) >= _MOST:
            raise InvalidOperation
        rounded = value.quantize(PENNY)
    except InvalidOperation:
        return Amount(None, "amount_not_read", "The amount is too large to be meant: correct it.")
    return Amount(rounded if abs(rounded - value) < _NOISE else value)
