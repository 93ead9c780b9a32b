"""Who may open this room's pages, and what its worker does beside the jobs: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.policy import ANYONE, SYSTEM, Rule, Work
from irhub.web.listing import with_downloads

_OPERATOR = Rule("how the site runs", to=(SYSTEM,))

ACCESS: Mapping[str, Rule] = {
    "healthz": Rule("machines: whether this process answers", to=(ANYONE,), second_factor=False),
    "readyz": Rule("machines: whether the site can do its work", to=(ANYONE,), second_factor=False),
    "robots": Rule("machines: what search engines may keep", to=(ANYONE,), second_factor=False),
    "metrics": Rule(
        "machines with a token, or of a network, that the operator named", to=(ANYONE,), second_factor=False
    ),
    **dict.fromkeys(with_downloads("operations", "job"), _OPERATOR),
    "mail-not-sent": Rule("mail that did not leave, and to whom", to=(SYSTEM,)),
    "job-run": Rule("running a job of the site now", to=(SYSTEM,)),
    "mail-now": Rule("trying mail again that waits", to=(SYSTEM,)),
    "mail-again": Rule("trying a message again that did not leave", to=(SYSTEM,)),
    # registers are everybody's: no body decides alone which editions count
    "edition-decide": Rule("whether an edition of a register counts", to=(SYSTEM,)),
}
WORK: Mapping[str, Work] = {
    "take-up": Work("taking up jobs of workers that died"),
    "send-mail": Work("sending what is in the outbox", every_body=True),
    "follow-decisions": Work("signals and the history of places after people decided on links"),
}
