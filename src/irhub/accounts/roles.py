"""The kinds of body that take part, and the roles that a person can hold in one: plain data, no database."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What sort of body somebody acts for."""

    DEPARTMENT = "department"
    PARTNERSHIP = "partnership"
    COUNCIL = "council"
    PROVIDER = "provider"
    DELIVERY_PARTNER = "delivery partner"


class Role(StrEnum):
    """What somebody does in a body."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    ADVISER = "adviser"
    LEGAL_ADVISER = "legal adviser"
    CASEWORKER = "caseworker"
    GRANTS_OFFICER = "grants officer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    RULES_EDITOR = "rules editor"


class Side(StrEnum):
    """Which side of the walls somebody acts on: what one side holds, no other side reads."""

    OVERSIGHT = "oversight"
    ADVICE = "advice"
    CASEWORK = "casework"
    PROVIDER = "provider"


EVERY_KIND = frozenset(Kind)
EVERY_ROLE = frozenset(Role)
OVERSIGHT = frozenset({Kind.DEPARTMENT, Kind.PARTNERSHIP, Kind.COUNCIL})
"""Bodies that watch over a place: never on the side that gives advice."""

_WATCHERS = frozenset(
    {
        Role.VIEWER,
        Role.ANALYST,
        Role.REVIEWER,
        Role.CASEWORKER,
        Role.GRANTS_OFFICER,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
    }
)
ROLES_OF: Mapping[Kind, frozenset[Role]] = {
    **dict.fromkeys((Kind.DEPARTMENT, Kind.PARTNERSHIP), _WATCHERS | {Role.RULES_EDITOR}),
    Kind.COUNCIL: _WATCHERS,
    Kind.PROVIDER: frozenset({Role.VIEWER, Role.ADMINISTRATOR}),
    Kind.DELIVERY_PARTNER: frozenset(
        {
            Role.VIEWER,
            Role.ADVISER,
            Role.LEGAL_ADVISER,
            Role.CASEWORKER,
            Role.ADMINISTRATOR,
            Role.AUDITOR,
            Role.RULES_EDITOR,
        }
    ),
}
"""Which roles a body of each kind can give: oversight has no advisers, advisers' bodies no reviewers, and
those who edit the rules of sponsorship sit in no council and no provider."""

ROLE_MEANS: Mapping[Role, str] = {
    Role.VIEWER: "reads what the body may read",
    Role.ANALYST: "reads and downloads figures",
    Role.REVIEWER: "decides whether two records are the same organisation",
    Role.ADVISER: "answers calls to the helpline",
    Role.LEGAL_ADVISER: "gives the free legal advice",
    Role.CASEWORKER: "supports workers who lost their sponsor",
    Role.GRANTS_OFFICER: "runs small grants",
    Role.ADMINISTRATOR: "invites people to the body and ends their roles",
    Role.AUDITOR: "reads who looked at what",
    Role.RULES_EDITOR: "proposes changes of the dated rules, and approves those that others propose",
}


def side_of(kind: Kind, role: Role) -> Side | None:
    """The side on which somebody acts in a role: None for those who keep a delivery partner's books."""
    if role in (Role.ADVISER, Role.LEGAL_ADVISER):
        return Side.ADVICE
    if role is Role.CASEWORKER:
        return Side.CASEWORK
    if kind is Kind.PROVIDER:
        return Side.PROVIDER
    return Side.OVERSIGHT if kind in OVERSIGHT else None


def second_factor_needed(kind: Kind, role: Role) -> bool:
    """Whether sign-in needs a second step: of all but the viewers of a provider."""
    return not (kind is Kind.PROVIDER and role is Role.VIEWER)
