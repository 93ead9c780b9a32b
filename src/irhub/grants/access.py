"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Find
from irhub.accounts.policy import PUBLIC, Rows, Rule, acting_as
from irhub.grants import queries
from irhub.grants.learning import queries as learning
from irhub.grants.past import queries as past
from irhub.grants.payments import queries as money
from irhub.grants.published import queries as published
from irhub.grants.rehearsal import queries as rehearsal
from irhub.grants.workflows import APPLICANTS, APPLIES, ASSESSES, DECIDES, READS, REHEARSES, RUNS
from irhub.web.listing import with_downloads

_PUBLIC = Rule("calls for small grants", to=(PUBLIC,), second_factor=False)
_DESK = Rule("small grants of one’s body", to=(replace(READS, rows=Rows.ANY),))
_ADDS = Rule("describing pots and calls", to=(replace(RUNS, rows=Rows.ANY),))
_LOOKS = acting_as(of=APPLICANTS, rows=Rows.SHARED)
_OWN = Rule("an applicant’s own application", to=(APPLIES,))
_LOOK = Rule("an applicant’s own applications, and where they stand", to=(_LOOKS,))
_RUNS = Rule("running a call for grants", to=(RUNS,))
_READS = Rule("following grants and their money", to=(READS,))
_DECIDES = Rule("deciding on grants", to=(DECIDES,))
_ASSESSES = Rule("scoring an application that was given to one", to=(ASSESSES,))

_CALL = (
    "grant-call-edit", "grant-call-open", "grant-call-close", "grant-call-end", "grant-panel-name", "grant-work", "grant-work-begin", "grant-work-on",
)  # fmt: skip
_QUESTIONS = ("grant-questions", "grant-question-weights", "grant-question-add", "grant-questions-ready")
_QUESTION = ("grant-question", "grant-question-out", "grant-question-again")
_POT = ("grant-pot-in", "grant-pot-close", "grant-pot-back")
_DRAFT = ("grant-details", "grant-page", "grant-evidence-add", "grant-submit", "grant-withdraw", "grant-appeal")
_ASSESS = (
    "grant-begin-checks", "grant-check", "grant-registers", "grant-assessor", "grant-begin-assessment", "grant-skip-assessment",
)  # fmt: skip
_DECIDE = ("grant-view", "grant-decide", "grant-interest")
_SCORES = ("grant-assessment", "grant-declare", "grant-stand-down", "grant-scores", "grant-hand-in")
_SIGNS = ("grant-agreement-sign", "grant-agreement-decline")
_PUBLISHED = Rule("grants that were awarded, as they were published", to=(PUBLIC,), second_factor=False)
_RESULTS = Rule("what a grant came to, for both of its sides", to=(READS, _LOOKS))
_TELLS = Rule("telling what a grant came to", to=(RUNS, APPLIES))
_PAST = ("grant-past-take-in", "grant-past-undo")

_MONEY = ("grant-payment-plan", "grant-report-plan", "grant-ask-back", "grant-close")
_PAYMENT = ("grant-payment-ask", "grant-payment-release", "grant-payment-back", "grant-payment-cancel")
_BATCH = ("grant-batch-file", "grant-batch-sent", "grant-batch-drop")
_ACCOUNT = ("grant-account-check", "grant-account-agree", "grant-account-refuse")
_RETURN = ("grant-report-accept", "grant-report-back", "grant-report-off")
_ASKS = ("grant-account-give", "grant-change-time", "grant-change-lines")
_GRANT = (
    "grant-award", "grant-award-sign", "grant-award-withdraw", "grant-agreement", "grant-money", "grant-own", "grant-public-details", "grant-results", "grant-result-tell",
    "grant-lesson-tell",
)  # fmt: skip
"""What names a grant: the table tells what its funder opens of it, and what its grantee."""
_REHEARSAL = ("grant-rehearsal", "grant-rehearsal-call", "grant-rehearsal-apply")
_TRIAL = ("grant-trial", "grant-trial-details", "grant-trial-page", "grant-trial-submit", "grant-trial-scores")
_PAYS = Rule("paying grants", to=(DECIDES,))
_BANKS = Rule("files for the bank, and its answers", to=(replace(DECIDES, rows=Rows.ANY),))

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(("grants", "grant-call"), _PUBLIC),
    "grant-apply": Rule("applying for a grant", to=(replace(APPLIES, rows=Rows.ANY),)),
    "grant-applications": Rule("an applicant’s own applications", to=(acting_as(of=APPLICANTS),)),
    "grant-application": _LOOK,
    "grant-agreement": _LOOK,
    "grant-evidence": Rule("a file of an application", to=(_LOOKS, DECIDES)),
    **dict.fromkeys((*_DRAFT, "grant-evidence-remove"), _OWN),
    **dict.fromkeys(_SIGNS, Rule("signing a grant’s agreement", to=(APPLIES,))),
    **dict.fromkeys((*with_downloads("grant-desk"), *with_downloads("grant-awards")), _DESK),
    **dict.fromkeys(("grant-pot-add", "grant-call-add"), _ADDS),
    **dict.fromkeys((*_CALL, *_QUESTIONS, *_QUESTION, *_ASSESS), _RUNS),
    **dict.fromkeys(("grant-pot", "grant-assess", "grant-award"), _READS),
    **dict.fromkeys(("grant-sheet", "grant-panel"), _READS),
    **dict.fromkeys((*_POT, *_DECIDE, "grant-letters", "grant-award-sign", "grant-award-withdraw"), _DECIDES),
    "grant-assessments": Rule("what one was asked to score", to=(replace(ASSESSES, rows=Rows.ANY),)),
    **dict.fromkeys(_SCORES, _ASSESSES),
    **dict.fromkeys(with_downloads("grant-payments"), _DESK),
    **dict.fromkeys(("grant-money", "grant-payment", "grant-batch", "grant-answer"), _READS),
    **dict.fromkeys(
        (*_MONEY, *_PAYMENT, *_BATCH, *_ACCOUNT, *_RETURN, "grant-change-decide", "grant-repaid", "grant-task-close"),
        _PAYS,
    ),
    **dict.fromkeys(("grant-batch-make", "grant-answer-add"), _BANKS),
    "grant-own": _LOOK,
    **dict.fromkeys((*_ASKS, "grant-change-withdraw"), Rule("a grantee’s account and requests", to=(APPLIES,))),
    "grant-report": Rule("a return of a grant", to=(APPLIES, READS)),
    **dict.fromkeys(
        ("grants-published", "grants-published-of", "grants-published-file", "grants-published-version"), _PUBLISHED
    ),
    "grant-publish": _DESK,
    **dict.fromkeys(
        ("grant-publisher", "grant-publish-press"), Rule("publishing grants", to=(replace(DECIDES, rows=Rows.ANY),))
    ),
    "grant-public-details": Rule("saying what is published of a grant", to=(DECIDES,)),
    "grant-publish-withdraw": Rule("withdrawing published grants", to=(DECIDES,)),
    "grant-past": Rule("handing in past grants", to=(replace(RUNS, rows=Rows.ANY),)),
    **dict.fromkeys(
        (*with_downloads("grant-past-import"), *with_downloads("grant-past-faults")), Rule("past grants", to=(READS,))
    ),
    **dict.fromkeys((*_PAST, "grant-past-recipient"), Rule("reviewing past grants", to=(RUNS,))),
    **dict.fromkeys(with_downloads("grant-learning"), Rule("what the grants of a call came to", to=(READS,))),
    "grant-results": _RESULTS,
    **dict.fromkeys(("grant-rehearse", "grant-rehearsal-end", "grant-trial-checks"), _RUNS),
    **dict.fromkeys((*_REHEARSAL, *_TRIAL), Rule("rehearsing a call for grants before it opens", to=(REHEARSES,))),
    "grant-trial-decide": _DECIDES,
    **dict.fromkeys(("grant-result-tell", "grant-lesson-tell", "grant-result-remove"), _TELLS),
}
WHOSE: Mapping[str, Find] = {
    **dict.fromkeys(_QUESTION, queries.whose_question),
    **dict.fromkeys((*_CALL, *_QUESTIONS, "grant-sheet", "grant-panel", "grant-letters"), queries.whose_call),
    **dict.fromkeys((*_POT, "grant-pot"), queries.whose_pot),
    **dict.fromkeys((*_DRAFT, *_ASSESS, *_DECIDE, "grant-application", "grant-assess"), queries.whose_application),
    **dict.fromkeys(("grant-page", "grant-evidence-add"), queries.whose_page),
    **dict.fromkeys(("grant-evidence", "grant-evidence-remove"), queries.whose_evidence),
    **dict.fromkeys((*_SIGNS, *_GRANT, *_MONEY, *_ASKS), queries.whose_award),
    **dict.fromkeys(_SCORES, queries.whose_assessment),
    "grant-scores": queries.whose_scores,
    **dict.fromkeys((*_PAYMENT, "grant-payment"), money.whose_payment),
    **dict.fromkeys((*_BATCH, "grant-batch"), money.whose_batch),
    "grant-answer": money.whose_answer,
    **dict.fromkeys(_ACCOUNT, money.whose_details),
    **dict.fromkeys((*_RETURN, "grant-report"), money.whose_report),
    **dict.fromkeys(("grant-change-decide", "grant-change-withdraw"), money.whose_change),
    "grant-repaid": money.whose_repayment,
    "grant-task-close": money.whose_task,
    "grant-publish-withdraw": published.whose_version,
    **dict.fromkeys((*_PAST, "grant-past-import", "grant-past-faults"), past.whose_import),
    "grant-past-recipient": past.whose_recipient,
    **dict.fromkeys(("grant-learning", "grant-rehearse"), queries.whose_call),
    **dict.fromkeys((*_REHEARSAL, "grant-rehearsal-end"), rehearsal.whose_rehearsal),
    **dict.fromkeys((*_TRIAL, "grant-trial-checks", "grant-trial-decide"), rehearsal.whose_trial),
    "grant-result-remove": learning.whose_result,
}
