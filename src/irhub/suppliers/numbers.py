"""Numbers of companies as Companies House writes them."""

from __future__ import annotations

import re

from irhub.web.errors import ActionRefused

_NUMBER = re.compile(r"(?:\d{8}|[A-Z]{2}\d{6}|R\d{7}|[A-Z]{2}\d{5}R)")


def company_number(written: str, field: str = "company_number") -> str:
    """A number as Companies House writes it. Raises ActionRefused, at `field`, if it is none."""
    plain = re.sub(r"[^0-9A-Z]", "", written.upper())
    number = plain.zfill(8) if plain.isdecimal() else plain
    if not _NUMBER.fullmatch(number):
        raise ActionRefused("Enter the company number as Companies House writes it, like 01234567 or SC123456.", field)
    return number
