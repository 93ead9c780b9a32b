"""What this room derives (registers/deriving.py): every signal of the newest editions, and who has one owner."""

from __future__ import annotations

from irhub.indicators.working_out import recompute, withhold
from irhub.registers.deriving import Step

STEPS = (
    Step(
        "signals",
        after=("organisations",),
        title="Indicators",
        all=lambda _: recompute(),
        some=lambda _, _touched: recompute(),
        tables=("indicators_signal", "indicators_owned"),
        slow=True,
        withhold=lambda touched: withhold(touched.sponsors, touched.providers),
    ),
)
