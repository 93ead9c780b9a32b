"""Postcodes, as far as their letters and digits tell."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"(?:GIR0AA|[A-Z]{1,2}\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2})")


def is_postcode(text: str) -> bool:
    """Whether a text is a whole postcode."""
    return bool(_WHOLE.fullmatch("".join(text.upper().split())))


def written(text: str) -> str:
    """A postcode as it is written, with a blank before its last three; "" if the text is none."""
    squeezed = "".join(text.upper().split())
    return f"{squeezed[:-3]} {squeezed[-3:]}" if _WHOLE.fullmatch(squeezed) else ""
