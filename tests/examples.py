"""How many random examples a property is tried with, and which: a profile for each use, chosen by HYPOTHESIS_PROFILE.

`ci`, the usual: the same examples every time, so that a run tells about the change and not about luck. `developer`: new ones, and
those that failed are kept and tried first. `long`: new ones, twenty times as many (`make examples`). None is timed: a busy
machine is no fault of the product.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci")
TIMES = 20 if PROFILE == "long" else 1
USUAL = 100
"""Examples of a property that does not say how many."""


def tried(examples: int, **more: Any) -> settings:
    """So many examples in CI, and in the other profiles as many times more as these have. The dearer one is, the fewer."""
    return settings(max_examples=examples * TIMES, **more)


_SHARED = {"max_examples": USUAL * TIMES, "deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("ci", derandomize=True, **_SHARED)
settings.register_profile("developer", **_SHARED)
settings.register_profile("long", print_blob=True, **_SHARED)
settings.load_profile(PROFILE)
