"""Who may open the pages of England, councils, organisations, changes and data: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.policy import ANYONE, PUBLIC, Rule
from irhub.indicators.access import NEED_PEOPLE
from irhub.web.listing import with_downloads

_REGISTERS = Rule("what the public registers say", to=(PUBLIC,))

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(
        (
            "england", "region", "partnership", "council", "columns", "organisation",
            "changes-feed", "data", "edition",
            "row", "search", "about", "place-figure-file", *with_downloads("changes", "editions", "place-attention", "place-providers", "place-map", "place-compare", "place-profile", "place-figure"),
        ),
        _REGISTERS,
    ),
    **dict.fromkeys(
        ("organisation-people", "row-people", "search-people"),
        Rule("the people whom the registers give for organisations", to=(NEED_PEOPLE,), needs_purpose=True),
    ),
    "join": Rule("asking to act for a care provider", to=(ANYONE,), second_factor=False),
}  # fmt: skip
