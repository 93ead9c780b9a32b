"""The kinds of body that take part, and the roles that a person can hold in one: one table, plain data, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of body somebody acts for."""

    DEPARTMENT = "department"
    PARTNERSHIP = "partnership"
    COUNCIL = "council"
    PROVIDER = "provider"
    DELIVERY_PARTNER = "delivery partner"
    LAW_FIRM = "law firm"
    COMMUNITY_PARTNER = "community partner"
    SUPPLIER = "supplier"
    EVALUATOR = "evaluator"


class Role(StrEnum):
    """What somebody does in a body."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    LEAD = "recruitment lead"
    COMMISSIONER = "commissioner"
    REVIEWER = "reviewer"
    ADVISER = "adviser"
    HELPLINE_LEAD = "helpline lead"
    LEGAL_ADVISER = "legal adviser"
    CASEWORKER = "caseworker"
    MATCHER = "matcher"
    GRANTS_OFFICER = "grants officer"
    ASSESSOR = "grants assessor"
    FRAMEWORK_OFFICER = "framework officer"
    RESEARCHER = "researcher"
    SPONSORSHIP_LEAD = "sponsorship lead"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    RULES_EDITOR = "rules editor"
    GUIDANCE_EDITOR = "guidance editor"


class Side(StrEnum):
    """Which side of the walls somebody acts on: what one side holds, no other side reads."""

    OVERSIGHT = "oversight"
    ADVICE = "advice"
    CASEWORK = "casework"
    PROVIDER = "provider"
    SUPPLIER = "supplier"
    EVALUATION = "evaluation"


EVERY_KIND = frozenset(Kind)
EVERY_ROLE = frozenset(Role)
OVERSIGHT = frozenset({Kind.DEPARTMENT, Kind.PARTNERSHIP, Kind.COUNCIL})
"""Bodies that watch over a place: never on the side that gives advice."""
SIDE_OF_BODY: Mapping[Kind, Side] = {
    **dict.fromkeys(OVERSIGHT, Side.OVERSIGHT),
    Kind.PROVIDER: Side.PROVIDER,
    Kind.SUPPLIER: Side.SUPPLIER,
    Kind.EVALUATOR: Side.EVALUATION,
}
"""The side of those whose role is on none of its own. Bodies that help stand on none: who keeps their books reads no case."""


@dataclass(frozen=True)
class RoleFacts:
    """A role: what somebody does in it, in which kinds of body, and on which side, where that does not follow from the body."""

    means: str
    kinds: frozenset[Kind]
    side: Side | None = None


_PLACES = frozenset({Kind.PARTNERSHIP, Kind.COUNCIL})
_HELPERS = frozenset({Kind.DELIVERY_PARTNER, Kind.LAW_FIRM, Kind.COMMUNITY_PARTNER})
ROLES: Mapping[Role, RoleFacts] = {
    Role.VIEWER: RoleFacts("reads what the body may read", EVERY_KIND),
    Role.ANALYST: RoleFacts("reads and downloads figures", OVERSIGHT),
    Role.LEAD: RoleFacts("leads the work on international recruitment of a council or a partnership", _PLACES),
    Role.COMMISSIONER: RoleFacts(
        "buys care, and looks after its quality: the providers of a council, what deserves attention, plans for the loss of one",
        frozenset({Kind.COUNCIL}),
    ),
    Role.REVIEWER: RoleFacts("decides whether two records are the same organisation", OVERSIGHT),
    Role.ADVISER: RoleFacts("answers calls to the helpline", frozenset({Kind.DELIVERY_PARTNER}), Side.ADVICE),
    Role.HELPLINE_LEAD: RoleFacts(
        "runs the helpline: says what it offers, gives out its work and agrees to corrections",
        frozenset({Kind.DELIVERY_PARTNER}),
        Side.ADVICE,
    ),
    Role.LEGAL_ADVISER: RoleFacts(
        "gives the free legal advice", frozenset({Kind.DELIVERY_PARTNER, Kind.LAW_FIRM}), Side.ADVICE
    ),
    Role.CASEWORKER: RoleFacts(
        "supports workers who lost their sponsor",
        OVERSIGHT | {Kind.DELIVERY_PARTNER, Kind.COMMUNITY_PARTNER},
        Side.CASEWORK,
    ),
    Role.MATCHER: RoleFacts(
        "introduces workers who agreed to it to employers", frozenset({Kind.DELIVERY_PARTNER}), Side.CASEWORK
    ),
    Role.GRANTS_OFFICER: RoleFacts("runs small grants", OVERSIGHT),
    Role.ASSESSOR: RoleFacts(
        "scores the applications that are given to them: for grants, and of recruiters to frameworks", OVERSIGHT
    ),
    Role.FRAMEWORK_OFFICER: RoleFacts("approves recruiters, and watches that they stay ethical", OVERSIGHT),
    Role.RESEARCHER: RoleFacts("measures what the programme achieved", frozenset({Kind.EVALUATOR})),
    Role.SPONSORSHIP_LEAD: RoleFacts(
        "looks after a provider's duties as a sponsor: its self-check, visits, letters and dates of right-to-work checks",
        frozenset({Kind.PROVIDER}),
    ),
    Role.ADMINISTRATOR: RoleFacts("invites people to the body and ends their roles", EVERY_KIND),
    Role.AUDITOR: RoleFacts("reads who looked at what", OVERSIGHT | _HELPERS),
    Role.RULES_EDITOR: RoleFacts(
        "proposes changes of the dated rules, and approves those that others propose",
        frozenset({Kind.DEPARTMENT, Kind.PARTNERSHIP, Kind.DELIVERY_PARTNER}),
    ),
    Role.GUIDANCE_EDITOR: RoleFacts(
        "writes guidance and news, and approves what colleagues write",
        frozenset({Kind.PARTNERSHIP, Kind.DELIVERY_PARTNER}),
    ),
}
"""Oversight has no advisers, advisers' bodies no reviewers, and those who edit the rules of sponsorship sit in no council and
no provider."""

ROLES_OF: Mapping[Kind, frozenset[Role]] = {
    kind: frozenset(role for role, facts in ROLES.items() if kind in facts.kinds) for kind in Kind
}
"""Which roles a body of each kind can give."""

WATCHES = frozenset(role for role, facts in ROLES.items() if facts.side is None and facts.kinds & OVERSIGHT)
"""Roles on the side of oversight, in bodies that watch over a place: not those who support workers there, on a side of their own."""

NEVER_TOGETHER = frozenset({Side.OVERSIGHT, Side.ADVICE})
"""Sides on which one person never acts: whoever hears what providers ask in confidence decides nothing about them."""


def side_of(kind: Kind, role: Role) -> Side | None:
    """The side on which somebody acts in a role: None for those who keep the books of a body that helps."""
    return ROLES[role].side or SIDE_OF_BODY.get(kind)


def second_factor_needed(kind: Kind, role: Role) -> bool:
    """Whether sign-in needs a second step: of all but the viewers of a provider."""
    return not (kind is Kind.PROVIDER and role is Role.VIEWER)
