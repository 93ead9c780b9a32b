"""How a thing goes from state to state: a table of data, which says who may move it, and what must be given for it.

A room writes its tables in `workflows.py`, a model names its own (guarded.py), and `move` (moving.py) obeys it. Nothing here
reads or writes the database. It stands in this room because invitations and requests of providers move by tables too (ADR 27).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import Asker, Grant, Rows, Who, Whose, fitting, gives
from irhub.accounts.roles import ROLES_OF
from irhub.web.errors import ActionRefused

STAYS = ""
"""Where a move leads that changes something else than the state: it needs the table's leave, and the version, as any."""


class Fill(StrEnum):
    """With what a move fills a column."""

    WHO = "the address of whoever moves it"
    NOW = "the moment"
    REASON = "what they wrote"
    NOTHING = "nothing: as it was before anybody filled it"


@dataclass(frozen=True)
class Move:
    """A way from some states to one, or STAYS. `name`: as actions call it; `told`: in the audit trail ("answered a challenge").

    `who`: to whom it is granted, of whose things (policy.py). `reason`: what to tell somebody who gives none, blank where
    none is needed; `at_field`: of the form, in which it stands. `fills`: columns and what they get. `can`: what a person can do,
    in words ("approve it"); `barred`: what to tell those to whom it is not granted, `late`: those who come when it
    stands elsewhere, if there is more to say than the table knows ({state}: where it stands; {column}: of the row).
    """

    name: str
    since: tuple[str, ...]
    to: str
    who: tuple[Grant, ...]
    told: str
    can: str
    reason: str = ""
    at_field: str = ""
    fills: Mapping[str, Fill] = field(default_factory=dict)
    barred: str = ""
    late: str = ""


def _nobodys(row: Any) -> Whose:
    return Whose()


def of_its_body(row: Any) -> Whose:
    """Whose a row is that belongs to a body, and to nobody besides."""
    return Whose(body=row.body_id)


@dataclass(frozen=True)
class Workflow:
    """The states of a thing and the moves between them.

    `thing`: what people call it, after "this". `begins`: the state in which one is made. `ends`: states in which nobody need
    do anything. `pauses`: states in which the thing waits for the other side, so that our clock stands still.
    `column`: of the model. `whose`: whose a row is, for grants that ask. `stale`: what to tell if somebody else was quicker,
    in the same way as `late`.
    """

    thing: str
    states: type[TextChoices]
    begins: str
    moves: tuple[Move, ...]
    ends: frozenset[str] = frozenset()
    pauses: frozenset[str] = frozenset()
    column: str = "state"
    whose: Callable[[Any], Whose] = _nobodys
    stale: str = (
        "Somebody else changed this in the meantime. Your change was not saved: read what they did, and try again."
    )

    def named(self, name: str) -> Move:
        """A move by its name. Raises KeyError."""
        return {move.name: move for move in self.moves}[name]

    def open_to(self, row: Any, asker: Asker) -> list[Move]:
        """What somebody can do with a row as it stands."""
        at = str(getattr(row, self.column))
        return [move for move in self.moves if at in move.since and gives(move.who, asker, self.whose(row))]

    def check(self, row: Any, move: Move, asker: Asker, reason: str) -> None:
        """Raises ActionRefused, with what the person can do instead, unless the table lets them make this move now."""
        at = str(getattr(row, self.column))
        if at not in move.since:
            raise ActionRefused(self._late(row, move, asker, self.states(at).label))
        if not gives(move.who, asker, whose := self.whose(row)):
            other = _other_side(move, asker, whose) and f"It is for the other side of this {self.thing} to {move.can}."
            raise ActionRefused(move.barred or other or f"In your role you cannot {move.can}. {_may(move)}")
        if move.reason and not reason.strip():
            raise ActionRefused(move.reason, move.at_field)

    def _late(self, row: Any, move: Move, asker: Asker, label: object) -> str:
        if move.late:
            return said(move.late, row, label)
        can = " or ".join(dict.fromkeys(each.can for each in self.open_to(row, asker)))
        return f"This {self.thing} is now “{label}”. " + (
            f"You can {can}." if can else "There is nothing for you to do."
        )


def said(text: str, row: Any, label: object) -> str:
    """A sentence about a row: {state} is where it stands, in words, and {column} what a column of it holds."""
    columns = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    return text.format(**columns | {"state": label})


def _other_side(move: Move, asker: Asker, whose: Whose) -> bool:
    """Whether somebody acts for one side of a thing that two bodies share, and would make a move in their role on the other."""
    there = {whose.body: Rows.SHARED} | dict.fromkeys(whose.shared_with, Rows.OWN_BODY)
    wanted = there.get(asker.body) if asker.body is not None else None
    return any(grant.rows is wanted for grant in fitting(move.who, asker))


def _may(move: Move) -> str:
    roles = sorted({str(role) for grant in move.who for role in grant.roles})
    return f"Ask somebody who acts as {' or '.join(roles)}." if roles else "Ask whoever runs the hub."


def faults(table: Workflow) -> Iterator[str]:
    """What is wrong with a table, a sentence each: a mistake in data is found before anybody meets it."""
    known = set(table.states.values)
    for named, states in (
        ("begins", {table.begins}),
        ("ends", table.ends),
        ("pauses", table.pauses),
        *((f"move {move.name}", {*move.since, move.to} - {STAYS}) for move in table.moves),
    ):
        for state in sorted(set(map(str, states)) - known):
            yield f"{named} names {state}, which is no state."
    names = [move.name for move in table.moves]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"There are two moves called {name}."
    reached, before = {str(table.begins)}, set[str]()
    while reached != before:
        before, reached = (
            reached,
            reached
            | {str(move.to) for move in table.moves if move.to != STAYS and reached & set(map(str, move.since))},
        )
    for state in sorted(known - reached):
        yield f"Nothing leads to {state}."
    for state in sorted(known - set(map(str, table.ends))):
        if not any(state in map(str, move.since) and move.to != STAYS for move in table.moves):
            yield f"Nothing leads on from {state}, and it is not marked as an end."
    for move in table.moves:
        if not move.since:
            yield f"The move {move.name} leads from nowhere."
        if not any(map(_somebody, move.who)):
            yield f"Nobody may make the move {move.name}."


def _somebody(grant: Grant) -> bool:
    return grant.who is not Who.ROLE or any(grant.roles & ROLES_OF[kind] for kind in grant.kinds)
