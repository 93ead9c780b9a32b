"""Where an applicant finds people, and through whom: countries of the rulebook’s lists, and sub-agents. Told until it submits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import check_move
from irhub.accounts.row_security import system_access
from irhub.checker.book import current
from irhub.suppliers.models import Application, SubAgent
from irhub.suppliers.numbers import company_number
from irhub.web.errors import ActionRefused, StaleVersion

TOPIC = "country_list"
ELSEWHERE = {"GBR": "United Kingdom", "elsewhere": "Another country, on neither list"}
"""Where a sub-agent may be, apart from the countries on a list."""
MOST_AGENTS = 60


def countries() -> list[tuple[str, str]]:
    """The countries on the red or amber list of today’s rulebook: scope and name, in order of their names."""
    return sorted(current().topics[TOPIC].scopes.items(), key=lambda pair: pair[1])


def country_name(scope: str) -> str:
    """How a country is called."""
    return ELSEWHERE.get(scope) or current().topics[TOPIC].scopes.get(scope, scope)


@transaction.atomic
def set_countries(application: Application, scopes: Sequence[str], *, by: Membership) -> None:
    """Say in which countries of the lists one finds people. Raises ActionRefused once the application was submitted, StaleVersion if a
    colleague submitted or withdrew it meanwhile."""
    check_move(application, "submit", by=by)
    with system_access("a supplier acts for another body than the one that runs the framework"):
        as_read = Application.objects.filter(pk=application.pk, version=application.version, state="draft")
        if not as_read.update(countries=list(scopes)):
            raise StaleVersion(
                "A colleague submitted or withdrew this application meanwhile: what it tells stands. Nothing was saved."
            )
        record("said in which listed countries it finds people", by=by, about=f"application/{application.pk}")


@transaction.atomic
def add_agent(
    application: Application,
    *,
    name: str,
    owner: str,
    country: str,
    number: str,
    checked_on: date | None,
    by: Membership,
) -> SubAgent:
    """Name a sub-agent. Raises ActionRefused once the application was submitted, for one that is named, or beyond the most."""
    check_move(application, "submit", by=by)
    if application.agents.count() >= MOST_AGENTS:
        raise ActionRefused(f"An application names {MOST_AGENTS} sub-agents at most.", "name")
    try:
        with transaction.atomic():
            made = SubAgent.objects.create(
                body_id=application.body_id, application=application, name=name, owner=owner, country=country,
                company_number=company_number(number, "number") if number else "", checked_on=checked_on,
            )  # fmt: skip
    except IntegrityError as problem:
        raise ActionRefused("You have named this sub-agent in this country already.", "name") from problem
    record("named a sub-agent", by=by, about=f"application/{application.pk}")
    return made


def carry_agents(before: Application, after: Application) -> None:
    """Name the sub-agents of an earlier application again."""
    SubAgent.objects.bulk_create([
        SubAgent(
            body_id=after.body_id, application=after, name=each.name, owner=each.owner, country=each.country,
            company_number=each.company_number, checked_on=each.checked_on,
        )
        for each in before.agents.order_by("pk")
    ])  # fmt: skip


@transaction.atomic
def remove_agent(agent: SubAgent, *, by: Membership) -> None:
    """Name a sub-agent no longer. Raises ActionRefused once the application was submitted."""
    check_move(agent.application, "submit", by=by)
    record("removed a sub-agent", by=by, about=f"application/{agent.application_id}")
    agent.delete()
