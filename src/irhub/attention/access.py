"""Who may open the pages of signals, tasks, replies and challenges: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import EVERY_ROLE, Rule
from irhub.accounts.roles import Role, Side
from irhub.attention.queries import WORK

_SPEAKS = frozenset({Role.VIEWER, Role.ADMINISTRATOR})
_ANSWERS = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})

ACCESS: Mapping[str, Rule] = {
    "signal": Rule("why something deserves attention", public=True, roles=EVERY_ROLE, system=True),
    "signal-task": Rule("what one's own body does about a signal", roles=WORK, side=Side.OVERSIGHT),
    "signal-reply": Rule("a provider's reply to a signal about it", roles=_SPEAKS, side=Side.PROVIDER),
    "signal-challenge": Rule("saying that a fact or a link is wrong", roles=EVERY_ROLE),
    "my-work": Rule("the tasks of one's own body", roles=WORK, side=Side.OVERSIGHT),
    "challenges": Rule("challenges and replies that wait for an answer", roles=_ANSWERS, side=Side.OVERSIGHT),
    "challenge": Rule("answering a challenge", roles=_ANSWERS, side=Side.OVERSIGHT),
    "statement": Rule(
        "deciding whether the public sees a reply", roles=frozenset({Role.ADMINISTRATOR}), side=Side.OVERSIGHT
    ),
}
NAVIGATION = (("my-work", "My work"),)
