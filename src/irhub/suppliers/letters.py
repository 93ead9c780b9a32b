"""What is written about applications and suppliers: each posted in the transaction of what it tells of. Nobody learns who scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from irhub.accounts.models import Membership
from irhub.accounts.roles import Role
from irhub.accounts.row_security import system_access
from irhub.notify.actions import post
from irhub.notify.kinds import Kind
from irhub.questions.questionnaire import Questionnaire
from irhub.suppliers.method import Asked, method
from irhub.suppliers.models import Application, Assessment, Decision, Entry, Framework, Use
from irhub.suppliers.notices import APPLICATION, SUPPLIER, USED
from irhub.suppliers.workflows import ApplicationState
from irhub.web.addresses import whole_address
from irhub.web.jinja import day

_SAID: Mapping[str, str] = {
    ApplicationState.APPROVED: "Your application is approved.",
    ApplicationState.CONDITIONS: "Your application is approved with conditions.",
    ApplicationState.DEFERRED: "The decision on your application is deferred: we need more from you first.",
    ApplicationState.REFUSED: "Your application is not approved.",
    ApplicationState.DISMISSED: "Your appeal is dismissed: your application is not approved.",
}


def basis_words(framework: Framework) -> str:
    """What a framework is in law, and what that means for whoever reads it."""
    if framework.advisory:
        return (
            "This is an advisory list. It says which recruiters met the checks of the body that runs it on the days shown. It is not a "
            "framework under the Procurement Act 2023, and nobody can buy from it: a council that wants to buy runs its own procurement."
        )
    return (
        f"This is a framework under the Procurement Act 2023, notice {framework.notice}. Contracts are awarded under its terms until "
        f"{day(framework.ends_on)}."
        if framework.notice and framework.ends_on
        else "This is to be a framework under the Procurement Act 2023. Its notice is not published yet."
    )


def decision_letter(
    application: Application, *, outcome: str, reasons: Mapping[str, str], conditions: Sequence[Mapping[str, str]],
    questionnaire: Questionnaire[Asked], starts: date | None, on_appeal: bool,
) -> str:  # fmt: skip
    """The letter about a decision. `reasons`: by the key of each page of questions; `starts`: from when it would be on the list."""
    titles = {page.key: page.called for page in questionnaire.pages}
    lines = [
        f"{application.reference}: {application.name}, {application.framework.name}",
        "",
        _SAID[outcome],
        "",
        "Reasons",
        "",
    ]
    for key, words in reasons.items():
        lines += [f"{titles.get(key, key)}: {words}", ""]
    for condition in conditions:
        lines += [f"Condition, to be met by {day(date.fromisoformat(condition['due']))}: {condition['text']}", ""]
    if starts:
        lines += [
            "Next: read the terms on the page below and accept them. You are on the list once you have, and not before "
            f"{day(starts)}" + ("." if application.framework.advisory else f", when the standstill period is over ({method().standstill_source})."),
            "",
        ]  # fmt: skip
    if outcome == ApplicationState.REFUSED and not on_appeal:
        lines += [
            f"You can appeal within {method().lodge_appeal} working days. People who had no part in this decision hear it.",
            "",
        ]
    return "\n".join(lines).strip() + "\n"


def tell_decision(decision: Decision) -> None:
    """Send a decision to whoever speaks for the supplier, as it was kept."""
    application = decision.application
    subject = f"Decision on your application {application.reference}"
    _to_supplier(
        application.supplier_id, APPLICATION, f"supplier-decision/{decision.pk}", subject, decision.letter, application
    )


def tell_applicant(application: Application, what: str, subject: str, words: Iterable[str]) -> None:
    """Tell whoever speaks for an applicant that something came of its application. `what`: the event, once."""
    key = f"supplier-application/{application.pk}/{what}-{application.version}"
    _to_supplier(application.supplier_id, APPLICATION, key, subject, "\n\n".join(words) + "\n", application)


def tell_supplier(entry: Entry, what: str, subject: str, words: Iterable[str], *, once: bool = False) -> None:
    """Tell a supplier on the list of something about it: `once` however often it changes, else once for each of its versions."""
    key = f"supplier/{entry.pk}/{what}" + ("" if once else f"-{entry.version}")
    _to_supplier(entry.supplier_id, SUPPLIER, key, subject, "\n\n".join(words) + "\n", entry.application)


def tell_assessor(assessment: Assessment) -> None:
    """Ask somebody to assess an application. Whose it is, they read on the page, where they declare their interests first."""
    _post(
        APPLICATION, f"supplier-assessment/{assessment.pk}", assessment.email, "You are asked to assess an application",
        f"please declare whether you have an interest, and score the application within {method().clocks['assessment']} working days:\n"
        f"{whole_address('supplier-assessment', assessment.pk)}\n",
    )  # fmt: skip


def tell_users(entry: Entry, line: str) -> int:
    """Tell each provider that noted that it works with a supplier where that stands: neutrally, and without anybody seeing who did.

    How many people were written to is told to nobody but the log.
    """
    written = 0
    with system_access("providers who noted a supplier are told where it stands; nobody reads who they are"):
        for body in Use.objects.filter(entry=entry).values_list("body_id", flat=True):
            for person in _people(body, (Role.ADMINISTRATOR,)):
                text = (
                    f"{line}\n\nYou noted that you work with it. This says nothing about what it did, and nobody sees that you noted it.\n"
                    f"{whole_address('supplier', entry.pk)}\n"
                )
                _post(USED, f"supplier-used/{entry.pk}/{entry.version}", person, f"{entry.name}: where it stands", text)
                written += 1
    return written


def _to_supplier(supplier: int, kind: Kind, key: str, subject: str, text: str, application: Application) -> None:
    with system_access("a letter to whoever speaks for a supplier"):
        people = _people(supplier, (Role.ADMINISTRATOR,))
    page = whole_address("supplier-application", application.pk)
    for person in people:
        _post(kind, key, person, subject, f"{text}\nYour application, and what you can do:\n{page}\n")


def _people(body: int, roles: Sequence[str]) -> list[str]:
    held = Membership.objects.current().filter(body=body, role__in=roles)
    return list(held.values_list("person__email", flat=True))


def _post(kind: Kind, key: str, to: str, subject: str, text: str, **more: Any) -> None:
    post(kind=kind, key=key, to=to, subject=subject, text=text, **more)
