"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from tests.owners import Makes

EVERYBODYS: Makes = {
    "place-figure-file": lambda _: {"area": "country", "slug": "england", "figure": "ratings", "form": "svg"},
}
