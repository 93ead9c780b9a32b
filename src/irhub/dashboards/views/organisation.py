"""The whole page of an organisation: what the registers tell, what deserves attention, where its care is, and people."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from irhub.accounts.acting import acting_membership, asker_of, membership_of
from irhub.accounts.audit import record
from irhub.accounts.menu import may_open
from irhub.attention import queries as attention
from irhub.compliance.levels import public_levels
from irhub.dashboards import maps, outlines
from irhub.dashboards.map_keys import FILLS
from irhub.dashboards.views.page import page
from irhub.indicators import past
from irhub.indicators.corporate_group import group_of
from irhub.indicators.queries import audiences_of, signals_of_organisation
from irhub.organisations.controllers import controllers_of
from irhub.organisations.queries import located, profile
from irhub.organisations.views.organisation import found_or_away, organisation_page
from irhub.places import council_of
from irhub.registers import lagging
from irhub.registers.queries import newest_date

MOST_COUNCILS = 6


@require_safe
def organisation(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """An organisation."""
    found = found_or_away(organisation_id, "organisation", profile)
    if isinstance(found, HttpResponse):
        return found
    membership, asker = membership_of(request), asker_of(request)
    signals = signals_of_organisation(organisation_id, audiences=audiences_of(asker))
    tasks = attention.tasks_of(membership, [organisation_id])
    dots = maps.dots_of_providers(found.providers) if found.active else None
    codes = sorted({span.council_code for span in found.active if span.council_code})
    return organisation_page(
        request,
        found,
        "dashboards/organisation.html",
        signals=signals,
        then_asked=_past_day(request),
        withheld=lagging.decisions_wait(),
        group=group_of(organisation_id),
        tasks=tasks,
        late={key for key, task in tasks.items() if attention.overdue(task)},
        statements=attention.statements_on(asker, [organisation_id]),
        known=attention.known_to_all([organisation_id]),
        works=may_open(request, "signal-task"),
        speaks=may_open(request, "signal-reply", organisation_id=organisation_id, code=""),
        claims=found.providers[0] if found.active and membership is None and may_open(request, "join") else "",
        plans=bool(found.active) and may_open(request, "what-if"),
        may_see_people=may_open(request, "organisation-people"),
        levels=public_levels(found.providers),
        dots=dots if dots and len(dots.dots) > 1 else None,
        land=outlines.land_behind(dots) if dots and len(dots.dots) > 1 else None,
        fills=FILLS,
        then={},
        councils=[place for place in map(council_of, codes[:MOST_COUNCILS]) if place],
        more_councils=max(0, len(codes) - MOST_COUNCILS),
    )


def _past_day(request: HttpRequest) -> date | None:
    """The past day for which somebody asks, and of which this page tells nothing; None without one."""
    if not (asked := request.GET.get("as_at", "")):
        return None
    try:
        found = past.asked_for(asked, newest_date())
    except ValueError:
        return None
    if found:
        request.tells_past_days = True  # type: ignore[attr-defined]  # it says more than web/base.html would
    return found


@require_safe
def people_of(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Whom registers name for an organisation: who controls its companies, and who answers for its locations.

    Every look is kept in the audit trail.
    """
    found = found_or_away(organisation_id, "organisation-people", located)
    if isinstance(found, HttpResponse):
        return found
    record(
        "looked at people",
        by=acting_membership(request),
        about=f"organisation/{organisation_id}",
    )
    numbers = {span.company_number for span in found.locations} - {""}
    return page(request, "dashboards/people.html", found=found, control=controllers_of(numbers))
