"""What the pages read of a body's plans. Only the acting body's own ever come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from irhub.accounts.models import Body
from irhub.accounts.policy import Whose
from irhub.continuity.models import Plan, PlanStep
from irhub.continuity.workflows import PlanState, StepState
from irhub.organisations.models import Member


@dataclass(frozen=True)
class ListedPlan:
    """A plan, whom it is about, and how many of its steps are done."""

    plan: Plan
    name: str
    done: int
    steps: int


def plans_of(body: Body, organisation_id: str) -> list[Plan]:
    """The body's plans for an organisation, the open one first, then the newest."""
    found = Plan.objects.filter(body=body, organisation_id=organisation_id).order_by("-opened_at")
    return sorted(found, key=lambda plan: plan.state == PlanState.CLOSED)


def open_plans(body: Body) -> int:
    """How many plans of the body are open."""
    return Plan.objects.filter(body=body, state=PlanState.OPEN).count()


def all_plans(body: Body) -> QuerySet[Plan]:
    """The body's plans: the open ones, the newest first, then the closed, the last first."""
    return Plan.objects.filter(body=body).order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")


def listed(plans: Iterable[Plan]) -> list[ListedPlan]:
    """Plans with the names of whom they are about and how far they have come, in the same order."""
    shown = list(plans)
    named = Member.objects.filter(organisation_id__in=[plan.organisation_id for plan in shown]).order_by("-register")
    names = dict(named.values_list("organisation_id", "name"))
    counted = PlanStep.objects.filter(plan__in=shown).values("plan")
    steps = {
        row["plan"]: (row["done"], row["all"])
        for row in counted.annotate(done=Count("pk", filter=Q(state=StepState.DONE)), all=Count("pk"))
    }
    gone = "an organisation that is gone"
    return [ListedPlan(plan, names.get(plan.organisation_id, gone), *steps.get(plan.pk, (0, 0))) for plan in shown]


def plan_numbered(number: int) -> Plan | None:
    """A plan."""
    return Plan.objects.filter(pk=number).first()


def whose_plan(number: int) -> Whose | None:
    """Whose a plan is: the body's."""
    found = plan_numbered(number)
    return Whose(body=found.body_id) if found else None


def steps_of(plan: Plan) -> list[PlanStep]:
    """The steps of a plan in their order."""
    return list(PlanStep.objects.filter(plan=plan).order_by("place"))


def step_numbered(number: int) -> PlanStep | None:
    """A step of a plan."""
    return PlanStep.objects.select_related("plan").filter(pk=number).first()


def whose_step(number: int) -> Whose | None:
    """Whose a step is: the body's."""
    found = step_numbered(number)
    return Whose(body=found.body_id) if found else None
