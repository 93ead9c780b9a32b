"""What a supplier does with its application. It acts for another body than the one that runs the framework, so what moves the application
works with the rights of the system, after the table has let it; answers and evidence are written behind the fence of the supplier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.row_security import system_access
from irhub.casework.no_names import names_a_paper
from irhub.files.handed_in import HandedIn
from irhub.questions.engine import next_open
from irhub.questions.forms import AnswersForm
from irhub.questions.questionnaire import Page
from irhub.questions.stored import answers_of, save
from irhub.questions.stored import newest as newest_answers
from irhub.suppliers.entries import refuse_return, removed_on
from irhub.suppliers.frameworks import takes_applications
from irhub.suppliers.letters import tell_applicant
from irhub.suppliers.method import NAME, Asked, method, newest, version_of, versions
from irhub.suppliers.models import Application, Evidence, Framework, Given, Sheet
from irhub.suppliers.numbers import company_number
from irhub.suppliers.sourcing import carry_agents
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day
from irhub.web.london import local_day
from irhub.web.working_days import working_days_after

_WHY = "a supplier acts for another body than the one that runs the framework"
MOST_FILES = 40


@transaction.atomic
def begin_application(
    framework: Framework, *, by: Membership, renews: Application | None = None, **told: Any
) -> Application:
    """Begin an application, with the answers of the one that it renews carried forward.

    Raises ActionRefused if the framework takes none today, if the supplier has an open one, or was removed less than three months ago.
    """
    told["company_number"] = company_number(told["company_number"])
    if not takes_applications(framework, localdate()):
        raise ActionRefused("This framework takes no applications at the moment.")
    _may_return(framework, by, told)
    made = Application(
        body_id=framework.body_id, framework=framework, supplier=by.body, begun_by=by.person.email, renews=renews, **told
    )  # fmt: skip
    with system_access(_WHY):
        try:
            with transaction.atomic():
                application = begin(made, by=by, told="began an application to a framework")
        except IntegrityError as problem:
            raise ActionRefused("You have an application to this framework already. Go on with that one.") from problem
        sheet = Sheet.objects.create(
            body_id=application.body_id, application=application, questionnaire=NAME, version=newest().version
        )
        if renews is not None:
            _carry(renews, sheet)
            carry_agents(renews, application)
    return application


def _may_return(framework: Framework, by: Membership, told: dict[str, Any]) -> None:
    with system_access("whether a supplier was removed before"):
        removed = removed_on(framework, by.body_id, told["company_number"])
    refuse_return(removed)
    if removed and not told.get("changed", "").strip():
        raise ActionRefused("You were removed from the list before: say what you have changed since.", "changed")


def _carry(before: Application, sheet: Sheet) -> None:
    """Give the newest answers of an earlier application again, as answers in the version in which they were given."""
    rows = newest_answers(before.sheet)
    sheet.revision = 1
    sheet.save(update_fields=["revision"])
    Given.objects.bulk_create([
        Given(
            sheet=sheet, body_id=sheet.body_id, question=key, answer=row.answer, instead=row.instead, reason=row.reason, version=row.version,
            revision=1, who=row.who,
        )
        for key, row in rows.items()
    ])  # fmt: skip


def change_details(application: Application, *, version: int, by: Membership, **told: Any) -> Application:
    """Change name, number, lots, area or interests of an application that was not submitted yet. Raises StaleVersion if a colleague changed it
    meanwhile."""
    told["company_number"] = company_number(told["company_number"])
    with system_access(_WHY):
        return move(application, "change", by=by, version=version, columns=told)


def save_page(application: Application, page: Page[Asked], form: AnswersForm, *, by: Membership) -> tuple[str, ...]:
    """Keep the answers of a page. Raises ActionRefused once it was submitted, StaleVersion if a colleague answered otherwise meanwhile."""
    check_move(application, "submit", by=by)
    return save(
        application.sheet, asking=version_of(application), questions=page.questions, given=form.answers,
        seen=form.seen, by=by,
    )  # fmt: skip


def add_evidence(application: Application, page: str, files: Sequence[HandedIn], *, by: Membership) -> None:
    """Keep files with the answers of a page. Raises ActionRefused once it was submitted, beyond the most files, and of a file that is named as a
    worker’s paper is."""
    check_move(application, "submit", by=by)
    if paper := next((file.name for file in files if names_a_paper(file.name)), None):
        raise ActionRefused(
            f"{paper} looks like a worker’s paper, by its name. Hand in none: black out names and numbers in a sample, and call the file by its kind.",
            "evidence",
        )
    if application.evidence.count() + len(files) > MOST_FILES:
        raise ActionRefused(f"An application holds {MOST_FILES} files: remove some first.", "evidence")
    for file in files:
        Evidence.keep(file, by=by, body=application.body_id, application=application, page=page)


def remove_evidence(evidence: Evidence, *, by: Membership) -> None:
    """Remove a file of an application that was not submitted yet."""
    check_move(evidence.application, "submit", by=by)
    evidence.delete()


@transaction.atomic
def submit(application: Application, *, version: int, signed_by: str, by: Membership) -> Application:
    """Sign and submit an application. Raises ActionRefused while a question is open, after the last day, or of a supplier that was removed meanwhile.

    `signed_by`: name and position of somebody with authority. A framework under the Procurement Act opens no application before its last day
    for applications is over.
    """
    check_move(application, "submit", by=by)
    framework, today = application.framework, localdate()
    if not takes_applications(framework, today):
        raise ActionRefused("This framework takes no applications any more: yours was not submitted.")
    _may_return(framework, by, {"company_number": application.company_number, "changed": application.changed})
    asked = version_of(application)
    given = answers_of(application.sheet, versions())
    if (question := next_open(asked.questions, given.answers)) is not None:
        raise ActionRefused(
            f"Not submitted: answer “{question.label}” first, in “{asked.page_of(question.key).called}”."
        )
    readable = today if framework.advisory or framework.closes_on is None else framework.closes_on + timedelta(days=1)
    with system_access(_WHY):
        moved = move(
            application, "submit", by=by, version=version, columns={"signed_by": signed_by, "readable_on": readable}
        )  # fmt: skip
        tell_applicant(moved, "submitted", f"Application {moved.reference} is submitted", [
            f"your application to {framework.name} is submitted.",
            f"We check it within {method().clocks['checks']} working days from {day(readable)}.",
        ])  # fmt: skip
    return moved


def withdraw(application: Application, *, version: int, reason: str = "", by: Membership) -> Application:
    """Withdraw an application on which nobody has decided."""
    with system_access(_WHY):
        return move(application, "withdraw", by=by, version=version, reason=reason)


def appeal_until(application: Application) -> date | None:
    """The last day on which an appeal can be lodged against a refusal; None if nobody decided."""
    if application.decided_at is None:
        return None
    return working_days_after(local_day(application.decided_at), method().lodge_appeal)[-1]


def appeal(application: Application, *, version: int, reason: str, by: Membership) -> Application:
    """Appeal against a refusal. Raises ActionRefused after the last day for it."""
    check_move(application, "appeal", by=by, reason=reason)
    last = appeal_until(application)
    if last is None or localdate() > last:
        raise ActionRefused(f"The last day for an appeal was {day(last) if last else 'before this'}.")
    with system_access(_WHY):
        return move(application, "appeal", by=by, version=version, reason=reason)
