"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Find
from irhub.accounts.policy import Rows, Rule
from irhub.continuity.queries import whose_plan, whose_step
from irhub.continuity.workflows import PLANS

_PLANNING = "planning for the loss of a provider's sponsor licence"
_WHAT_IF = Rule(_PLANNING, to=(PLANS,))
_PLANS = Rule(_PLANNING, to=(replace(PLANS, rows=Rows.OWN_BODY),))

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(("what-if", "plan-open"), _WHAT_IF),
    **dict.fromkeys(("plans", "plan", "plan-add", "plan-close", "plan-reopen", "plan-step"), _PLANS),
}
WHOSE: Mapping[str, Find] = {
    **dict.fromkeys(("plan", "plan-add", "plan-close", "plan-reopen"), whose_plan),
    "plan-step": whose_step,
}
