"""The words of the access policy: who asks, what a rule grants to whom, and of whose things. Plain data, no database.

Each room writes its rules with them (`access.py`); access.py of this room gathers them into the one table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from irhub.accounts.roles import EVERY_KIND, EVERY_ROLE, Kind, Role, second_factor_needed


class Who(StrEnum):
    """To whom something is granted."""

    ANYONE = "anyone"
    PUBLIC = "public"
    SIGNED_IN = "whoever is signed in"
    SYSTEM = "system administrator"
    ROLE = "role"


class Rows(StrEnum):
    """Of whose things: those that a list shows, and those that an address can name."""

    ANY = "any"
    OWN = "one's own"
    OTHERS = "other people's"
    OWN_BODY = "the own body's"
    SHARED = "shared with the own body"
    COLLEAGUES = "a colleague's"
    OWN_AREA = "in the own area"
    OTHERS_HERE = "other people's, in the own area"
    OWN_PROVIDER = "about the own provider"


@dataclass(frozen=True)
class Grant:
    """That somebody may open something, of whose things. `roles`, `kinds`: in which roles, for bodies of which kinds."""

    who: Who
    rows: Rows = Rows.ANY
    roles: frozenset[Role] = frozenset()
    kinds: frozenset[Kind] = frozenset()


ANYONE = Grant(Who.ANYONE)
"""Everybody, without signing in."""
PUBLIC = Grant(Who.PUBLIC)
"""Everybody if the operator has opened the public part; every role and system administrators in any case."""
SIGNED_IN = Grant(Who.SIGNED_IN)
"""Whoever is signed in, in any role or none."""
SYSTEM = Grant(Who.SYSTEM)
"""System administrators."""


def acting_as(*roles: Role, of: frozenset[Kind] = EVERY_KIND, rows: Rows = Rows.ANY) -> Grant:
    """Whoever acts in one of these roles (in any without one) for a body of one of these kinds."""
    return Grant(Who.ROLE, rows, frozenset(roles) or EVERY_ROLE, of)


@dataclass(frozen=True)
class Rule:
    """Who may open a route, download or part of a page, and what for.

    `to`: what is granted. Where several fit whoever asks, what an address names is opened by the first that gives them that thing, and
    where it names nothing the first counts. `second_factor`: False only
    on pages on which a second step is set up, or that are for anyone. `signs_in`: a page of sign-in, which finds people by their
    address before anybody is known (row_security.py). `needs_purpose`: shows people's data, so that whoever opens it
    first says why, which is kept in the audit trail with each look. `confirm`: identity is confirmed again unless that was
    done just now. `by_link`: what it opens is for whoever holds a link that was sent to them alone.
    """

    purpose: str
    to: tuple[Grant, ...] = field(default=())
    second_factor: bool = True
    signs_in: bool = False
    needs_purpose: bool = False
    confirm: bool = False
    by_link: bool = False

    @property
    def personal(self) -> bool:
        """Whether even visitors who are not known see what is meant for one of them alone."""
        return self.signs_in or self.by_link or not any(grant.who in (Who.ANYONE, Who.PUBLIC) for grant in self.to)


@dataclass(frozen=True)
class Work:
    """What a background job is for. `every_body`: it needs the rows of every body, else it gets no protected row."""

    purpose: str
    every_body: bool = False


@dataclass(frozen=True)
class Asker:
    """Who asks. `body`, `kind`, `place`: of the body for which they act, the place as in `Body.place_code`.

    `public_open`: whether the operator has opened the public part.
    """

    signed_in: bool = False
    email: str = ""
    role: Role | None = None
    kind: Kind | None = None
    body: int | None = None
    place: str = ""
    system: bool = False
    public_open: bool = False


@dataclass(frozen=True)
class Whose:
    """Whose a thing is: the body's or person's (an e-mail address) whose it is, and the places that it concerns.

    `places`: as bodies name their own, so ONS codes of councils, slugs of partnerships, CQC ids of providers. `shared_with`: bodies
    that have a side of their own in it, as an applicant in its application, or a law firm in the appointments of a hub.
    """

    body: int | None = None
    person: str = ""
    places: frozenset[str] = frozenset()
    shared_with: frozenset[int] = frozenset()


def fitting(grants: Iterable[Grant], asker: Asker) -> Iterator[Grant]:
    """The grants that are for somebody, of whose things ever."""
    return (grant for grant in grants if _fits(grant, asker))


def granted(rule: Rule, asker: Asker) -> Grant | None:
    """The first grant of a rule that is for somebody; None if none is."""
    return next(fitting(rule.to, asker), None)


def gives(grants: Iterable[Grant], asker: Asker, whose: Whose) -> Grant | None:
    """The first grant that gives somebody a thing; None if none does."""
    return next((grant for grant in fitting(grants, asker) if covers(grant.rows, asker, whose)), None)


def _fits(grant: Grant, asker: Asker) -> bool:
    match grant.who:
        case Who.ANYONE:
            return True
        case Who.PUBLIC:
            return asker.public_open or asker.role is not None or asker.system
        case Who.SIGNED_IN:
            return asker.signed_in
        case Who.SYSTEM:
            return asker.system
        case Who.ROLE:
            return asker.role in grant.roles and asker.kind in grant.kinds


def _ones_own(asker: Asker, whose: Whose) -> bool:
    return asker.email != "" and asker.email.lower() == whose.person.lower()


def _of_the_body(asker: Asker, whose: Whose) -> bool:
    return asker.body is not None and asker.body == whose.body


def _shared_with_the_body(asker: Asker, whose: Whose) -> bool:
    return asker.body is not None and asker.body in whose.shared_with


def _of_the_place(asker: Asker, whose: Whose) -> bool:
    return asker.place != "" and asker.place in whose.places


def reads_only(grant: Grant, asker: Asker) -> bool:
    """Whether somebody may read what is granted and send nothing: whoever acts for a body without a second step at sign-in."""
    return grant.who is Who.ROLE and grant.rows is not Rows.OWN and sends_nothing(asker)


def sends_nothing(asker: Asker) -> bool:
    """Whether somebody acts for a body without a second step at sign-in. What they send to a page for everybody is theirs alone, and in no role."""
    return asker.role is not None and not second_factor_needed(asker.kind or Kind.COUNCIL, asker.role)


_COVERS: Mapping[Rows, Callable[[Asker, Whose], bool]] = {
    Rows.ANY: lambda asker, whose: True,
    Rows.OWN: _ones_own,
    Rows.OTHERS: lambda asker, whose: not _ones_own(asker, whose),
    Rows.OWN_BODY: _of_the_body,
    Rows.SHARED: _shared_with_the_body,
    Rows.COLLEAGUES: lambda asker, whose: _of_the_body(asker, whose) and not _ones_own(asker, whose),
    Rows.OWN_AREA: _of_the_place,
    Rows.OTHERS_HERE: lambda asker, whose: _of_the_place(asker, whose) and not _ones_own(asker, whose),
    Rows.OWN_PROVIDER: _of_the_place,
}


def covers(rows: Rows, asker: Asker, whose: Whose) -> bool:
    """Whether a thing is among the rows that are granted to somebody."""
    return _COVERS[rows](asker, whose)
