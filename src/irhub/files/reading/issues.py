"""What a reader altered, doubted or left out, for whoever shows it beside the rows."""

from __future__ import annotations

from typing import NamedTuple

WHOLE_ROW = "row"
"""The field of an issue that is about a whole row."""


class Issue(NamedTuple):
    """`line`: the line or sheet row that a person sees. `field`: a column's title, or WHOLE_ROW. `before`: what stood there."""

    line: int
    field: str
    rule: str
    before: str | None = None
    after: str | None = None
