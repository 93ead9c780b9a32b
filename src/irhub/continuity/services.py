"""What a body does with its continuity plans. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.continuity.models import Plan, PlanStep
from irhub.continuity.steps import steps
from irhub.organisations.models import Organisation
from irhub.web.errors import ActionRefused


@transaction.atomic
def open_plan(organisation_id: str, why: str, *, by: Membership) -> Plan:
    """Begin a plan with the usual steps. Raises ActionRefused if the body has an open one for the organisation."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)  # two who open at once wait in turn
    if Plan.objects.filter(body=by.body, organisation=organisation, closed_at=None).exists():
        raise ActionRefused("There is already an open plan. It is below.")
    plan = Plan.objects.create(
        body=by.body, organisation=organisation, why=why.strip(), opened_by=by.person.email, opened_at=timezone.now()
    )
    PlanStep.objects.bulk_create(
        PlanStep(body=by.body, plan=plan, place=place, key=step.key, when=step.when, title=step.title, why=step.why)
        for place, step in enumerate(steps(), 1)
    )
    record("opened a continuity plan", by=by, about=f"organisation/{organisation_id}", plan=plan.pk)
    return plan


@transaction.atomic
def work_step(step: PlanStep, *, done: bool, note: str, version: int, by: Membership) -> None:
    """Mark a step done or not done, with a note. `version`: the one that the person saw.

    Raises ActionRefused, with nothing changed, if somebody else changed the step meanwhile, or the plan is closed.
    """
    _refuse_closed(step.plan)
    now = timezone.now()
    if done == bool(step.done_at):  # only the note changes: who did it, and when, stay
        finished = {"done_by": step.done_by, "done_at": step.done_at}
    else:
        finished = {"done_by": by.person.email, "done_at": now} if done else {"done_by": "", "done_at": None}
    changed = PlanStep.objects.filter(pk=step.pk, version=version).update(
        note=note.strip(), version=F("version") + 1, **finished
    )
    if not changed:
        raise ActionRefused(
            f"Somebody changed “{step.title}” since you opened this page. Nothing of yours was saved: what stands there now is shown beside what you wrote."
        )
    record(
        "worked on a continuity plan", by=by, about=f"organisation/{step.plan.organisation_id}",
        plan=step.plan_id, step=step.title, done=done,
    )  # fmt: skip


@transaction.atomic
def add_step(plan: Plan, title: str, *, by: Membership) -> PlanStep:
    """Add a step of one's own, at the end. Raises ActionRefused if the plan is closed."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    _refuse_closed(locked)
    last = PlanStep.objects.filter(plan=locked).aggregate(last=Max("place"))["last"] or 0
    made = PlanStep.objects.create(
        body_id=locked.body_id, plan=locked, place=last + 1, when="Added", title=title.strip()
    )
    record(
        "added a step to a continuity plan", by=by,
        about=f"organisation/{locked.organisation_id}", plan=locked.pk, step=made.title,
    )  # fmt: skip
    return made


@transaction.atomic
def close_plan(plan: Plan, learned: str, *, by: Membership) -> None:
    """Close a plan with what was learned. Raises ActionRefused if it is closed already."""
    if not Plan.objects.filter(pk=plan.pk, closed_at=None).update(
        closed_by=by.person.email, closed_at=timezone.now(), learned=learned.strip()
    ):
        raise ActionRefused("Somebody closed this plan before you.")
    record(
        "closed a continuity plan",
        by=by,
        about=f"organisation/{plan.organisation_id}",
        plan=plan.pk,
    )


@transaction.atomic
def reopen_plan(plan: Plan, *, by: Membership) -> None:
    """Take a closing back. Raises ActionRefused if the body has opened another plan since."""
    Organisation.objects.select_for_update().get(pk=plan.organisation_id)
    if Plan.objects.filter(body_id=plan.body_id, organisation_id=plan.organisation_id, closed_at=None).exists():
        raise ActionRefused("There is an open plan already.")
    Plan.objects.filter(pk=plan.pk).update(closed_by="", closed_at=None)
    record(
        "reopened a continuity plan", by=by, about=f"organisation/{plan.organisation_id}",
        plan=plan.pk,
    )  # fmt: skip


def _refuse_closed(plan: Plan) -> None:
    if plan.closed_at:
        raise ActionRefused("This plan is closed. Reopen it to change it.")
