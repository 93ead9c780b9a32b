"""What is written about grants: each posted in the transaction of what it tells of. Applicants never learn who scored or decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from irhub.accounts.models import Membership
from irhub.accounts.roles import Role
from irhub.accounts.row_security import system_access
from irhub.grants.method import method
from irhub.grants.models import Application, Assessment, Decision
from irhub.grants.money import said
from irhub.grants.notices import APPLICATION, ASSESSING
from irhub.grants.workflows import ApplicationState
from irhub.notify.actions import post
from irhub.notify.kinds import Kind
from irhub.web.addresses import whole_address
from irhub.web.jinja import day
from irhub.web.saying import pounds

_SAID: Mapping[str, str] = {
    ApplicationState.AWARDED: "We award you a grant of {amount}.",
    ApplicationState.RESERVE: "Your application is good enough, and no money is left. You are on the reserve list: if money comes back, we write to you.",
    ApplicationState.REFUSED: "We do not award you a grant.",
    ApplicationState.DISMISSED: "Your appeal is dismissed: we do not award you a grant.",
}


def decision_letter(
    application: Application, *, outcome: str, amount: int | None, feedback: str, on_appeal: bool
) -> str:
    """The letter about a decision. `amount`: pence."""
    lines = [
        f"{application.reference}: {application.title}, {application.call.title}", "",
        _SAID[outcome].format(amount=said(amount) if amount else ""), "", f"Feedback: {feedback.strip()}", "",
    ]  # fmt: skip
    if outcome == ApplicationState.AWARDED:
        lines += [
            "Next: read the agreement on the page below, and sign it. Nothing is paid before both of us have signed.",
            "",
        ]
    if outcome == ApplicationState.REFUSED and not on_appeal:
        lines += [
            f"You can appeal within {method().lodge_appeal} working days, to {application.call.appeal_to}. People who had no part in this decision hear it.",
            "",
        ]  # fmt: skip
    return "\n".join(lines).strip() + "\n"


def agreement_of(application: Application, amount: int) -> str:
    """The agreement of a grant, as both sign it."""
    call = application.call
    return "\n".join([
        f"Agreement between {call.body.name} (the funder) and {application.name} (the grantee)",
        "",
        f"1. The grant is {said(amount)} for “{application.title}”, from {day(application.starts_on)} to {day(application.ends_on)}, as applied for in {application.reference}.",
        f"2. It comes from {', by way of '.join(call.pot.chain)}.",
        f"3. It can be spent on: {call.eligible}",
        f"4. It cannot be spent on: {call.ineligible}",
        "5. Nothing is paid before both have signed. Instalments never come to more than the grant.",
        "6. The grantee reports what was spent and what came of it when asked, keeps receipts for six years, and shows them to auditors.",
        "7. What is not spent as agreed is paid back. The grantee tells the funder at once of insolvency, loss of its CQC registration or sponsor licence.",
        "8. The funder publishes the grantee’s name, the amount and the purpose. It never publishes people’s data.",
        f"9. The grantee names {call.body.name} where it tells of the project.",
        f"10. The funder proposes to give this grant as minimal financial assistance of {said(amount)} ({method().aid_source}, and section 37). By signing, the "
        f"grantee confirms in writing that with it the group has had no more than {pounds(method().aid_limit)} of such assistance in this financial year and the two before it. "
        "By signing, the funder confirms that it is given as such, on the day of its signature. The grantee keeps a record of that for at least three years.",
    ]) + "\n"  # fmt: skip


def tell_decision(decision: Decision) -> None:
    """Send a decision to whoever speaks for the applicant, as it was kept."""
    application = decision.application
    subject = f"Decision on your application {application.reference}"
    _to_applicant(application, f"grant-decision/{decision.pk}", subject, decision.letter)


def tell_applicant(application: Application, what: str, subject: str, words: Iterable[str]) -> None:
    """Tell whoever speaks for an applicant that something came of its application. `what`: the event, once."""
    _to_applicant(
        application,
        f"grant-application/{application.pk}/{what}-{application.version}",
        subject,
        "\n\n".join(words) + "\n",
    )


def tell_assessor(assessment: Assessment) -> None:
    """Ask somebody to assess an application. Whose it is, they read on the page, where they declare their interests first."""
    post(
        kind=ASSESSING, key=f"grant-assessment/{assessment.pk}", to=assessment.email, subject="You are asked to assess an application for a grant",
        text=f"please declare whether you have an interest, and score the application within {method().clocks['assessment']} working days:\n"
        f"{whole_address('grant-assessment', assessment.pk)}\n",
    )  # fmt: skip


def _to_applicant(application: Application, key: str, subject: str, text: str, kind: Kind = APPLICATION) -> None:
    with system_access("a letter to whoever speaks for an applicant"):
        people = _people(application.applicant_id, (Role.ADMINISTRATOR,))
    page = whole_address("grant-application", application.pk)
    for person in people:
        post(
            kind=kind,
            key=key,
            to=person,
            subject=subject,
            text=f"{text}\nYour application, and what you can do:\n{page}\n",
        )


def _people(body: int, roles: Sequence[str]) -> list[str]:
    held = Membership.objects.current().filter(body=body, role__in=roles)
    return list(held.values_list("person__email", flat=True))
