"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from irhub.accounts.models import Body
from irhub.continuity.models import Plan
from tests.factories import PlanFactory
from tests.owners import Makes, number


def plan_of(place: Body) -> Plan:
    """An open plan of the body, about an organisation that is made for it."""
    found = Plan.objects.filter(body=place, closed_at=None).first()
    return found or PlanFactory(
        organisation__id=f"for{place.pk}", organisation__entity_key=f"for {place.pk}",
        membership__person__email=f"planner-of-{place.pk}@example.org", membership__body=place,
    )  # fmt: skip


THINGS: Makes = {
    **dict.fromkeys(("plan", "plan-add", "plan-close", "plan-reopen"), lambda owner: number(plan_of(owner.body))),
    "plan-step": lambda owner: number(plan_of(owner.body).steps.first()),
}
SENT: dict[str, dict[str, str]] = {
    "plan-add": {"title": "Ring the families"},
    "plan-close": {"learned": "Everybody is looked after", "version": "1"},
    "plan-step": {"version": "1", "note": "Rung"},
}
"""What a form sends, where a page refuses one that is blank."""
