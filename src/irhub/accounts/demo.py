"""The people of the demo: who acts for which example body. Other rooms cast theirs beside these, and let them act (acting.acting_in)."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.db.models import QuerySet

from irhub.accounts import actions
from irhub.accounts.allauth_internals import give_second_step
from irhub.accounts.models import Body, Membership
from irhub.accounts.roles import ROLES, Kind, Role
from irhub.accounts.row_security import system_access

_PLACE = "@demo.example"
"""What the addresses of all of them end with: no mail can reach it."""
BY = "irhub demo"


_FIRST = (
    Kind.COUNCIL, Kind.PARTNERSHIP, Kind.DEPARTMENT, Kind.PROVIDER, Kind.DELIVERY_PARTNER, Kind.COMMUNITY_PARTNER, Kind.LAW_FIRM, Kind.EVALUATOR,
    Kind.SUPPLIER,
)  # fmt: skip


def cast(name: str, role: Role, *, kind: Kind, body: str, place: str = "") -> Membership:
    """Somebody who acts in a role of a body, both made if they are not there. `place`: as in Body.place_code."""
    email = f"{name.lower().replace(' ', '.')}{_PLACE}"
    held = Membership.objects.select_related("body", "person").filter(person__email=email, body__name=body, role=role)
    if found := held.first():
        return found
    known = Body.objects.filter(kind=kind, name=body).first() or actions.add_body(kind, body, place, by=BY)
    _, secret = actions.invite(known, role, email, by=BY)
    made = actions.accept(secret, name=name)  # without a password: they sign in by one click
    give_second_step(made.person)
    return made


def cast_now() -> QuerySet[Membership]:
    """Everybody who was cast, by body."""
    held = Membership.objects.current().filter(person__email__endswith=_PLACE).select_related("body", "person")
    return held.order_by("body__kind", "body__name", "person__name")


def told(held: Membership) -> str:
    """Who somebody of the demo is, in a line: "Amina Example, adviser of Midshire Employers"."""
    return f"{held.person.name}, {held.role} of {held.body.name}"


def ready_people() -> list[tuple[Body, list[tuple[Membership, str]]]]:
    """Everybody whom a visitor of the demo can be, by body, with what they do; nobody where no demo serves. Whoever sees the hub for the
    first time most likely works for one of the bodies that come first."""
    if not settings.IRHUB_DEMO:
        return []
    with system_access("the people of the demo, whom everybody can be"):
        ordered = sorted(cast_now(), key=lambda held: (_FIRST.index(held.body.kind), held.body.name))
        return [
            (body, [(held, ROLES[Role(held.role)].means) for held in found])
            for body, found in groupby(ordered, key=lambda held: held.body)
        ]


def those_who_watch_over_england() -> None:
    """People of the department, who read figures of all of England"""
    cast("Dana Example", Role.ANALYST, kind=Kind.DEPARTMENT, body="Department of Examples")
    for name in ("Rowan Example", "Robin Example"):  # one proposes, the other approves
        cast(name, Role.RULES_EDITOR, kind=Kind.DEPARTMENT, body="Department of Examples")


SCENES = (those_who_watch_over_england,)
