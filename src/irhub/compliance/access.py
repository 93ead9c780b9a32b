"""Who may open this room's pages: the provider's own people alone. See accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Find
from irhub.accounts.policy import Rows, Rule
from irhub.compliance.opening import whose_opening
from irhub.compliance.queries import whose_evidence, whose_item, whose_matter, whose_sheet
from irhub.compliance.repeats import whose_repeat
from irhub.compliance.workflows import COUNTS, LET_IN, OWN

_CHECK = Rule("the self-check of one’s own provider, and its action plan", to=(OWN,))
_SHEET = (
    "self-check-sheet", "self-check-renew", "self-check-theme", "self-check-question", "self-check-evidence", "self-check-places",
    "self-check-confirm", "self-check-result", "self-check-keep", "self-check-plan", "self-check-plan-make", "self-check-plan-add",
)  # fmt: skip
_VISIT = ("visit", "visit-move")
_LEVEL = ("standards-level", "standards-publish", "standards-withdraw")
_LET_IN = Rule("what a provider opened to one by name, for some days", to=(LET_IN,))
_OPENED = ("let-in-opening", "let-in-look", "let-in-theme")
_ITEM = ("self-check-action", "self-check-action-end")

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(("self-check", "self-check-begin", *_SHEET, "self-check-evidence-remove", *_ITEM), _CHECK),
    **dict.fromkeys(
        ("standards", "standards-begin", *_LEVEL),
        Rule("the assessment of one’s own provider against the standards, and publishing its level", to=(OWN,)),
    ),
    **dict.fromkeys(
        ("self-check-openings", "self-check-opening-end"),
        Rule("letting an assessor read parts of one’s own provider’s answers", to=(OWN,)),
    ),
    "let-in": replace(_LET_IN, to=(replace(LET_IN, rows=Rows.ANY),)),
    **dict.fromkeys(_OPENED, _LET_IN),
    "self-check-hard": Rule("what providers of one’s area find hard, as counts of five or more", to=COUNTS),
    **dict.fromkeys(
        ("repeats", "repeats-calendar", "repeat"),
        Rule("when one’s own provider must repeat right-to-work checks", to=(OWN,)),
    ),
    **dict.fromkeys(
        ("visit-pack", "visit-pack-file", "visits", *_VISIT),
        Rule(
            "the day of a visit of the Home Office, its letters, and what one’s own provider does about them", to=(OWN,)
        ),
    ),
}
WHOSE: Mapping[str, Find] = {
    **dict.fromkeys(_SHEET, whose_sheet),
    "self-check-openings": whose_sheet,
    **dict.fromkeys(("self-check-opening-end", *_OPENED), whose_opening),
    "self-check-evidence-remove": whose_evidence,
    **dict.fromkeys(_LEVEL, whose_sheet),
    **dict.fromkeys(_VISIT, whose_matter),
    "repeat": whose_repeat,
    **dict.fromkeys(_ITEM, lambda number, **_: whose_item(number)),
}
