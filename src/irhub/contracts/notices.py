"""The kinds of message about the providers that a body buys from (notify/kinds.py)."""

from __future__ import annotations

from irhub.contracts import alerts
from irhub.notify.kinds import Chosen, Kind

CONTRACTED_PROVIDERS = Kind(
    "contracted-providers",
    "What changed about the providers on your body’s list",
    chosen=Chosen(route="my-providers", begins=alerts.begins, write=alerts.write),
)
KINDS = (CONTRACTED_PROVIDERS,)
