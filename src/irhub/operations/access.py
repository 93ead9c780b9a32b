"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.policy import ANYONE, SYSTEM, Rule, Work

_OPERATOR = Rule("how the site runs", to=(SYSTEM,))

ACCESS: Mapping[str, Rule] = {
    "healthz": Rule("machines: whether this process answers", to=(ANYONE,), second_factor=False),
    "readyz": Rule("machines: whether the site can do its work", to=(ANYONE,), second_factor=False),
    "metrics": Rule(
        "machines with a token, or of a network, that the operator named", to=(ANYONE,), second_factor=False
    ),
    "operations": _OPERATOR,
    "job": _OPERATOR,
    "job-run": Rule("running a job of the site now", to=(SYSTEM,)),
    # registers are everybody's: no body decides alone which editions count
    "edition-decide": Rule("whether an edition of a register counts", to=(SYSTEM,)),
}
NAVIGATION: tuple[tuple[str, str], ...] = ()
JOBS: Mapping[str, Work] = {
    "refresh": Work("the newest editions of public registers"),
    "link": Work("links, summaries and indicators of the editions that are accepted"),
    "alert": Work("telling operators what is wrong, at their addresses", every_body=True),
    "audit": Work("checking the whole audit trail", every_body=True),
    "backup": Work("a copy of everything, by the database's own program"),
    "retention": Work("removing what is over its time", every_body=True),
    "contract-alerts": Work("telling people what changed about providers on their body's list", every_body=True),
    "rules": Work("reminding rules editors of sources to read again", every_body=True),
    "past-days": Work("what public registers said on past days"),
    "tidy": Work("sessions that ended and old runs of jobs"),
    "take-up": Work("taking up jobs of workers that died"),
    "follow-decisions": Work("signals and the history of places after people decided on links"),
}
