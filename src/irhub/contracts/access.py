"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import Find
from irhub.accounts.policy import Rows, Rule, acting_as
from irhub.accounts.roles import OVERSIGHT, Role
from irhub.contracts.queries import whose_line
from irhub.web.listing import with_downloads

_BUYERS = acting_as(
    Role.VIEWER,
    Role.ANALYST,
    Role.LEAD,
    Role.COMMISSIONER,
    Role.REVIEWER,
    Role.ADMINISTRATOR,
    of=OVERSIGHT,
    rows=Rows.OWN_BODY,
)
_BUYING = Rule("watching the providers that one's body buys care from", to=(_BUYERS,))

ACCESS: Mapping[str, Rule] = dict.fromkeys(
    (
        *with_downloads("my-providers"), "my-providers-upload", "my-providers-take-back", "my-providers-alerts",
        "my-providers-line", "my-providers-columns",
    ),
    _BUYING,
)  # fmt: skip
WHOSE: Mapping[str, Find] = {"my-providers-line": whose_line}
