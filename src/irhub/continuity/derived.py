"""What this room derives (registers/deriving.py): who gives care where."""

from __future__ import annotations

from irhub.continuity.active import keep_active
from irhub.registers.deriving import Step

STEPS = (
    Step(
        "active locations",
        after=("providers",),
        title="Who gives care where",
        all=lambda _: keep_active(),
        some=lambda _, touched: keep_active(sorted(touched.providers)),
        tables=("continuity_activelocation",),
    ),
)
