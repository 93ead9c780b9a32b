"""The demo's frameworks: an advisory list with an agency at every step, and a framework under the Procurement Act that takes applications."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.demo import cast
from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind, Role
from irhub.casework.assessing import declare
from irhub.casework.checks import Result
from irhub.programmes.demo import council
from irhub.questions.forms import AnswersForm
from irhub.registers.fictional.recruiters import AGENCIES
from irhub.suppliers import applying, assessing, checking, concerns, deciding, entries, frameworks, interests, sourcing
from irhub.suppliers.method import Asked, newest
from irhub.suppliers.models import Application, Basis, Entry, Framework
from irhub.suppliers.queries import councils_of

_WORDS = "We keep a dated record of it, show it to hirers who ask, and a director reads it every quarter."


def recruiters() -> None:
    """A list of approved recruiters with agencies at every step, two assessors, and a framework that takes applications"""
    officer = _of("Farah Example", Role.FRAMEWORK_OFFICER)
    second = _of("Felix Example", Role.FRAMEWORK_OFFICER)
    assessors = [_of(name, Role.ASSESSOR) for name in ("Anwen Example", "Ashok Example")]
    with acting_in(officer):
        here = _framework(officer, "Midshire list of ethical recruiters", Basis.ADVISORY)
        _framework(officer, "Midshire framework for managed recruitment", Basis.PROCUREMENT)
    with acting_in(assessors[1]):
        interests.declare_interest(
            name="Oatlea Example Care Ltd",
            number="90000099",
            what="I was a director of it until last year.",
            by=assessors[1],
        )
    steps = iter(AGENCIES)
    _begun(here, next(steps))
    _submitted(here, next(steps))
    _to_checks(here, next(steps), officer)
    _scored(here, next(steps), officer, assessors[:1], assessors)
    _scored(here, next(steps), officer, assessors, assessors, unlike=True)
    _refused(here, next(steps), officer, second, assessors)
    listed = [_listed(here, next(steps), officer, second, assessors) for _ in range(4)]
    _conditions_and_concern(listed[0])
    _suspended(listed[1], officer)
    _removed(listed[2], officer, second)


def recruiters_of_nurses() -> None:
    """A second list, on which an application was withdrawn, another deferred, and a supplier left, is offered terms, renewed or is to be removed"""
    officer, second = _of("Farah Example", Role.FRAMEWORK_OFFICER), _of("Felix Example", Role.FRAMEWORK_OFFICER)
    assessors = [_of(name, Role.ASSESSOR) for name in ("Anwen Example", "Ashok Example")]
    with acting_in(officer):
        here = _framework(officer, "Midshire list of recruiters of nurses", Basis.ADVISORY)
    withdrawn = _submitted(here, AGENCIES[1])
    with acting_in(_speaker(AGENCIES[1])) as speaker:
        applying.withdraw(withdrawn, version=withdrawn.version, reason="We apply again next year.", by=speaker)
    _decided(here, AGENCIES[2], officer, second, assessors, "deferred")
    left = _listed(here, AGENCIES[5], officer, second, assessors)
    with acting_in(_speaker(AGENCIES[5])) as speaker:
        entries.leave(left, version=left.version, by=speaker)
    _decided(here, AGENCIES[5], officer, second, assessors, "approved")
    for _ in range(2):  # the second place ends the first
        _listed(here, AGENCIES[9], officer, second, assessors)
    _to_be_removed(_listed(here, AGENCIES[7], officer, second, assessors), officer)


def _of(name: str, role: Role) -> Membership:
    here = council().partnership
    return cast(name, role, kind=Kind.PARTNERSHIP, body=f"{here.name} (example)", place=here.slug)


def _speaker(agency: str) -> Membership:
    return cast(f"{agency.split()[0]} Example", Role.ADMINISTRATOR, kind=Kind.SUPPLIER, body=agency)


def _framework(officer: Membership, name: str, basis: Basis) -> Framework:
    today, advisory = localdate(), basis == Basis.ADVISORY
    made = frameworks.add_framework(
        by=officer, name=name, summary="Agencies and managed service providers that were checked and assessed for recruiting ethically.", basis=basis,
        lots=["Nurses", "Care workers who are here already", "Managed service"], councils=[each.code for each in councils_of(officer.body)],
        contact="frameworks@partnership.example.org", opens_on=today - timedelta(days=60), closes_on=None if advisory else today + timedelta(days=30),
        ends_on=None if advisory else today + timedelta(days=900), notice="" if advisory else "2026/S 000-000001",
    )  # fmt: skip
    return frameworks.open_framework(made, version=made.version, by=officer)


def _begun(framework: Framework, agency: str) -> Application:
    """An application with its first page answered."""
    speaker = _speaker(agency)
    number = f"{90_000_000 + AGENCIES.index(agency)}"
    with acting_in(speaker):
        made = applying.begin_application(
            framework, by=speaker, kind="managed" if "Managed" in agency else "agency", name=agency, company_number=number,
            lots=framework.lots[:2], councils=framework.councils[:3], interests="", changed="",
        )  # fmt: skip
        sourcing.set_countries(made, ["KEN"], by=speaker)
        sourcing.add_agent(
            made, name="Example Overseas Ltd", owner="Olu Example", country="KEN", number="", checked_on=localdate() - timedelta(days=90), by=speaker,
        )  # fmt: skip
        _answer(made, speaker, first_page_alone=True)
    return made


def _answer(application: Application, speaker: Membership, *, first_page_alone: bool = False) -> None:
    for page in newest().pages[: 1 if first_page_alone else None]:
        form = AnswersForm(
            page.questions,
            {each.key: _said(each) for each in page.questions},
            partly=True,
            revision=application.sheet.revision,
        )
        if form.is_valid():
            application.sheet.refresh_from_db()
            form.cleaned_data["seen"] = application.sheet.revision
            applying.save_page(application, page, form, by=speaker)


def _said(question: Asked) -> str:
    return (question.passes or tuple(question.options))[0] if question.options else _WORDS


def _submitted(framework: Framework, agency: str) -> Application:
    made, speaker = _begun(framework, agency), _speaker(agency)
    with acting_in(speaker):
        _answer(made, speaker)
        return applying.submit(made, version=made.version, signed_by=f"{speaker.person.name}, director", by=speaker)


def _to_checks(framework: Framework, agency: str, officer: Membership) -> Application:
    made = _submitted(framework, agency)
    with acting_in(officer):
        return assessing.begin_checks(made, version=made.version, by=officer)


def _scored(
    framework: Framework, agency: str, officer: Membership, in_: list[Membership], asked: list[Membership], *, unlike: bool = False
) -> Application:  # fmt: skip
    """An application that some of those asked have scored."""
    made = _to_checks(framework, agency, officer)
    with acting_in(officer):
        for each in checking.standing_of(made):
            made.refresh_from_db()
            checking.record_check(
                made,
                each.check.key,
                result=Result.CLEAR,
                says="Looked at on the day: nothing found.",
                version=made.version,
                by=officer,
            )
        works = {}
        for one in asked:
            made.refresh_from_db()
            works[one] = assessing.name_assessor(made, one.person_id, version=made.version, by=officer)
        made.refresh_from_db()
        made = assessing.begin_assessment(made, version=made.version, by=officer)
    for at, one in enumerate(in_):
        with acting_in(one):
            work = declare(works[one], version=works[one].version, by=one)
            given = dict(_grades(at if unlike else 0))
            work = assessing.keep_scores(work, given, version=work.version, by=one)
            assessing.hand_in(work, version=work.version, by=one)
    made.refresh_from_db()
    return made


def _grades(at: int) -> Iterator[tuple[str, tuple[int, str]]]:
    for each in newest().questions:
        grade = 0 if at and each.key in ("q22", "q34") else 2
        yield each.key, (grade, "By the answer and its evidence.")


def _decided(
    framework: Framework, agency: str, officer: Membership, second: Membership, assessors: list[Membership], outcome: str
) -> Application:  # fmt: skip
    made = _scored(framework, agency, officer, assessors, assessors)
    with acting_in(officer):
        made = assessing.end_moderation(made, version=made.version, by=officer)
    conditions = (
        [{"text": "Publish a fee map in pounds.", "due": (localdate() + timedelta(days=60)).isoformat()}]
        if outcome == "with conditions"
        else []
    )
    with acting_in(second):
        deciding.decide(
            made, version=made.version, outcome=outcome, reasons={page.key: "The answers and the evidence agree." for page in newest().pages},
            conditions=conditions, no_interest=True, by=second,
        )  # fmt: skip
    made.refresh_from_db()
    return made


def _refused(
    framework: Framework, agency: str, officer: Membership, second: Membership, assessors: list[Membership]
) -> None:
    """A refusal against which an appeal is lodged."""
    made = _decided(framework, agency, officer, second, assessors, "refused")
    speaker = _speaker(agency)
    with acting_in(speaker):
        applying.appeal(made, version=made.version, reason="The evidence for question 20 was not read.", by=speaker)


def _listed(
    framework: Framework, agency: str, officer: Membership, second: Membership, assessors: list[Membership]
) -> Entry:
    outcome = "with conditions" if agency == AGENCIES[6] else "approved"
    made = _decided(framework, agency, officer, second, assessors, outcome)
    speaker = _speaker(agency)
    with acting_in(speaker):
        entry = Entry.objects.get(application=made)
        return entries.accept_terms(entry, version=entry.version, by=speaker)


def _conditions_and_concern(entry: Entry) -> None:
    concerns.raise_concern(
        entry,
        text="Somebody told us that they paid for an interview in May. We have not seen a receipt.",
        email="kim@example.org",
    )


def _suspended(entry: Entry, officer: Membership) -> None:
    with acting_in(officer):
        entries.suspend(
            entry,
            version=entry.version,
            reason="Companies House’s list of today tells of another status than when you were approved.",
            by=officer,
        )


def _to_be_removed(entry: Entry, officer: Membership) -> Entry:
    _suspended(entry, officer)
    speaker = _speaker(entry.name)
    entry.refresh_from_db()
    with acting_in(speaker):
        entries.answer(entry.suspensions.get(), version=entry.version, text="We are being wound up.", by=speaker)
    entry.refresh_from_db()
    with acting_in(officer):
        return entries.propose_removal(
            entry, version=entry.version, reason="The company confirms that it is being wound up.", by=officer
        )


def _removed(entry: Entry, officer: Membership, second: Membership) -> None:
    entry = _to_be_removed(entry, officer)
    with acting_in(second):
        entries.remove(
            entry, version=entry.version, reason="A company that is being wound up cannot recruit.", by=second
        )


SCENES = (recruiters, recruiters_of_nurses)
