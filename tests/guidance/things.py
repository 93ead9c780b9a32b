"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from tests.guidance.factories import VersionFactory
from tests.owners import Makes, number

THINGS: Makes = {
    **dict.fromkeys(
        ("guidance-edit", "guidance-move", "guidance-renew", "guidance-version"),
        lambda owner: number(VersionFactory(body=owner.body)),
    ),
}
EVERYBODYS: Makes = {
    **dict.fromkeys(
        ("guidance-page", "guidance-history", "guidance-past"),
        lambda _: {"page": VersionFactory(state="published").page.slug, "number": 1},
    ),
}
