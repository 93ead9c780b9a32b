"""What this room derives (registers/deriving.py): who gives care where."""

from __future__ import annotations

from irhub.continuity.active import refresh_active_locations
from irhub.registers.deriving import Step

STEPS = (
    Step(
        "active locations",
        after=("providers",),
        title="Who gives care where",
        all=lambda _: refresh_active_locations(),
        some=lambda _, touched: refresh_active_locations(sorted(touched.providers)),
        tables=("continuity_activelocation",),
    ),
)
