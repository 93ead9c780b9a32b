"""For which places bodies act: what somebody writes for one, and the code by which it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from irhub.accounts.roles import Kind
from irhub.places import council_of, partnerships


def _council(written: str) -> str:
    found = council_of(written)
    return found.code if found else ""


def _partnership(written: str) -> str:
    return next((known.slug for known in partnerships() if known.slug == written), "")


PLACES: Mapping[Kind, Callable[[str], str]] = {Kind.COUNCIL: _council, Kind.PARTNERSHIP: _partnership}
"""By the kind of a body, what makes of a place as it is written the code of it; blank of one that there is not."""
