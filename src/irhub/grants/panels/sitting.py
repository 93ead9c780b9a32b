"""Who decides on an application: who sits on its panel, whose view counts, and who takes no part, and why. Asked of many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from irhub.accounts.models import Membership
from irhub.grants.guarding import of_applicants
from irhub.grants.models import Application, Assessment, Check, Decision
from irhub.grants.panels.models import Interest, PanelMember, View
from irhub.grants.panels.naming import who_decides
from irhub.grants.workflows import ApplicationState
from irhub.web.jinja import day
from irhub.web.london import local_day
from irhub.web.saying import counted

APPEAL_QUORUM = 2
"""The fewest people who hear an appeal."""


@dataclass(frozen=True)
class Seat:
    """Somebody on the panel of an application, or who gave a view on it. `view`: None while they gave none; `out`: why they do not count, as in
    “checked it”; blank where they do."""

    person: int
    name: str
    view: View | None
    out: str


@dataclass(frozen=True)
class Panel:
    """Who decides on an application now: at first, or on its appeal.

    `quorum`: how many views a decision needs; `named`: whether there is a panel, whose members alone give views: everywhere but for a claim;
    `apart`: why somebody takes no part, by their address in small letters; `interests`: the addresses of those who declared one.
    """

    quorum: int = 0
    named: bool = False
    seats: tuple[Seat, ...] = ()
    apart: Mapping[str, str] = field(default_factory=dict)
    interests: tuple[str, ...] = ()

    @property
    def views(self) -> list[View]:
        """The views that count, in the order in which they were given."""
        return sorted((seat.view for seat in self.seats if seat.view and not seat.out), key=lambda view: view.pk)

    @property
    def too_few(self) -> str:
        """That fewer people of a panel count here than a decision needs views, in words; blank where enough do."""
        many = sum(not seat.out for seat in self.seats)
        if not self.named or many >= self.quorum:
            return ""
        counts = counted(many, "people count") if many else "nobody counts"
        return f"A decision needs the views of {counted(self.quorum, 'people')}, and {counts} on this panel."

    def gave(self, by: Membership) -> bool:
        """Whether somebody gave a view, even if it counts no more."""
        return any(seat.view and seat.person == by.person_id for seat in self.seats)

    def refusal(self, by: Membership) -> str:
        """Why somebody gives no view and does not decide here, in a sentence; blank where they may."""
        why = self.apart.get(by.person.email.lower(), "")
        if not why and self.named:
            why = {seat.person: seat.out for seat in self.seats}.get(by.person_id, "is not on this panel")
        return f"Whoever {why} gives no view here, and does not decide: ask a colleague." if why else ""


NOBODY = Panel()
"""Of an application of which nobody asked yet who decides on it."""


def panel_of(application: Application) -> Panel:
    """Who decides on an application now."""
    return panels_of([application])[application.pk]


def panels_of(applications: Iterable[Application]) -> Mapping[int, Panel]:
    """Who decides on each of some applications now, by their numbers."""
    found = list(applications)
    views, interests = _rows(View, found), _rows(Interest, found)
    apart = _apart(found, views, interests)
    members = defaultdict(list)
    for member in PanelMember.objects.filter(call__in={one.call_id for one in found}).select_related("person"):
        members[member.call_id, member.on_appeal].append(member)
    decide = {body: who_decides(body) for body in {one.body_id for one in found}}
    told = {}
    for one in found:
        on_appeal, named = one.state == ApplicationState.APPEAL, one.call.by_panel
        given = {view.person_id: view for view in views[one.pk] if view.on_appeal == on_appeal}
        sit = sorted(members[one.call_id, on_appeal], key=lambda each: each.person.name) if named else []
        told[one.pk] = Panel(
            APPEAL_QUORUM if on_appeal else one.call.quorum, named,
            (*_members(sit, given, apart[one.pk], decide[one.body_id]), *_others(sit, given, apart[one.pk], named)),
            apart[one.pk], tuple(each.who for each in interests[one.pk]),
        )  # fmt: skip
    return told


def _members(
    sit: Iterable[PanelMember], given: Mapping[int, View], apart: Mapping[str, str], decide: Collection[int]
) -> Iterator[Seat]:
    for each in sit:
        left = f"left the panel on {day(local_day(each.left_at))}" if each.left_at else ""
        gone = "" if each.person_id in decide else "does not decide on grants any more"
        out = apart.get(each.email.lower(), "") or left or gone
        yield Seat(each.person_id, each.person.name, given.get(each.person_id), out)


def _others(
    sit: Iterable[PanelMember], given: Mapping[int, View], apart: Mapping[str, str], named: bool
) -> Iterator[Seat]:
    """Who gave a view without being a member: of a claim, or before its call had a panel."""
    for person in given.keys() - {each.person_id for each in sit}:
        view = given[person]
        yield Seat(person, view.who, view, apart.get(view.who.lower(), "is not on this panel" if named else ""))


def _apart(
    found: Iterable[Application], views: Mapping[int, list[View]], interests: Mapping[int, list[Interest]]
) -> Mapping[int, Mapping[str, str]]:
    """Why somebody takes no part in deciding on each of some applications, by their address in small letters: the first reason there is."""
    appeals = [one for one in found if one.state == ApplicationState.APPEAL]
    near = of_applicants(one.applicant_id for one in found)
    rows: tuple[tuple[str, Iterable[tuple[int, str]]], ...] = (
        ("declared an interest", ((number, each.who) for number, rows in interests.items() for each in rows)),
        ("has, or had, a role in the applicant’s organisation", ((one.pk, who) for one in found for who in near.get(one.applicant_id, {}).values())),
        ("was asked to score it", Assessment.objects.filter(application__in=found).values_list("application_id", "email")),
        ("checked it", Check.objects.filter(application__in=found, by_person=True).values_list("application_id", "who")),
        ("decided on it before", Decision.objects.filter(application__in=appeals).values_list("application_id", "decided_by")),
        ("gave a view on it before", ((one.pk, each.who) for one in appeals for each in views.get(one.pk, ()) if not each.on_appeal)),
    )  # fmt: skip
    apart: dict[int, dict[str, str]] = defaultdict(dict)
    for why, pairs in rows:
        for number, who in pairs:
            apart[number].setdefault(who.lower(), why)
    return apart


def _rows(model: Any, found: Iterable[Application]) -> Mapping[int, list[Any]]:
    kept = defaultdict(list)
    for row in model.objects.filter(application__in=found).order_by("pk"):
        kept[row.application_id].append(row)
    return kept
