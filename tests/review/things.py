"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from tests.owners import Makes, pair_of

THINGS: Makes = {"review-pair": pair_of}
