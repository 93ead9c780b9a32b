"""A row of every model that moves by a table, made by its factory, and how to bring it to any state by the table itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.db.models import Q
from django.utils import timezone
from factory.django import DjangoModelFactory

from irhub.accounts.actions import invite
from irhub.accounts.guarded import Moving
from irhub.accounts.models import Body, Invitation, Membership, Person, ProviderRequest
from irhub.accounts.moving import move
from irhub.accounts.policy import Grant, Rows, Who
from irhub.accounts.provider_requests import ask
from irhub.accounts.roles import ROLES_OF, Kind
from irhub.accounts.workflow import STAYS, Move
from irhub.casework.complaints import Complaint, Level, complain
from irhub.casework.contacts import Authority, Contact, Relation, add_contact
from irhub.casework.notebook import Note, write_note
from irhub.checker.models import Proposal
from irhub.continuity.models import Plan, PlanStep
from irhub.grants.past.models import PastImport
from irhub.grants.published.models import PublishedVersion
from tests import factories
from tests.factories import NAME, PROVIDER, BodyFactory, MembershipFactory, PersonFactory, PlanFactory
from tests.grants.record_factories import PastImportFactory, PublishedVersionFactory

GIVEN: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("Proposal", "approve"): {"edition_day": date(2026, 11, 28), "edition_number": 1},
    ("Complaint", "answer"): {"justified": True},
    ("Version", "schedule"): {"publish_on": date(2026, 12, 1)},
    ("Case", "close"): {"outcome": "answered"},
    ("Award", "close"): {"amount": 0},
    ("BankDetails", "agree"): {"agreed_by": "second@example.org"},
    ("Payment", "release"): {"released_by": "second@example.org", "limit": 10**9},
    ("Application", "submit"): {"readable_on": date(2026, 11, 28)},
    ("Concern", "pass on"): {"law": "The law", "passed_to": "The council", "shared": "All", "client_told": True},
}
"""What an action gives besides, where a table of the database asks for it: by the name of the model, or of one it is made of, and the move's."""


def _proposal(_: Body) -> Any:
    return Proposal.objects.create(
        kind="correct", rule="FEE-13", document="-", reason="It rose", proposed_by="proposer@example.org",
        proposed_as="rules editor", proposed_at=timezone.now(),
    )  # fmt: skip


MADE: dict[type[Any], Callable[[Body], Any]] = {
    Plan: lambda body: PlanFactory(membership__body=body),
    PlanStep: lambda body: PlanFactory(membership__body=body).steps.first(),
    Proposal: _proposal,
    PublishedVersion: lambda body: PublishedVersionFactory(body=body),
    PastImport: lambda body: PastImportFactory(body=body),
    Invitation: lambda body: invite(body, min(ROLES_OF[Kind(body.kind)]), "guest@example.org", by="test")[0],
    ProviderRequest: lambda body: ask(
        body, provider_id=PROVIDER, provider_name=NAME, name="Pat", email="pat@example.org"
    ),
}
"""How one of a body's is made, where no factory makes it of the body alone."""


SIDES = ("applicant", "supplier", "firm")
"""By which column a row names the body that has a side of its own in what another body runs."""


def owners_of(model: type[Moving]) -> set[Kind]:
    """The kinds of bodies that can own one."""
    return _kinds_that_may(model, Rows.OWN_BODY)


def sample(model: type[Moving], kind: Kind = Kind.COUNCIL, asked: Iterable[Kind] = ()) -> Any:
    """One in the state in which it begins: of a body of this kind, if such a one can own any, else of one that can. Where a body of this kind can
    be on either side, one of this kind is on each. `asked`: of which other kinds people will be asked."""
    owners = owners_of(model)
    owner = BodyFactory(kind=kind if kind in owners or not owners else min(owners), name="The body itself")
    both = kind in owners & _kinds_that_may(model, Rows.SHARED)
    sides = {name: BodyFactory(kind=kind, name="The other side") for name in (_sides_of(model) if both else ())}
    made = made_of(model, owner, **sides)
    # They stand before anything is tried and taken back: each try finds them.
    assert list(everybody(made, *{kind, *asked, *kinds_of(*model.workflow.moves)}))
    return made


def _kinds_that_may(model: type[Moving], rows: Rows) -> set[Kind]:
    return {of for made in model.workflow.moves for grant in made.who if grant.rows is rows for of in grant.kinds}


def _sides_of(model: type[Any]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name in SIDES and field.related_model is Body]


def made_of(model: type[Any], owner: Body, **sides: Body) -> Any:
    """One of a body's: a part of a thing (contact, note, complaint) with the thing, anything else by its factory."""
    if model in MADE:
        return MADE[model](owner)
    for part, (accessor, make) in PARTS.items():
        if issubclass(model, part):
            return make(made_of(key_of(model, accessor).related_model, owner))
    rooms = f"tests.{model._meta.app_label}.factories"
    known = [factories, *([import_module(rooms)] if find_spec(rooms) else [])]
    made = [
        one
        for module in known
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, DjangoModelFactory)
    ]
    found = [one for one in made if one._meta.model is model]
    assert found, f"Tests need a {model.__name__}: write a factory of it in {rooms}, or give MADE a line."
    return found[0](body=owner, **sides)


def key_of(model: type[Any], accessor: str) -> Any:
    """The key of a part to its thing, which calls its parts so."""
    keys = [
        field for field in model._meta.concrete_fields if getattr(field.remote_field, "related_name", "") == accessor
    ]
    assert len(keys) == 1, f"{model.__name__} needs one key with related_name={accessor!r}"
    return keys[0]


def _a_contact(thing: Any) -> Any:
    told = {"name": "Pat Example", "relation": Relation.RUNS, "authority": Authority.OWN, "email": "pat@example.org"}
    return add_contact(thing, by="test", **told)


def _a_complaint(thing: Any) -> Any:
    clerk = MembershipFactory(
        person__email="clerk@example.org", body=thing.body, role=min(ROLES_OF[Kind(thing.body.kind)])
    )
    return complain(thing, complainant="Pat Example", text="Nobody rang back.", level=Level.MINOR, by=clerk)


PARTS: Mapping[type[Any], tuple[str, Callable[[Any], Any]]] = {
    Contact: ("contacts", _a_contact),
    Note: ("notes", lambda thing: write_note(thing, text="Rang them.", by="test")),
    Complaint: ("complaints", _a_complaint),
}
"""What rooms make of a part of a thing: by what a thing calls its own, and how one is made."""


@dataclass(frozen=True)
class Somebody:
    """Who tries a move: in which role, whether for the body that the row is of, for one that has a side of its own in it, for one that it
    concerns by its place, and whether the person whose it is."""

    membership: Membership
    own_body: bool
    shares: bool
    own_place: bool
    own: bool

    def may(self, grant: Grant) -> bool:
        """Whether a grant is theirs, told from its words alone: the other way of saying what the table means."""
        role, kind = self.membership.role, self.membership.body.kind
        as_such = {
            Who.ROLE: role in grant.roles and kind in grant.kinds,
            Who.SYSTEM: False,
            Who.SIGNED_IN: True,
            Who.ANYONE: True,
            Who.PUBLIC: True,
        }[grant.who]
        theirs = {
            Rows.ANY: True, Rows.OWN_BODY: self.own_body, Rows.SHARED: self.shares, Rows.OWN: self.own, Rows.OTHERS: not self.own,
            Rows.COLLEAGUES: self.own_body and not self.own, Rows.OWN_AREA: self.own_place, Rows.OWN_PROVIDER: self.own_place,
            Rows.OTHERS_HERE: self.own_place and not self.own,
        }[grant.rows]  # fmt: skip
        return as_such and theirs


def everybody(row: Moving, *kinds: Kind) -> Iterator[Somebody]:
    """Everybody of some kinds of body, in each role: of the row's body, of the other side's and of another, whose the row is and whose it is
    not."""
    whose = row.workflow.whose(row)
    own = getattr(row, "body", None)
    people = _people(whose.person)
    others = [another(kind) for kind in kinds]
    sides = {getattr(row, f"{name}_id") for name in _sides_of(type(row))}
    known = Q(name__in=others) | Q(place_code__in=whose.places - {""}) | Q(pk__in=sides)
    bodies = {body for body in [*Body.objects.filter(known, kind__in=kinds), own] if body}
    for kind in kinds:
        here = {body for body in bodies if body.kind == kind}
        if another(kind) not in {body.name for body in here}:
            here.add(BodyFactory(kind=kind, name=another(kind)))
        for body in here:
            concerned = body.place_code in whose.places - {""}
            for role in sorted(ROLES_OF[kind]):
                for mine, person in people.items():
                    held = Membership(person=person, body=body, role=role)
                    yield Somebody(held, own_body=body == own, shares=body.pk in sides, own_place=concerned, own=mine)


def another(kind: Kind) -> str:
    """The name of a body of a kind whose nothing is."""
    return f"Another {kind}"


def _people(whose: str) -> dict[bool, Person]:
    """Who is nobody's, and whose the row is by their address, if anybody's: whether it is theirs, and the person."""
    emails = {False: f"not-{whose or 'anybody@example.org'}"} | ({True: whose} if whose else {})
    known = {person.email: person for person in Person.objects.filter(email__in=emails.values())}
    return {mine: known.get(email) or PersonFactory(email=email, second_step=False) for mine, email in emails.items()}


def anybody_who_may(row: Moving, made: Move) -> Any:
    """Somebody to whom a move of a row is granted, or would be, were it theirs."""
    if any(grant.who is Who.SYSTEM for grant in made.who):
        return "a command"
    known = list(everybody(row, *kinds_of(made)))
    if found := next((one for one in known if any(map(one.may, made.who))), None):
        return found.membership
    return next(one for one in known for grant in made.who if one.may(replace(grant, rows=Rows.ANY))).membership


def kinds_of(*moves: Move) -> list[Kind]:
    """Of what kinds of bodies somebody may make one of some moves."""
    grants = [grant for made in moves for grant in made.who]
    return [kind for kind in Kind if any(grant.who is not Who.ROLE or kind in grant.kinds for grant in grants)]


def go(row: Any, name: str, by: Any = None, **more: Any) -> Any:
    """Make a move with all that it asks for."""
    made = row.workflow.named(name)
    columns = next((GIVEN[kind.__name__, name] for kind in type(row).__mro__ if (kind.__name__, name) in GIVEN), {})
    return move(row, name, by=by or anybody_who_may(row, made), **{"reason": "Because", "columns": columns} | more)


def bring(row: Any, state: str) -> Any:
    """Bring a row to a state by the fewest moves."""
    table, column = row.workflow, row.workflow.column
    ways: dict[str, list[str]] = {str(getattr(row, column)): []}
    while state not in ways:
        ways = {
            str(made.to): [*way, made.name]
            for at, way in ways.items() for made in table.moves if at in made.since and made.to != STAYS
        } | ways  # fmt: skip
    for name in ways[state]:
        go(row, name)
    return row
