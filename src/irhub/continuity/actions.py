"""What a body does with its continuity plans. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.continuity.models import Plan, PlanStep
from irhub.continuity.steps import steps
from irhub.continuity.workflows import PlanState, StepState
from irhub.organisations.models import Organisation
from irhub.web.errors import ActionRefused


@transaction.atomic
def open_plan(organisation_id: str, why: str, *, by: Membership) -> Plan:
    """Begin a plan with the usual steps. Raises ActionRefused if the body has an open one for the organisation."""
    _in_turn(organisation_id)
    organisation = Organisation.objects.get(pk=organisation_id)
    if Plan.objects.filter(body=by.body, organisation=organisation, state=PlanState.OPEN).exists():
        raise ActionRefused("There is already an open plan. It is below.")
    made = Plan(
        body=by.body, organisation=organisation, why=why.strip(), opened_by=by.person.email, opened_at=timezone.now()
    )
    plan = begin(made, by=by, told="opened a continuity plan", about=f"organisation/{organisation_id}")
    PlanStep.objects.bulk_create(
        PlanStep(body=by.body, plan=plan, place=place, key=step.key, when=step.when, title=step.title, why=step.why)
        for place, step in enumerate(steps(), 1)
    )
    return plan


@transaction.atomic
def work_step(step: PlanStep, *, done: bool, note: str, version: int, by: Membership) -> None:
    """Mark a step done or not done, with a note. `version`: the one that the person saw.

    Raises ActionRefused, with nothing changed, if somebody else changed the step meanwhile, or the plan is closed.
    """
    check_move(step.plan, "add a step", by=by)  # whoever may not add to the plan may not work on it
    name = "note" if done == (step.state == StepState.DONE) else "do" if done else "undo"
    detail = {"plan": step.plan_id, "step": step.title, "done": done}
    about = f"organisation/{step.plan.organisation_id}"
    move(step, name, by=by, version=version, reason=note, about=about, detail=detail)


@transaction.atomic
def add_step(plan: Plan, title: str, *, by: Membership) -> PlanStep:
    """Add a step of one's own, at the end. Raises ActionRefused if the plan is closed."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    last = PlanStep.objects.filter(plan=locked).aggregate(last=Max("place"))["last"] or 0
    made = PlanStep(body_id=locked.body_id, plan=locked, place=last + 1, when="Added", title=title.strip())
    detail = {"plan": locked.pk, "step": made.title}
    move(locked, "add a step", by=by, about=f"organisation/{locked.organisation_id}", detail=detail)
    made.save()
    return made


def close_plan(plan: Plan, learned: str, *, version: int | None = None, by: Membership) -> None:
    """Close a plan with what was learned. Raises ActionRefused if it is closed already, StaleVersion if somebody closed it, reopened it
    or added a step since it was shown as `version`."""
    now = Plan.objects.get(pk=plan.pk)
    move(
        now,
        "close",
        by=by,
        version=version,
        reason=learned,
        about=f"organisation/{plan.organisation_id}",
        detail={"plan": plan.pk},
    )


@transaction.atomic
def reopen_plan(plan: Plan, *, version: int | None = None, by: Membership) -> None:
    """Take a closing back. Raises ActionRefused if the body has opened another plan since, StaleVersion if somebody reopened it, or closed
    it in other words, since it was shown as `version`."""
    _in_turn(plan.organisation_id)
    others = Plan.objects.filter(body_id=plan.body_id, organisation_id=plan.organisation_id, state=PlanState.OPEN)
    if others.exclude(pk=plan.pk).exists():
        raise ActionRefused("There is an open plan already.")
    now = Plan.objects.get(pk=plan.pk)
    about = f"organisation/{plan.organisation_id}"
    move(now, "reopen", by=by, version=version, about=about, detail={"plan": plan.pk})


def _in_turn(organisation_id: str) -> None:
    """Two who open plans for one organisation at once wait for each other, until this transaction ends. Requests only read the
    organisation's own row, and so cannot lock it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"irhub plans {organisation_id}"])
