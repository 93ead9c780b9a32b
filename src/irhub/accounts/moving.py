"""Beginning a thing and moving it from state to state: the one way in which a state changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models, transaction
from django.utils import timezone

from irhub.accounts.acting import asker_as
from irhub.accounts.audit import Actor, name_of, record
from irhub.accounts.guarded import Moving, WentRound
from irhub.accounts.models import Membership, Person
from irhub.accounts.policy import Asker, Grant, Whose, gives
from irhub.accounts.workflow import STAYS, Fill, Move, faults, said
from irhub.web.errors import ActionRefused, StaleVersion

Moved = TypeVar("Moved", bound=Moving)


@transaction.atomic
def begin(
    row: Moved, *, by: Actor, told: str, says: str = "", text: str = "", about: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Moved:  # fmt: skip
    """Keep a new thing in the state in which its table begins, with its first event. `text`: what its maker wrote for that.

    `told`: for the audit trail; the rest is as with `move`. Raises what the database raises if there is one already.
    """
    row.save(force_insert=True)
    stands = str(getattr(row, row.workflow.column))
    _tell(row, {"who": name_of(by), "what": says or told, "text": text.strip(), "before": "", "after": stands})
    record(told, by=by, about=about or named(row), **(detail or {}))
    return row


@transaction.atomic
def move(
    row: Moved, name: str, *, by: Actor, version: int | None = None, reason: str = "", says: str = "", about: str = "",
    detail: Mapping[str, Any] | None = None, columns: Mapping[str, Any] | None = None,
) -> Moved:  # fmt: skip
    """Make a move that the row's table knows by `name`, with its event and its place in the audit trail, or nothing of it.

    `version`: of the row as the person saw it; None where no page shows it: then as it was read just now. `says`: what its
    event tells, if not what the table does. `about`, `detail`: for the trail, where the thing itself is not what it is about.
    `columns`: what changes besides; WentRound if state or version are among them, which the table alone changes.

    Raises StaleVersion if somebody else moved it since, and ActionRefused if it stands elsewhere, if the move is not theirs
    to make, or without a reason where one is needed: each says what the person can do.
    """
    table, who = row.workflow, name_of(by)
    if {table.column, "version"} & set(columns or ()):
        raise WentRound(f"{type(row).__name__} changes its state by its table alone, not by columns of a move.")
    chosen, stood = table.named(name), str(getattr(row, table.column))
    if version is not None and version != row.version:
        raise _overtaken(row, chosen)
    check_move(row, name, by=by, reason=reason)
    stands = stood if chosen.to == STAYS else str(chosen.to)
    fresh = {table.column: stands, "version": row.version + 1} | _filled(row, chosen, who, reason) | dict(columns or {})
    mine: models.QuerySet[Any] = models.QuerySet(type(row)).filter(
        pk=row.pk, version=row.version, **{table.column: stood}
    )
    if not mine.update(**fresh):
        there = type(row)._base_manager.filter(pk=row.pk).first()
        if there is not None:  # where it stands now may tell more than that somebody was quicker
            check_move(there, name, by=by, reason=reason)
        raise _overtaken(row, chosen)
    for column, value in fresh.items():
        setattr(row, column, value)
    row._remember()
    _tell(row, {"who": who, "what": says or chosen.told, "text": reason.strip(), "before": stood, "after": stands})
    record(chosen.told, by=by, about=about or named(row), **(detail or {}))
    return row


def check_move(row: Moving, name: str, *, by: Actor, reason: str = "") -> None:
    """Raises ActionRefused if `move` would, as the row was read: for an action that has much to work out before it moves."""
    row.workflow.check(row, row.workflow.named(name), _asker(by), reason)


def require(by: Membership, grants: Iterable[Grant], whose: Whose, told: str) -> None:
    """Raises ActionRefused with a sentence unless one of the grants gives somebody what is `whose`: for an action that begins something."""
    if not gives(grants, asker_as(by), whose):
        raise ActionRefused(told)


def _overtaken(row: Moving, chosen: Move) -> StaleVersion:
    table, at = row.workflow, str(getattr(row, row.workflow.column))
    late = "" if at in map(str, chosen.since) else chosen.late
    return StaleVersion(said(late or table.stale, row, table.states(at).label))


def named(row: models.Model) -> str:
    """By what the trail calls a row: its thing, and its reference (casework/references.py) or else its number."""
    thing = row.workflow.thing if isinstance(row, Moving) else row._meta.verbose_name
    return f"{thing}/{getattr(row, 'reference', '') or row.pk}"


def _asker(by: Actor) -> Asker:
    """Who asks, as the table needs to know it. What a command or a job calls itself acts for the system."""
    if isinstance(by, Membership):
        return replace(asker_as(by), system=by.person.is_system_administrator)
    if isinstance(by, Person):
        return Asker(signed_in=True, email=by.email, system=by.is_system_administrator)
    return Asker(email=by, system=True)


def _filled(row: Moving, chosen: Move, who: str, reason: str) -> dict[str, Any]:
    """The columns that a move fills, with what."""
    given = {Fill.WHO: who, Fill.NOW: timezone.now(), Fill.REASON: reason.strip()}
    return {
        column: None if fill is Fill.NOTHING and row._meta.get_field(column).null else given.get(fill, "")
        for column, fill in chosen.fills.items()
    }


def _tell(row: Moving, told: dict[str, str]) -> None:
    """Add the event, if the room keeps any of this thing: a model with a key to it whose rows it calls its `events`."""
    events = getattr(row, "events", None)
    if events is not None:
        words = told["what"][:1].upper() + told["what"][1:]
        kept = events.model._base_manager
        kept.create(**{events.field.name: row}, body_id=row.__dict__["body_id"], **told | {"what": words})


def moving_models() -> list[type[Moving]]:
    """Every model that moves by a table."""
    return [model for model in apps.get_models() if issubclass(model, Moving)]


def workflow_faults(app_configs: object = None, **_: object) -> list[CheckMessage]:
    """What is wrong with the tables by which models move: a check of Django's, so that no process starts with a wrong one."""
    return [
        Error(f"{model._meta.label}: {fault}", id="workflow.E001")
        for model in moving_models()
        for fault in _faults(model)
    ]


def _faults(model: type[Moving]) -> Iterator[str]:
    table = model.workflow
    yield from faults(table)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if table.column not in fields:
        yield f"It has no column {table.column}."
        return
    state = fields[table.column]
    if [str(value) for value, _ in state.choices or ()] != list(table.states.values):
        yield f"The choices of {table.column} are not the states of its table."
    if str(state.default) != str(table.begins):
        yield f"It is made in another state than {table.begins}."
    for made in table.moves:
        for column in sorted({table.column, "version"} & set(made.fills)):
            yield f"The move {made.name} fills {column}, which moves alone change."
        for column in sorted(set(made.fills) - set(fields)):
            yield f"The move {made.name} fills {column}, which it does not have."
    for told in (table.stale, *(made.late for made in table.moves)):
        try:
            told.format(**dict.fromkeys([*fields, "state"], ""))
        except (KeyError, IndexError, ValueError) as problem:
            yield f"“{told}” cannot be said of it: {problem}."
