"""A person without interest decides on an application, with reasons for each part of the questions; another panel hears an appeal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.roles import Role
from irhub.suppliers.comparing import interest_of
from irhub.suppliers.entries import removed_on, returns_on
from irhub.suppliers.letters import decision_letter, tell_decision
from irhub.suppliers.method import method, version_of
from irhub.suppliers.models import Application, Decision, Entry
from irhub.suppliers.workflows import ADMITTED, ApplicationState, FrameworkState
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day
from irhub.web.working_days import months_after, working_days_after

PANEL = 2
"""The fewest people who hear an appeal."""
Condition = Mapping[str, str]


def begins_on(application: Application, today: date) -> date:
    """From which day an application that is approved today can be on the list: after the standstill, of a framework under the Act."""
    return today if application.framework.advisory else working_days_after(today, method().standstill)[-1]


def ends_on(application: Application, begins: date) -> date:
    """Until when: the framework’s last day, or so many months."""
    last = months_after(begins, method().approved_months)
    end = application.framework.ends_on
    return min(last, end) if end else last


def had_a_part(application: Application) -> set[str]:
    """The addresses of everybody who scored, checked or decided an application."""
    return _checked_or_scored(application) | {
        each.lower() for each in application.decisions.values_list("decided_by", flat=True)
    }


def people_of_a_panel(application: Application, by: Membership) -> list[tuple[str, str]]:
    """Who of the body can hear an appeal: nobody who had a part in the application, or declared an interest that connects them with it. Number and
    name."""
    held = Membership.objects.current().filter(body=by.body, role__in=(Role.FRAMEWORK_OFFICER, Role.LEAD))
    out = had_a_part(application)
    people = {each.person_id: each.person for each in held.select_related("person")}
    return [
        (str(pk), person.name)
        for pk, person in people.items()
        if person.email.lower() not in out and not interest_of(application, pk)
    ]


def letter_of(
    application: Application, *, outcome: str, reasons: Mapping[str, str], conditions: Sequence[Condition] = (), on_appeal: bool = False
) -> str:  # fmt: skip
    """The letter that a decision would send."""
    starts = begins_on(application, localdate()) if outcome in ADMITTED else None
    return decision_letter(
        application, outcome=outcome, reasons=reasons, conditions=conditions, questionnaire=version_of(application), starts=starts,
        on_appeal=on_appeal,
    )  # fmt: skip


@transaction.atomic
def decide(
    application: Application, *, version: int, outcome: str, reasons: Mapping[str, str], conditions: Sequence[Condition] = (),
    no_interest: bool, by: Membership,
) -> Decision:  # fmt: skip
    """Decide on an application, and send the letter, which is kept as it was sent.

    Raises ActionRefused from somebody with an interest or who scored or checked it, or without a reason for each part, or without a condition
    where there are to be some.
    """
    _may_decide(application, no_interest, by)
    if by.person.email.lower() in _checked_or_scored(application):
        raise ActionRefused("Whoever scored or checked an application does not decide on it: ask a colleague.")
    return _decided(application, f"decide: {outcome}", version, outcome, reasons, conditions, "", by)


@transaction.atomic
def decide_appeal(
    application: Application, *, version: int, outcome: str, reasons: Mapping[str, str], conditions: Sequence[Condition] = (),
    no_interest: bool, panel: Sequence[str], by: Membership,
) -> Decision:  # fmt: skip
    """Decide on an appeal. `panel`: the numbers of at least two people who heard it, of whom `by` is one, and none had a part before.

    Raises ActionRefused as `decide` does, and for another panel.
    """
    _may_decide(application, no_interest, by)
    can = dict(people_of_a_panel(application, by))
    if len(set(panel)) < PANEL or not set(panel) <= set(can) or str(by.person_id) not in panel:
        raise ActionRefused(
            f"An appeal is heard by at least {PANEL} people who had no part in the application. Choose them, yourself among them.",
            "panel",
        )
    names = ", ".join(can[one] for one in panel)
    return _decided(application, f"on appeal: {outcome}", version, outcome, reasons, conditions, names, by)


def take_up_again(application: Application, *, version: int, by: Membership) -> Application:
    """Decide on a deferred application after all."""
    return move(application, "take up again", by=by, version=version)


def _checked_or_scored(application: Application) -> set[str]:
    return {
        each.lower()
        for each in (
            *application.assessments.values_list("email", flat=True),
            *application.checks.filter(by_person=True).values_list("who", flat=True),
            *application.agreed.values_list("who", flat=True),
            *application.events.filter(before=ApplicationState.CHECKS, after=ApplicationState.DECISION).values_list(
                "who", flat=True
            ),
        )
    }


def _may_decide(application: Application, no_interest: bool, by: Membership) -> None:
    if not no_interest:
        raise ActionRefused(
            "Somebody who has an interest does not decide: confirm that you have none, or ask a colleague.",
            "no_interest",
        )
    if company := interest_of(application, by.person_id):
        raise ActionRefused(
            f"You declared an interest in {company}, which is connected with this applicant: ask a colleague.",
            "no_interest",
        )


def _decided(
    application: Application, name: str, version: int, outcome: str, reasons: Mapping[str, str], conditions: Sequence[Condition], panel: str,
    by: Membership,
) -> Decision:  # fmt: skip
    check_move(application, name, by=by)
    missing = [page.called for page in version_of(application).pages if not reasons.get(page.key, "").strip()]
    if missing:
        raise ActionRefused(f"Give the reason for each part. Missing: {'; '.join(missing)}.")
    if outcome in ADMITTED:
        _can_be_admitted(application)
    if (outcome == ApplicationState.CONDITIONS) != bool(conditions):
        raise ActionRefused("Conditions belong to an approval with conditions, and to no other decision.", "conditions")
    on_appeal = name.startswith("on appeal")
    kept = {page.key: reasons[page.key].strip() for page in version_of(application).pages}
    letter = letter_of(application, outcome=outcome, reasons=kept, conditions=conditions, on_appeal=on_appeal)
    moved = move(application, name, by=by, version=version, columns={"decided_at": timezone.now()})
    decision = Decision.objects.create(
        body_id=moved.body_id, application=moved, outcome=outcome, on_appeal=on_appeal, reasons=kept, conditions=list(conditions),
        panel=panel, letter=letter, decided_by=name_of(by),
    )  # fmt: skip
    if outcome in ADMITTED:
        _admit(moved, conditions, by)
    tell_decision(decision)
    return decision


def _can_be_admitted(application: Application) -> None:
    """Raises ActionRefused where no place on the list could begin: it may not return yet, or the framework has ended or ends before."""
    framework, begins = application.framework, begins_on(application, localdate())
    if framework.state == FrameworkState.ENDED or ends_on(application, begins) < begins:
        raise ActionRefused(
            "The framework ends before a place on its list could begin: it cannot be approved any more.", "outcome"
        )
    removed = removed_on(framework, application.supplier_id, application.company_number)
    if removed and localdate() < returns_on(removed):
        raise ActionRefused(
            f"It was removed from your list on {day(removed)}, and may not return before {day(returns_on(removed))}.",
            "outcome",
        )


def _admit(application: Application, conditions: Sequence[Condition], by: Membership) -> Entry:
    """Make the entry, whose terms the supplier accepts before it is on the list."""
    begins = begins_on(application, localdate())
    entry = begin(
        Entry(
            body_id=application.body_id, framework=application.framework, application=application, supplier_id=application.supplier_id,
            name=application.name, company_number=application.company_number, lots=application.lots, councils=application.councils,
            begins_on=begins, ends_on=ends_on(application, begins), reviewed_on=begins,
        ),
        by=by, told="offered a supplier the terms of a framework",
    )  # fmt: skip
    for condition in conditions:
        entry.conditions.create(body_id=entry.body_id, text=condition["text"], due=condition["due"])
    return entry
