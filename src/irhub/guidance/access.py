"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import Find
from irhub.accounts.policy import ANYONE, Rule
from irhub.guidance.queries import whose_version
from irhub.guidance.workflows import WRITES

# Guidance is public information and nothing is kept of who reads it: nobody, least of all a worker, should need an account.
_READ = Rule("guidance and news", to=(ANYONE,), second_factor=False)
_WRITE = Rule("writing guidance and news for one’s body", to=(WRITES,))
_OF_ONE = ("guidance-version", "guidance-edit", "guidance-move", "guidance-renew")

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(
        ("guidance", "guidance-page", "guidance-history", "guidance-past", "guidance-changes", "guidance-feed"), _READ
    ),
    **dict.fromkeys(("guidance-desk", "guidance-check", "guidance-rules", "guidance-write", *_OF_ONE), _WRITE),
}
WHOSE: Mapping[str, Find] = dict.fromkeys(_OF_ONE, whose_version)
