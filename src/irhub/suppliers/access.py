"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Find
from irhub.accounts.policy import ANYONE, PUBLIC, Rows, Rule, acting_as
from irhub.accounts.roles import OVERSIGHT, Kind, Role
from irhub.suppliers import interests, queries
from irhub.suppliers.workflows import APPLIES, ASSESSES, DECIDES, RUNS
from irhub.web.listing import with_downloads

_PUBLIC = Rule("approved recruiters, frameworks and what is asked of applicants", to=(PUBLIC,), second_factor=False)
_ADDS = Rule("running a framework of approved recruiters", to=(replace(RUNS, rows=Rows.ANY),))
_DESK = Rule("applications to one’s own frameworks, and their suppliers", to=(replace(DECIDES, rows=Rows.ANY),))
_READS = acting_as(of=frozenset({Kind.SUPPLIER}), rows=Rows.SHARED)
_APPLY = Rule("applying to a framework of approved recruiters", to=(replace(APPLIES, rows=Rows.ANY),))
_OWN = Rule("a supplier’s own application", to=(APPLIES,))
_LOOK = Rule("a supplier’s own applications, and where it stands", to=(_READS,))
_RUNS = Rule("running a framework of approved recruiters", to=(RUNS,))
_DECIDES = Rule("deciding on suppliers", to=(DECIDES,))
_ASSESSES = Rule("scoring an application that was given to one", to=(ASSESSES,))

_DECLARES = acting_as(Role.ASSESSOR, Role.FRAMEWORK_OFFICER, Role.LEAD, of=OVERSIGHT, rows=Rows.OWN)
_INTERESTS = Rule("declaring the companies in which one has an interest", to=(replace(_DECLARES, rows=Rows.ANY),))

_FRAMEWORK = ("framework-edit", "framework-open", "framework-close", "framework-end")
_DRAFT = (
    "supplier-details", "supplier-page", "supplier-evidence-add", "supplier-countries", "supplier-agent-add", "supplier-submit",
    "supplier-withdraw", "supplier-appeal",
)  # fmt: skip
_MINE = ("supplier-terms", "supplier-leave", "supplier-answer", "supplier-confirm")
_ASSESS = (
    "supplier-begin-checks", "supplier-check", "supplier-registers", "supplier-assessor", "supplier-begin-assessment", "supplier-gate",
    "supplier-agree", "supplier-end-moderation", "supplier-again",
)  # fmt: skip
_DECIDE = ("supplier-assess", "supplier-decide")
_STANDS = ("supplier-entry", "supplier-suspend", "supplier-lift", "supplier-propose", "supplier-remove")
_SCORES = ("supplier-assessment", "supplier-declare", "supplier-stand-down", "supplier-scores", "supplier-hand-in")
_CONCERN = ("supplier-concern-grade", "supplier-concern-close")

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys((*with_downloads("suppliers"), "supplier", "framework", "framework-questions", "suppliers-embed"), _PUBLIC),
    "supplier-clause": Rule("checking a repayment clause", to=(PUBLIC,), second_factor=False),
    "supplier-register": Rule("registering an agency that has no account", to=(PUBLIC,), second_factor=False),
    "supplier-register-confirm": Rule(
        "confirming by the link in a mail that one registers an agency", to=(ANYONE,), second_factor=False, by_link=True
    ),
    "supplier-concern": Rule("raising a concern about an approved recruiter", to=(PUBLIC,), second_factor=False),
    "supplier-use": Rule("noting that one’s organisation works with a recruiter", to=(acting_as(Role.ADMINISTRATOR, of=frozenset({Kind.PROVIDER})),), second_factor=False),
    "supplier-apply": _APPLY,
    "supplier-applications": _LOOK,
    "supplier-application": _LOOK,
    "supplier-evidence": Rule("evidence of an application", to=(_READS, DECIDES)),
    **dict.fromkeys((*_DRAFT, "supplier-renew", "supplier-evidence-remove", "supplier-agent-remove"), _OWN),
    **dict.fromkeys(_MINE, Rule("what a supplier on the list does", to=(APPLIES,))),
    **dict.fromkeys((*with_downloads("supplier-desk"), "supplier-entries"), _DESK),
    "framework-add": _ADDS,
    **dict.fromkeys((*_FRAMEWORK, *_ASSESS, "supplier-review", "supplier-name", "supplier-condition", *_CONCERN), _RUNS),
    **dict.fromkeys((*_DECIDE, *_STANDS, "supplier-task"), _DECIDES),
    "supplier-assessments": Rule("what one was asked to score", to=(replace(ASSESSES, rows=Rows.ANY),)),
    **dict.fromkeys(_SCORES, _ASSESSES),
    "supplier-interests": _INTERESTS,
    "supplier-interest-end": replace(_INTERESTS, to=(_DECLARES,)),
}  # fmt: skip
WHOSE: Mapping[str, Find] = {
    **dict.fromkeys(_FRAMEWORK, queries.whose_framework),
    **dict.fromkeys((*_DRAFT, *_ASSESS, *_DECIDE, "supplier-application", "supplier-renew"), queries.whose_application),
    **dict.fromkeys(("supplier-page", "supplier-evidence-add", "supplier-agree"), queries.whose_page),
    **dict.fromkeys(("supplier-evidence", "supplier-evidence-remove"), queries.whose_evidence),
    **dict.fromkeys((*_MINE, *_STANDS, "supplier-review", "supplier-name"), queries.whose_entry),
    "supplier-agent-remove": queries.whose_agent,
    "supplier-interest-end": interests.whose_interest,
    "supplier-condition": queries.whose_condition,
    "supplier-task": queries.whose_task,
    **dict.fromkeys(_SCORES, queries.whose_assessment),
    "supplier-scores": queries.whose_scores,
    **dict.fromkeys(_CONCERN, queries.whose_concern),
}
