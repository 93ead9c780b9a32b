"""What an applicant does with its application. It acts for another body than the one that runs the call, so what moves the application
works with the rights of the system, after the table has let it; answers and files are written behind the fence of the applicant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.roles import Kind
from irhub.accounts.row_security import system_access
from irhub.files.handed_in import HandedIn
from irhub.grants.asking import answered_in, asked_in
from irhub.grants.calls import answer_by, readable_from, takes_applications
from irhub.grants.letters import tell_applicant
from irhub.grants.method import BUDGET, Asked, method
from irhub.grants.models import Application, Call, Evidence, Sheet
from irhub.grants.money import pence, said
from irhub.organisations.models import ProviderInCouncil
from irhub.places.geography import council_of
from irhub.questions.engine import next_open
from irhub.questions.forms import AnswersForm
from irhub.questions.questionnaire import Page
from irhub.questions.stored import save
from irhub.registers.models import Location
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day
from irhub.web.london import local_day
from irhub.web.working_days import working_days_after

_WHY = "an applicant acts for another body than the one that runs the call"
MOST_FILES = 10
PEOPLE = re.compile(r"[^\s@]+@[^\s@]+\.\w+|\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b", re.I)
"""An e-mail address, or a National Insurance number."""


def known_of(body: Body) -> dict[str, str]:
    """What registers tell of an applicant, to fill in its form: name, and the numbers that it has."""
    told = {"name": body.name, "company_number": "", "charity_number": "", "provider_id": "", "council": ""}
    if body.kind == Kind.COUNCIL:
        own = council_of(body.place_code)
        return told | ({"council": own.code, "name": own.name} if own else {})
    if body.kind != Kind.PROVIDER:
        return told
    row = Location.objects.filter(provider_id=body.place_code, until=None).order_by("pk").first()
    in_council = ProviderInCouncil.objects.filter(provider_id=body.place_code, as_at=None).first()
    told |= {"provider_id": body.place_code, "name": in_council.name if in_council else body.name}
    if row is not None:
        told |= {"company_number": row.company_number or "", "charity_number": row.charity_number or ""}
    return told


@transaction.atomic
def begin_application(call: Call, *, by: Membership, **told: Any) -> Application:
    """Begin an application. Raises ActionRefused if the call takes none from such a body today, or if there is one already."""
    if not takes_applications(call, localdate()):
        raise ActionRefused("This call takes no applications at the moment.")
    if by.body.kind not in call.kinds:
        raise ActionRefused("This call is not for organisations like yours.")
    if by.body_id == call.body_id:
        raise ActionRefused("Whoever runs a call does not apply to it.")
    refuse_unsound(call, told)
    made = Application(
        body_id=call.body_id, call=call, applicant=by.body, begun_by=by.person.email, **_numbers(by.body), **told
    )  # fmt: skip
    with system_access(_WHY):
        try:
            with transaction.atomic():
                application = begin(made, by=by, told="began an application for a grant")
        except IntegrityError as problem:
            raise ActionRefused("You have an application to this call already. Go on with that one.") from problem
        Sheet.objects.create(
            body_id=call.body_id, application=application, questionnaire=call.shape, version=asked_in(call).version
        )
    return application


def _numbers(body: Body) -> dict[str, str]:
    """What an applicant cannot type otherwise than registers have it."""
    return {each: known_of(body)[each] for each in ("provider_id", "council")}


def change_details(application: Application, *, version: int, by: Membership, **told: Any) -> Application:
    """Change what an application that was not submitted yet says of its applicant and project. Raises StaleVersion if a colleague changed it
    meanwhile."""
    check_move(application, "change", by=by)
    refuse_unsound(application.call, told)
    with system_access(_WHY):
        return move(application, "change", by=by, version=version, columns=told)


def refuse_unsound(call: Call, told: Mapping[str, Any]) -> None:
    """Raises ActionRefused for an amount that the call does not give, and for days in the wrong order or after the money has to be spent."""
    if not call.least <= told["asked"] <= call.most:
        much = said(call.least) if call.least == call.most else f"between {said(call.least)} and {said(call.most)}"
        raise ActionRefused(f"Ask for {much}: this is what the call gives.", "asked")
    if told["ends_on"] < told["starts_on"]:
        raise ActionRefused("The last day must not come before the first.", "ends_on")
    with system_access("an applicant reads of a pot by when its money has to be spent, and nothing else"):
        last = call.pot.closes_on
    if told["ends_on"] > last:
        raise ActionRefused(f"The money has to be spent by {day(last)}.", "ends_on")


def save_page(application: Application, page: Page[Asked], form: AnswersForm, *, by: Membership) -> tuple[str, ...]:
    """Keep the answers of a page. Raises ActionRefused once it was submitted or for what names people, StaleVersion if a colleague answered
    otherwise meanwhile."""
    check_move(application, "submit", by=by)
    refuse_people(form.answers)
    return save(
        application.sheet, asking=asked_in(application.call), questions=page.questions, given=form.answers, seen=form.seen, by=by
    )  # fmt: skip


def refuse_people(answers: Mapping[str, Any]) -> None:
    """Raises ActionRefused, at the question, for an answer that names people."""
    for key, answer in answers.items():
        if isinstance(answer, str) and PEOPLE.search(answer):
            raise ActionRefused("Leave people out: this holds an e-mail address or a National Insurance number.", key)


def takes_files(page: Page[Asked]) -> bool:
    """Whether a question of a page asks for a file."""
    return any(each.files for each in page.questions)


def add_evidence(application: Application, page: Page[Asked], files: Sequence[HandedIn], *, by: Membership) -> None:
    """Keep files with the answers of a page. Raises ActionRefused where no question asks for one, once submitted, or beyond the most files."""
    check_move(application, "submit", by=by)
    if not takes_files(page):
        raise ActionRefused("No question of this page asks for a file.", "evidence")
    if application.evidence.count() + len(files) > MOST_FILES:
        raise ActionRefused(f"An application holds {MOST_FILES} files: remove some first.", "evidence")
    for file in files:
        Evidence.keep(file, by=by, body=application.body_id, application=application, page=page.key)


def remove_evidence(evidence: Evidence, *, by: Membership) -> None:
    """Remove a file of an application that was not submitted yet."""
    check_move(evidence.application, "submit", by=by)
    evidence.delete()


@transaction.atomic
def submit(application: Application, *, version: int, signed_by: str, by: Membership) -> Application:
    """Sign and submit an application. Raises ActionRefused while a question is open, after the last day, or if the budget is not what is asked.

    `signed_by`: name and position of somebody with authority. Nobody opens an application to a panel before the call’s last day is over.
    """
    check_move(application, "submit", by=by)
    call, today = _as_it_stands(application), localdate()
    if not takes_applications(call, today):
        raise ActionRefused("This call takes no applications any more: yours was not submitted.")
    refuse_incomplete(application)
    _needed_files(application, asked_in(call).pages)
    with system_access(_WHY):
        moved = move(
            application,
            "submit",
            by=by,
            version=version,
            columns={"signed_by": signed_by, "readable_on": readable_from(call, today)},
        )
        due = f"You hear from us by {day(answer_by(moved))}."
        tell_applicant(moved, "submitted", f"Application {moved.reference} is submitted", [
            f"your application to {call.title} is submitted.", due,
        ])  # fmt: skip
    return moved


def _as_it_stands(application: Application) -> Call:
    """The call of an application, which nobody changes or closes before this transaction ends."""
    with system_access("until which day a call takes applications, and from when they can be opened"):
        call: Call = Call.objects.select_for_update().get(pk=application.call_id)
    return call


def refuse_incomplete(application: Any) -> None:
    """Raises ActionRefused while a question of an application is open, or if its budget does not come to what is asked for."""
    asked, answers = asked_in(application.call), answered_in(application).answers
    if (question := next_open(asked.questions, answers)) is not None:
        raise ActionRefused(
            f"Not submitted: answer “{question.label}” first, in “{asked.page_of(question.key).called}”."
        )
    _budget(application, asked.questions, answers)


def _budget(application: Application, questions: Iterable[Asked], answers: Mapping[str, Any]) -> None:
    if not set(BUDGET) <= {each.key for each in questions}:
        return
    whole = pence(sum((Decimal(answers[key]) for key in BUDGET), Decimal(0)))
    if whole != application.asked:
        raise ActionRefused(
            f"Not submitted: you ask for {said(application.asked)}, and the lines of your budget come to {said(whole)}. Change one of the two."
        )


def _needed_files(application: Application, pages: Iterable[Page[Asked]]) -> None:
    given = set(application.evidence.values_list("page", flat=True))
    for page in pages:
        needs = next((each.files for each in page.questions if each.needs_file), "")
        if needs and page.key not in given:
            raise ActionRefused(f"Not submitted: add a file in “{page.called}” first. {needs}.")


def withdraw(application: Application, *, version: int, by: Membership) -> Application:
    """Withdraw an application on which nobody has decided."""
    with system_access(_WHY):
        return move(application, "withdraw", by=by, version=version)


def appeal_until(application: Application) -> date | None:
    """The last day on which an appeal can be lodged against a decision; None if nobody decided."""
    if application.decided_at is None:
        return None
    return working_days_after(local_day(application.decided_at), method().lodge_appeal)[-1]


def appeal(application: Application, *, version: int, reason: str, by: Membership) -> Application:
    """Appeal against a decision. Raises ActionRefused after the last day for it."""
    check_move(application, "appeal", by=by, reason=reason)
    last = appeal_until(application)
    if last is None or localdate() > last:
        raise ActionRefused(f"The last day for an appeal was {day(last) if last else 'before this'}.")
    with system_access(_WHY):
        return move(application, "appeal", by=by, version=version, reason=reason)
