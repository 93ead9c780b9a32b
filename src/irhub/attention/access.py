"""Who may open the pages of signals, tasks, replies and challenges: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import EVERY_ROLE, Rule
from irhub.accounts.roles import Role
from irhub.attention.queries import WORK

_SPEAKS = frozenset({Role.VIEWER, Role.ADMINISTRATOR})

ACCESS: Mapping[str, Rule] = {
    "signal": Rule("why something deserves attention", public=True, roles=EVERY_ROLE, system=True),
    "signal-task": Rule("what one's own body does about a signal", roles=WORK),
    "signal-reply": Rule("a provider's reply to a signal about it", roles=_SPEAKS),
    "signal-challenge": Rule("saying that a fact or a link is wrong", roles=EVERY_ROLE),
    "my-work": Rule("the tasks of one's own body", roles=WORK),
    "challenges": Rule(
        "challenges and replies that wait for an answer", roles=frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
    ),
    "challenge": Rule("answering a challenge", roles=frozenset({Role.REVIEWER, Role.ADMINISTRATOR})),
    "statement": Rule("deciding whether the public sees a reply", roles=frozenset({Role.ADMINISTRATOR})),
}
NAVIGATION = (("my-work", "My work"), ("challenges", "Challenges"))
