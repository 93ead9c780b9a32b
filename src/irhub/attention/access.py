"""Who may open the pages of signals, tasks, replies and challenges: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Find
from irhub.accounts.policy import PUBLIC, Rows, Rule, acting_as
from irhub.accounts.roles import OVERSIGHT, WATCHES, Kind, Role
from irhub.attention.queries import whose_challenge_numbered, whose_signal
from irhub.attention.workflows import ANSWERS, MODERATES, WORKS
from irhub.guidance.workflows import WRITES

_PROVIDER = frozenset({Kind.PROVIDER})
_SPEAKS = acting_as(Role.ADMINISTRATOR, of=_PROVIDER, rows=Rows.OWN_PROVIDER)
_TO_OVERSIGHT_AND_WHOSE_IT_IS = (acting_as(*WATCHES, of=OVERSIGHT), acting_as(rows=Rows.OWN_BODY))

ACCESS: Mapping[str, Rule] = {
    "signal": Rule("why something deserves attention", to=(PUBLIC,)),
    "signal-task": Rule("what one's own body does about a signal", to=(WORKS,)),
    "signal-reply": Rule("a provider's reply to a signal about it", to=(_SPEAKS,)),
    "signal-challenge": Rule("saying that a fact or a link is wrong", to=(acting_as(of=OVERSIGHT), _SPEAKS)),
    "my-work": Rule("the tasks of one's own body, and what waits", to=(replace(WORKS, rows=Rows.OWN_BODY), WRITES)),
    "challenges": Rule("challenges and replies that wait for an answer", to=ANSWERS),
    "challenge": Rule("answering a challenge", to=ANSWERS),
    "statement": Rule(
        "deciding whether the public sees a reply",
        to=(MODERATES,),
    ),
}
WHOSE: Mapping[str, Find] = {
    "signal-reply": whose_signal,
    "signal-challenge": whose_signal,
    "challenge": whose_challenge_numbered,
}
PARTS: Mapping[str, Rule] = {
    "replies-not-public": Rule(
        "replies that nobody has looked at yet, or that are kept from the public", to=_TO_OVERSIGHT_AND_WHOSE_IT_IS
    ),
    "challenges-in-words": Rule("what was written in a challenge, and by whom", to=_TO_OVERSIGHT_AND_WHOSE_IT_IS),
}
