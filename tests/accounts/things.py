"""What the access test puts into addresses and forms: a line for each, so that a room adds its own without touching others."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts import advice, provider_requests, services
from irhub.accounts.models import AdviceRegistration, Body
from irhub.accounts.roles import Role
from irhub.continuity.models import Plan
from irhub.continuity.services import open_plan
from irhub.contracts.models import ContractLine, ContractList
from irhub.organisations.models import Organisation
from tests.accounts.people import person

POSTED = frozenset(
    [
        "body-close",
        "body-invite",
        "body-rename",
        "case-delete",
        "choose-hat",
        "columns",
        "job-run",
        "my-providers-alerts",
        "my-providers-take-back",
        "my-providers-upload",
        "people-advice-end",
        "people-end",
        "people-invite",
        "people-withdraw",
        "plan-add",
        "plan-close",
        "plan-open",
        "plan-reopen",
        "plan-step",
        "proposal-approve",
        "proposal-decline",
        "proposal-take-back",
        "provider-approve",
        "provider-refuse",
        "review-blind",
        "review-undo",
        "signal-task",
        "statement",
    ]
)
"""Routes that take only what is posted."""

SENT: dict[str, dict[str, str]] = {
    "plan-add": {"title": "Ring the families"},
    "plan-close": {"learned": "Everybody is looked after"},
    "plan-step": {"version": "1", "note": "Rung"},
}
"""What a form sends, where a page refuses one that is blank."""

WITH: dict[str, object] = {
    "area": "councils",
    "checker": "sponsor",
    "code": "licence-left",
    "day": "2026-01-01",
    "job": "tidy",
    "key": "b",
    "kind": "correct",
    "line": 2,
    "name": "refresh",
    "number": 0,
    "organisation_id": "abc",
    "pk": 1,
    "provider_id": "1-1",
    "register": "cqc_locations",
    "rule": "FEE-01",
    "secret": "x",
    "slug": "leeds",
    "sponsor_key": "a|b",
    "topic": "licence_fee",
    "uidb36": "a",
}
"""Something to put into each gap of an address."""

PUBLIC_GAPS = {"code", "key", "kind", "organisation_id", "provider_id", "rule", "sponsor_key", "topic"}
"""What addresses may name that is nobody's own: what stands in public registers, in the rulebook, or in the code."""

SHARED = {
    "challenge",
    "proposal",
    "proposal-approve",
    "proposal-decline",
    "proposal-take-back",
    "row-people",
    "statement",
}
"""Routes that name what is of no body alone: whoever holds the role in any body answers it."""


def asked(place: Body) -> int:
    """The number of a request that waits for a body."""
    told = {
        "provider_id": "1-123456",
        "provider_name": "Quillmoor Care",
        "name": "Pat",
        "email": f"{place.pk}@example.org",
    }
    return provider_requests.ask(place, **told).pk


def plan_of(place: Body) -> Plan:
    """An open plan of the body, about an organisation that is made for it."""
    organisation, _ = Organisation.objects.get_or_create(
        pk=f"for{place.pk}", register="cqc_locations", entity_key=f"for {place.pk}", minted_on="2026-01-01"
    )
    hat = person(f"planner-of-{place.pk}@example.org", (place, Role.VIEWER)).memberships.first()
    found = Plan.objects.filter(body=place, closed_at=None).first()
    return found or open_plan(organisation.pk, "Why", hat=hat)


def contract_line_of(place: Body) -> ContractLine:
    """A line of the body's list of providers."""
    made, _ = ContractList.objects.get_or_create(
        body=place, file_name="a.csv", uploaded_by="test", defaults={"uploaded_at": timezone.now()}
    )
    line, _ = ContractLine.objects.get_or_create(body=place, contract_list=made, number=1, name="A", match="none")
    return line


def registration_of(place: Body) -> AdviceRegistration:
    return advice.add_registration(place, advice.AUTHORITY, "N202600001", 1, localdate(), by="test")


THINGS: dict[str, Callable[[Body], dict[str, object]]] = {
    "my-providers-line": lambda place: {"number": contract_line_of(place).pk},
    "people-advice-end": lambda place: {"number": registration_of(place).pk},
    "people-end": lambda place: {
        "number": person(f"one-of-{place.pk}@example.org", (place, Role.VIEWER)).memberships.get().pk
    },
    "people-withdraw": lambda place: {
        "number": services.invite(place, Role.VIEWER, "guest@example.org", by="test")[0].pk
    },
    "plan": lambda place: {"number": plan_of(place).pk},
    "plan-add": lambda place: {"number": plan_of(place).pk},
    "plan-close": lambda place: {"number": plan_of(place).pk},
    "plan-reopen": lambda place: {"number": plan_of(place).pk},
    "plan-step": lambda place: {"number": plan_of(place).steps.first().pk},
    "provider-approve": lambda place: {"number": asked(place)},
    "provider-refuse": lambda place: {"number": asked(place)},
}
"""For each address that names something of a body: makes that something in a body, and gives what fills the address."""
