"""What the pages read of a body's plans. Only the acting body's own ever come."""

from __future__ import annotations

from irhub.accounts.models import Body
from irhub.continuity.models import Plan, PlanStep


def plans_of(body: Body, organisation_id: str) -> list[Plan]:
    """The body's plans for an organisation, the open one first, then the newest."""
    found = Plan.objects.filter(body=body, organisation_id=organisation_id).order_by("-opened_at")
    return sorted(found, key=lambda plan: plan.closed_at is not None)


def open_plans(body: Body) -> list[Plan]:
    """The body's open plans, the oldest first."""
    return list(Plan.objects.filter(body=body, closed_at=None).select_related("organisation").order_by("opened_at"))


def plan_in(body: Body, number: int) -> Plan | None:
    """A plan of the body."""
    return Plan.objects.filter(body=body, pk=number).first()


def steps_of(plan: Plan) -> list[PlanStep]:
    """The steps of a plan in their order."""
    return list(PlanStep.objects.filter(plan=plan).order_by("place"))


def step_in(body: Body, number: int) -> PlanStep | None:
    """A step of a plan of the body."""
    return PlanStep.objects.select_related("plan").filter(body=body, pk=number).first()
