"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Find
from irhub.accounts.policy import ANYONE, PUBLIC, SIGNED_IN, Rows, Rule
from irhub.checker.queries import whose_case, whose_proposal
from irhub.checker.workflows import EDITS, OTHERS, OWN

# Rules are public information and a checker keeps nothing: nobody, least of all a worker, should need an account to ask.
_CHECKERS = Rule("checking a case against the rules", to=(ANYONE,), second_factor=False)
_RULES = Rule("the dated rules and what changes in them", to=(PUBLIC,))
_EDITING = Rule("proposing and deciding changes of the rules", to=(EDITS,))
_CASES = Rule("cases that one keeps", to=(replace(SIGNED_IN, rows=Rows.OWN),))

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(
        ("rules", "rules-changes", "rules-compare", "rules-feed", "rules-calendar", "rules-csv", "rules-yaml", "rules-json", "rules-schema", "rules-topic", "rule"), _RULES
    ),
    **dict.fromkeys(
        (
            "propose", "propose-add", "propose-read", "sources-stale", "proposals", "proposals-approved", "proposal",
        ),
        _EDITING,
    ),
    "proposal-approve": Rule("approving what somebody else proposed", to=(OTHERS,)),
    "proposal-decline": Rule("declining what somebody else proposed", to=(OTHERS,)),
    "proposal-take-back": Rule("withdrawing what one proposed oneself", to=(OWN,)),
    **dict.fromkeys(("cases", "case", "case-save", "case-delete"), _CASES),
    **dict.fromkeys(("checkers", "checker", "checker-question", "checker-result", "checker-file", "checker-compare"), _CHECKERS),
    "checker-employer": Rule("looking an employer up in the registers", to=(PUBLIC,)),
}  # fmt: skip
WHOSE: Mapping[str, Find] = {
    **dict.fromkeys(("proposal-approve", "proposal-decline", "proposal-take-back"), whose_proposal),
    **dict.fromkeys(("case", "case-delete"), whose_case),
}
