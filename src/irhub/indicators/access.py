"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.policy import PUBLIC, Rule, acting_as
from irhub.accounts.roles import OVERSIGHT, WATCHES, Role
from irhub.web.listing import with_downloads

NEED_PEOPLE = acting_as(Role.ANALYST, Role.LEAD, Role.REVIEWER, Role.ADMINISTRATOR, of=OVERSIGHT)
"""Those whose work needs the names of directors, nominated individuals and managers."""
_PAGES = Rule("what deserves attention, and how that is defined", to=(PUBLIC,))

ACCESS: Mapping[str, Rule] = dict.fromkeys(("indicators", *with_downloads("indicator")), _PAGES)
PARTS: Mapping[str, Rule] = {
    "signals-for-roles": Rule("signals that join providers by an address", to=(acting_as(*WATCHES, of=OVERSIGHT),)),
    "signals-for-people": Rule("signals that name people", to=(NEED_PEOPLE,)),
}
