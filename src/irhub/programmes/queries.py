"""What is asked of programmes. The database gives those that are public, and of one's own body the drafts too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from irhub.accounts.models import Body, Membership
from irhub.accounts.policy import Whose
from irhub.accounts.roles import Kind
from irhub.places.geography import Council, council_of
from irhub.programmes.models import Audience, Closure, ContactPoint, Programme, Scheme, Theme, Urgency
from irhub.programmes.workflows import ProgrammeState, SchemeState


def programmes_of(body: Body) -> QuerySet[Programme]:
    """Those that a body runs."""
    return Programme.objects.filter(body=body).order_by("name")


def programme_at(slug: str) -> Programme | None:
    """The programme with this address, if one may see it."""
    return Programme.objects.select_related("body", "commissioned_by").filter(slug=slug).first()


def programmes_covering(council_code: str) -> QuerySet[Programme]:
    """The programmes that cover a council and that everybody sees: open ones first, then those that have ended."""
    shown = Programme.objects.exclude(state=ProgrammeState.DRAFT)
    return shown.filter(councils__contains=[council_code]).order_by("-state", "name")


def whose_programme(slug: str, **_: object) -> Whose | None:
    """Whose a programme is: the body's that runs it."""
    found = programme_at(slug)
    return Whose(body=found.body_id, places=frozenset(found.councils)) if found else None


def whose_figures(slug: str, **_: object) -> Whose | None:
    """Whose the counts of a programme are: the body's that runs it, and that which pays for it."""
    found = programme_at(slug)
    if found is None or found.state == ProgrammeState.DRAFT:
        return None
    return Whose(body=found.body_id, shared_with=frozenset(filter(None, [found.commissioned_by_id])))


def programmes_counted(by: Membership) -> QuerySet[Programme]:
    """The programmes whose counts somebody may read: those of the own body, those for which it pays; all for the department."""
    seen = Programme.objects.exclude(state=ProgrammeState.DRAFT).order_by("name")
    if by.body.kind == Kind.DEPARTMENT:
        return seen
    return seen.filter(Q(body=by.body_id) | Q(commissioned_by=by.body_id))


def scheme_numbered(number: int) -> Scheme | None:
    """A scheme that one may see."""
    return Scheme.objects.select_related("programme", "law_firm").filter(pk=number).first()


def whose_scheme(number: int, **_: object) -> Whose | None:
    """Whose a scheme is: the body's that runs its programme."""
    found = scheme_numbered(number)
    return Whose(body=found.body_id, places=frozenset(found.councils)) if found else None


def schemes_for(programme: Programme, audience: Audience, on: date) -> list[Scheme]:
    """What a programme offers to an audience, what can be used on the day first: schemes that are not open yet and that have ended too."""
    published = programme.schemes.filter(state=SchemeState.PUBLISHED, open_to__contains=[audience])
    return sorted(published, key=lambda one: (not one.opens_on <= on <= one.closes_on, one.closes_on, one.name))


def themes_of(programme: Programme) -> QuerySet[Theme]:
    """The themes that are used, in the order in which they were added."""
    return programme.themes.filter(retired_on=None).order_by("pk")


def contacts_for(programme: Programme, audience: Audience) -> QuerySet[ContactPoint]:
    """Where an audience turns to."""
    return programme.contacts.filter(audience=audience).order_by("pk")


def closures_from(programme: Programme, on: date) -> QuerySet[Closure]:
    """The closures that last on a day, and those to come, the next first."""
    return programme.closures.filter(last__gte=on).order_by("first")


def closed_days(programme: Programme) -> frozenset[date]:
    """Every day on which the hub is closed, as clocks ask for them (casework/clocks.py)."""
    return frozenset(
        closure.first + timedelta(days=day)
        for closure in programme.closures.all()
        for day in range((closure.last - closure.first).days + 1)
    )


def promised_days(programme: Programme, urgency: Urgency) -> int:
    """Within how many working days a first reply is promised; 0 is the same day."""
    found = programme.service_levels.filter(urgency=urgency).values_list("days", flat=True).first()
    return 1 if found is None else found


def promises(programme: Programme) -> list[tuple[str, int]]:
    """What is promised, by urgency in words: working days to a first reply."""
    return [(str(urgency.label), promised_days(programme, urgency)) for urgency in Urgency]


def law_firms() -> QuerySet[Body]:
    """Bodies that can be a scheme's law firm."""
    return Body.objects.filter(kind__in=[Kind.LAW_FIRM, Kind.DELIVERY_PARTNER], closed_on=None).order_by("name")


def commissioners() -> QuerySet[Body]:
    """Bodies that can have commissioned a programme."""
    return Body.objects.filter(kind__in=[Kind.PARTNERSHIP, Kind.DEPARTMENT, Kind.COUNCIL], closed_on=None).order_by(
        "name"
    )


def schemes_of_firm(body: Body) -> QuerySet[Scheme]:
    """The published schemes of which a body is the law firm."""
    return (
        Scheme.objects.filter(law_firm=body, state=SchemeState.PUBLISHED).select_related("programme").order_by("name")
    )


def covered(codes: Collection[str]) -> list[Council]:
    """The councils of some ONS codes, by name."""
    found = (council_of(code) for code in codes)
    return sorted((council for council in found if council), key=lambda council: council.name)


_PARTS = frozenset({"closures", "contacts", "themes"})


def part_of(programme: Programme, kind: str, number: int) -> Any:
    """A closure, contact or theme of a programme, by its number; None if there is none, or no such kind."""
    return getattr(programme, kind).filter(pk=number).first() if kind in _PARTS else None
