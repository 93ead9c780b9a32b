"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from irhub.accounts.models import Body
from irhub.accounts.roles import OVERSIGHT
from irhub.grants.models import Application, Assessment, Award, Call, Pot
from irhub.grants.past.models import PastImport
from irhub.grants.payments.models import Answer, BankDetails, Batch, Change, GranteeTask, Payment, Repayment, Report
from irhub.grants.workflows import APPLICANTS, ApplicationState
from tests.factories import PersonFactory
from tests.grants.factories import (
    ApplicationFactory,
    AssessmentFactory,
    AwardFactory,
    BankDetailsFactory,
    BatchFactory,
    CallFactory,
    ChangeFactory,
    EvidenceFactory,
    GranteeTaskFactory,
    PaymentFactory,
    PotFactory,
    RepaymentFactory,
    ReportFactory,
    running,
)
from tests.grants.record_factories import (
    GrantResultFactory,
    PastImportFactory,
    PastRecipientFactory,
    PublishedVersionFactory,
)
from tests.grants.rehearsal_factories import RehearsalFactory, TrialFactory
from tests.owners import Makes, Owner, number
from tests.standing import stand


def pot_of(body: Body) -> Pot:
    """A pot of the body; of a body that can have none, some other’s."""
    return PotFactory(body=body)


def call_of(body: Body) -> Call:
    """A call of the body that is open; of a body that can run none, some other’s."""
    found = Call.objects.filter(body=body).first() if body.kind in OVERSIGHT else None
    return found or CallFactory(body=body, open=True)


def draft_of(body: Body) -> Call:
    """A draft of a call of the body; of a body that can run none, some other’s."""
    return CallFactory(body=body, title=f"Draft of {body.pk}")


def _question(owner: Owner) -> dict[str, object]:
    return number(draft_of(owner.body)) | {"key": "outcomes"}


def ours(body: Body) -> Application:
    """An application that the body itself began."""
    found = Application.objects.filter(applicant=body, state="draft").first()
    return found or ApplicationFactory(body=body, applicant=body, call=CallFactory(open=True), answered=True)


def theirs(body: Body) -> Application:
    """An application to a call of the body, which it may open."""
    found = Application.objects.filter(body=body, state="checks").first()
    return found or ApplicationFactory(body=body, answered=True, state=ApplicationState.CHECKS)


def decided_by(body: Body) -> Award:
    """A grant that the body gave."""
    return Award.objects.filter(body=body).first() or AwardFactory(body=body)


def given_to(body: Body) -> Award:
    """A grant that the body was offered."""
    found = Award.objects.filter(applicant=body).first()
    if found is None and body.kind in APPLICANTS:
        application = ApplicationFactory(
            body=body, applicant=body, call=CallFactory(open=True), answered=True, state=ApplicationState.DECISION
        )  # fmt: skip
        found = AwardFactory(application=application)
    return found or AwardFactory(body=body)


def assessment_of(owner: Owner) -> Assessment:
    """What somebody was asked to assess, open to be scored."""
    found = Assessment.objects.filter(email=owner.email, application__isnull=False).first()
    if found is None:
        application = ApplicationFactory(body=owner.body, answered=True, state=ApplicationState.ASSESSMENT)
        found = AssessmentFactory(application=application, person=PersonFactory(email=owner.email, second_step=False))
        stand(found, state="open")
    return found


def accepted_of(body: Body) -> Award:
    """A grant that the body gave, whose agreement both signed."""
    found = Award.objects.filter(body=body, state="active").first()
    return found or stand(decided_by(body), state="active", grantee_at=timezone.now(), funder_at=timezone.now())


def told_of(owner: Owner) -> Award:
    """A grant of the body, on the side that is asked for, whose agreement both signed."""
    made = given_to(owner.body) if owner.shares else decided_by(owner.body)
    return stand(made, state="active", grantee_at=timezone.now(), funder_at=timezone.now())


def past_of(body: Body) -> PastImport:
    """A file of past grants of the body; of a body that gives none, some other’s."""
    found = PastImport.objects.filter(body=body).first()
    return found or PastImportFactory(body=body)


def _ours(owner: Owner) -> dict[str, object]:
    return number(ours(owner.body) if owner.shares else theirs(owner.body))


_OURS = ("grant-application", "grant-details", "grant-submit", "grant-withdraw", "grant-appeal")
_THEIRS = (
    "grant-begin-checks", "grant-check", "grant-registers", "grant-assessor", "grant-begin-assessment", "grant-skip-assessment",
    "grant-assess", "grant-view", "grant-decide", "grant-interest",
)  # fmt: skip
_CALL = (
    "grant-call-edit",
    "grant-call-open",
    "grant-call-close",
    "grant-call-end",
    "grant-panel",
    "grant-panel-name",
    "grant-sheet",
    "grant-letters",
    "grant-work",
    "grant-work-begin",
    "grant-work-on",
)
_SCORES = ("grant-assessment", "grant-declare", "grant-stand-down", "grant-hand-in")


def _removed(owner: Owner) -> dict[str, object]:
    return number(EvidenceFactory(application=ours(owner.body) if owner.shares else theirs(owner.body)))


THINGS: Makes = {
    **dict.fromkeys(_CALL, lambda owner: number(call_of(owner.body))),
    **dict.fromkeys(
        ("grant-pot", "grant-pot-in", "grant-pot-close", "grant-pot-back"), lambda owner: number(pot_of(owner.body))
    ),
    **dict.fromkeys(
        ("grant-questions", "grant-question-weights", "grant-question-add", "grant-questions-ready"),
        lambda owner: number(draft_of(owner.body)),
    ),
    **dict.fromkeys(("grant-question", "grant-question-out", "grant-question-again"), _question),
    **dict.fromkeys(_OURS, _ours),
    **dict.fromkeys(("grant-page", "grant-evidence-add"), lambda owner: _ours(owner) | {"key": "results"}),
    **dict.fromkeys(_THEIRS, lambda owner: number(theirs(owner.body))),
    "grant-evidence": _removed,
    "grant-evidence-remove": _removed,
    **dict.fromkeys(
        ("grant-award", "grant-award-sign", "grant-award-withdraw"), lambda owner: number(decided_by(owner.body))
    ),
    **dict.fromkeys(
        ("grant-agreement", "grant-agreement-sign", "grant-agreement-decline"),
        lambda owner: number(given_to(owner.body)),
    ),
    **dict.fromkeys(_SCORES, lambda owner: number(assessment_of(owner))),
    "grant-scores": lambda owner: number(assessment_of(owner)) | {"key": "project"},
    "grant-public-details": lambda owner: number(accepted_of(owner.body)),
    "grant-publish-withdraw": lambda owner: number(PublishedVersionFactory(body=owner.body)),
    **dict.fromkeys(
        ("grant-past-import", "grant-past-faults", "grant-past-take-in", "grant-past-undo"),
        lambda owner: number(past_of(owner.body)),
    ),
    "grant-past-recipient": lambda owner: number(PastRecipientFactory(past_import=past_of(owner.body))),
    "grant-learning": lambda owner: number(call_of(owner.body)),
    **dict.fromkeys(("grant-results", "grant-result-tell", "grant-lesson-tell"), lambda owner: number(told_of(owner))),
    "grant-result-remove": lambda owner: number(GrantResultFactory(award=told_of(owner))),
}


def given_by(body: Body) -> Award:
    """A grant of the body that runs."""
    return Award.objects.filter(body=body, state="active").first() or running(body)


def got_by(owner: Owner) -> Award:
    """A grant that the body was given, and that runs; where it is not to be the grantee, or can be none, one that it gave."""
    body = owner.body
    if not owner.shares or body.kind not in APPLICANTS:
        return given_by(body)
    found = Award.objects.filter(applicant=body, state="active").first()
    if found is None:
        found = running(application=ApplicationFactory(
            body=body, applicant=body, call=CallFactory(open=True, title=f"For {body.pk}"), answered=True, state=ApplicationState.DECISION
        ))  # fmt: skip
    return found


def _there(model: type[Any], make: Any, **columns: Any) -> Any:
    """The one that there is, or a new one."""
    return model.objects.filter(**{key: value for key, value in columns.items() if key != "body"}).first() or make(
        **columns
    )


def _batch(body: Body) -> Batch:
    return Batch.objects.filter(body=body).first() or BatchFactory(body=body)


def _answer(body: Body) -> Answer:
    return Answer.objects.get_or_create(body=body, sha256="0" * 64, name="answer.csv", kept_by="x@example.org")[0]


_MONEY = ("grant-money", "grant-payment-plan", "grant-report-plan", "grant-ask-back", "grant-close")
_PAYMENT = ("grant-payment", "grant-payment-ask", "grant-payment-release", "grant-payment-back", "grant-payment-cancel")
_BATCH = ("grant-batch", "grant-batch-file", "grant-batch-sent", "grant-batch-drop")
_ACCOUNT = ("grant-account-check", "grant-account-agree", "grant-account-refuse")
_RETURN = ("grant-report-accept", "grant-report-back", "grant-report-off")
_OWN = ("grant-own", "grant-account-give", "grant-change-time", "grant-change-lines")
THINGS |= {
    **dict.fromkeys(_MONEY, lambda owner: number(given_by(owner.body))),
    **dict.fromkeys(_PAYMENT, lambda owner: number(_there(Payment, PaymentFactory, award=given_by(owner.body)))),
    **dict.fromkeys(_BATCH, lambda owner: number(_batch(owner.body))),
    "grant-answer": lambda owner: number(_answer(owner.body)),
    **dict.fromkeys(
        _ACCOUNT, lambda owner: number(_there(BankDetails, BankDetailsFactory, award=given_by(owner.body)))
    ),
    **dict.fromkeys(_RETURN, lambda owner: number(_there(Report, ReportFactory, award=given_by(owner.body)))),
    "grant-report": lambda owner: number(_there(Report, ReportFactory, award=got_by(owner))),
    "grant-change-decide": lambda owner: number(_there(Change, ChangeFactory, award=given_by(owner.body))),
    "grant-change-withdraw": lambda owner: number(_there(Change, ChangeFactory, award=got_by(owner))),
    "grant-repaid": lambda owner: number(_there(Repayment, RepaymentFactory, award=given_by(owner.body))),
    "grant-task-close": lambda owner: number(_there(GranteeTask, GranteeTaskFactory, award=given_by(owner.body))),
    **dict.fromkeys(_OWN, lambda owner: number(got_by(owner))),
}
_TRIED = ("grant-rehearsal", "grant-rehearsal-end", "grant-rehearsal-call", "grant-rehearsal-apply")
_SUBMITTED = ("grant-trial", "grant-trial-checks", "grant-trial-decide")
THINGS |= {
    "grant-rehearse": lambda owner: number(CallFactory(body=owner.body, title=f"A draft of {owner.body.pk}")),
    **dict.fromkeys(_TRIED, lambda owner: number(RehearsalFactory(body=owner.body))),
    **dict.fromkeys(_SUBMITTED, lambda owner: number(TrialFactory(body=owner.body, submitted=True))),
    **dict.fromkeys(("grant-trial-details", "grant-trial-submit"), lambda owner: number(TrialFactory(body=owner.body))),
    "grant-trial-page": lambda owner: number(TrialFactory(body=owner.body)) | {"key": "results"},
    "grant-trial-scores": lambda owner: (
        number(TrialFactory(body=owner.body, submitted=True)) | {"seat": 1, "key": "results"}
    ),
}
READ_BY = {
    "grants_trial": frozenset(route for route in THINGS if "rehears" in route or "-trial" in route)
    | {"grant-call-open"},
}
"""What is in a rehearsal is read by its own pages, and by what deletes it as its call opens."""
EVERYBODYS: Makes = {
    "grants-published-of": lambda _: {"number": PublishedVersionFactory().body_id},
    "grants-published-file": lambda _: {"number": PublishedVersionFactory().body_id, "kind": "json"},
    "grants-published-version": lambda _: number(PublishedVersionFactory()) | {"kind": "csv"},
    **dict.fromkeys(("grant-call", "grant-apply"), lambda _: number(CallFactory(open=True))),
}
