"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import Find
from irhub.accounts.policy import Rows, Rule, acting_as
from irhub.accounts.roles import Kind, Role
from irhub.review.scope import whose_pair

_REVIEW = Rule(
    "deciding whether two records are the same organisation",
    to=(
        acting_as(Role.REVIEWER, of=frozenset({Kind.DEPARTMENT})),
        acting_as(Role.REVIEWER, of=frozenset({Kind.PARTNERSHIP, Kind.COUNCIL}), rows=Rows.OWN_AREA),
    ),
)

ACCESS: Mapping[str, Rule] = dict.fromkeys(
    ("review", "review-next", "review-pair", "review-undo", "review-blind", "review-agreement"), _REVIEW
)
WHOSE: Mapping[str, Find] = {"review-pair": whose_pair}
