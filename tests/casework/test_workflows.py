"""Whatever moves by a table obeys it: every state, move, role and kind of body, of every room, and none needs a test of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import TextChoices

from irhub.accounts.guarded import Moving, WentRound
from irhub.accounts.models import AuditEvent, Membership
from irhub.accounts.moving import check_move, move, moving_models, workflow_faults
from irhub.accounts.policy import ANYONE, acting_as
from irhub.accounts.roles import Kind, Role
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, faults
from irhub.web.errors import ActionRefused, StaleVersion
from tests.casework.sample import another, anybody_who_may, bring, everybody, go, owners_of, sample
from tests.factories import BodyFactory
from tests.tables import left_empty

MODELS = [pytest.param(model, id=model.__name__) for model in moving_models()]
every_model = pytest.mark.parametrize("model", MODELS)
NOT_BY_A_TABLE = {
    "notify.Message": "the worker sends it, no person moves it, and its room stands below that of people",
    "registers.Edition": "its verdict is worked out by the checks of editions, and a person's word on it is a decision of its own",
}
"""Models with a state that do not move by a table, and why."""


@pytest.fixture(scope="module", autouse=True)
def bodies(django_db_setup, django_db_blocker) -> Iterator[None]:
    """One of each kind of body, beside that whose the row is: made once for a module."""
    with django_db_blocker.unblock(), left_empty():
        for kind in Kind:
            BodyFactory(kind=kind, name=another(kind))
        yield


def events(row: Moving) -> int:
    return row.events.count() if hasattr(row, "events") else 0


@contextmanager
def undone() -> Iterator[None]:
    """What is written in the block is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def from_its_first_state(row: Moving) -> Iterator[tuple[Move, Any]]:
    """Each move of a row's table, with the row in the first state that it leads on from. A state is brought about once."""
    model = type(row)
    for state in dict.fromkeys(str(made.since[0]) for made in row.workflow.moves):
        with undone():
            bring(model.objects.get(pk=row.pk), state)
            for made in row.workflow.moves:
                if str(made.since[0]) == state:
                    yield made, model.objects.get(pk=row.pk)


def refused(row: Moving, name: str, by: Membership) -> str:
    """What somebody would be told who made a move, blank if they may: `move` asks the same first."""
    try:
        check_move(row, name, by=by, reason="Because")
    except ActionRefused as problem:
        return str(problem)
    return ""


def tried_by(by: Membership, row: Moving, name: str) -> tuple[str, str]:
    """What somebody is told who makes a move, blank if it is made, and where the row stands then. It is taken back."""
    told = ""
    with transaction.atomic():
        try:
            go(row, name, by)
        except ActionRefused as problem:
            told = str(problem)
        stands = str(getattr(row, row.workflow.column))
        transaction.set_rollback(True)
    return told, stands


def asked_of_each(model: type[Moving]) -> dict[Kind, list[Kind]]:
    """Of which kinds of body there is a row, and people of which kinds are asked about each: kinds that can own none about the first."""
    owners = sorted(owners_of(model))
    others = [kind for kind in Kind if kind not in owners]
    return {owner: [owner, *(others if owner == owners[0] else [])] for owner in owners} or {one: [one] for one in Kind}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "owner", "kinds"),
    [
        pytest.param(model, owner, kinds, id=f"{model.__name__}-{owner}")
        for model in moving_models()
        for owner, kinds in asked_of_each(model).items()
    ],
)
def test_a_move_is_made_by_those_alone_to_whom_the_table_grants_it(model, owner, kinds):
    """Everybody asks in memory, as `move` does first. The move itself is tried by one of each who may, and by one who may not."""
    row = sample(model, owner, kinds)
    table, tried = row.workflow, 0
    for state in table.states:
        with undone():
            at = bring(model.objects.get(pk=row.pk), str(state))
            people = list(everybody(at, *kinds))
            for made in table.moves:
                if state not in made.since:
                    continue
                met = set[object]()
                for one in people:
                    tried += 1
                    grants = tuple(grant for grant in made.who if one.may(grant))
                    granted = bool(grants)
                    refusal = refused(at, made.name, one.membership)
                    assert granted is (refusal == ""), (made.name, one, refusal)
                    assert granted or refusal.endswith("."), "it says what can be done, in a sentence"
                    way = (one.membership.body.kind, grants, one.own, one.own_body, one.shares) if granted else ()
                    if way not in met:
                        met.add(way)
                        told, stands = tried_by(one.membership, model.objects.get(pk=row.pk), made.name)
                        assert told == refusal
                        assert stands == (made.to if granted and made.to != STAYS else state)
    assert tried


@pytest.mark.django_db
@every_model
def test_a_move_leaves_its_event_and_one_place_in_the_trail_and_a_refused_one_leaves_nothing(model):
    row = sample(model)
    for made, at in from_its_first_state(row):
        with undone():
            by = anybody_who_may(at, made)
            before, trail, version = events(at), AuditEvent.objects.count(), at.version
            go(at, made.name, by)
            assert AuditEvent.objects.count() == trail + 1
            assert AuditEvent.objects.order_by("-number").first().what == made.told
            assert events(at) == before + hasattr(at, "events")
            there = model.objects.get(pk=row.pk)
            assert there.version == version + 1
            for column, fill in made.fills.items():
                assert bool(getattr(there, column)) is (fill is not Fill.NOTHING), column
            if hasattr(there, "events"):
                told = there.events.order_by("-pk").first()
                assert (told.before, told.after) == (made.since[0], str(getattr(there, there.workflow.column)))
            with pytest.raises(StaleVersion), transaction.atomic():
                go(there, made.name, by, version=version)
            assert AuditEvent.objects.count() == trail + 1


@pytest.mark.django_db
@every_model
def test_a_move_from_a_state_that_the_table_does_not_name_is_refused(model):
    row, refused = sample(model), 0
    for state in row.workflow.states.values:
        with undone():
            at = bring(model.objects.get(pk=row.pk), state)
            for made in row.workflow.moves:
                if state in made.since:
                    continue
                with pytest.raises(ActionRefused, match=r"\."):
                    go(at, made.name, anybody_who_may(at, made))
                assert str(getattr(model.objects.get(pk=row.pk), row.workflow.column)) == state
                refused += 1
    assert refused or all(set(made.since) == set(row.workflow.states.values) for made in row.workflow.moves)


@pytest.mark.django_db
@every_model
def test_a_reason_is_asked_for_where_the_table_says_so(model):
    row = sample(model)
    for made, at in from_its_first_state(row):
        with undone():
            if made.reason:
                with pytest.raises(ActionRefused) as problem:
                    go(at, made.name, reason=" ")
                assert (str(problem.value), problem.value.field) == (made.reason, made.at_field)
            else:
                go(at, made.name, reason="")
                assert model.objects.get(pk=row.pk).version == at.version


@pytest.mark.django_db
@every_model
def test_of_two_who_move_it_at_once_one_is_refused(model):
    row = sample(model)
    made = next(made for made in row.workflow.moves if row.workflow.begins in made.since)
    first, second = model.objects.get(pk=row.pk), model.objects.get(pk=row.pk)
    go(first, made.name)
    with pytest.raises(ActionRefused):
        go(second, made.name)
    assert model.objects.get(pk=row.pk).version == first.version


@pytest.mark.django_db
@every_model
def test_there_is_no_way_round_the_table(model):
    row = sample(model)
    column = row.workflow.column
    other = next(state for state in row.workflow.states.values if state != row.workflow.begins)
    made = next(made for made in row.workflow.moves if row.workflow.begins in made.since)
    for columns in ({column: other}, {"version": 9}):
        with pytest.raises(WentRound):
            model.objects.filter(pk=row.pk).update(**columns)
        with pytest.raises(WentRound):
            move(row, made.name, by="test", reason="x", columns=columns)
    setattr(row, column, other)
    for save in (
        row.save,
        lambda: row.save(update_fields=[column]),
        lambda: model.objects.bulk_update([row], [column]),
    ):
        with pytest.raises(WentRound), transaction.atomic():
            save()
    row.pk, row._state.adding = None, True
    with pytest.raises(WentRound):
        row.save()
    assert set(model.objects.values_list(column, flat=True)) == {row.workflow.begins}


@pytest.mark.django_db
@every_model
def test_a_row_that_moved_since_it_was_read_is_not_written_back_whole(model):
    before = sample(model)
    made = next(made for made in before.workflow.moves if before.workflow.begins in made.since and made.to != STAYS)
    go(model.objects.get(pk=before.pk), made.name)
    for save in (before.save, lambda: before.save(update_fields=["version"])):
        with pytest.raises(WentRound, match="name the other columns"):
            save()
    assert str(getattr(model.objects.get(pk=before.pk), before.workflow.column)) == made.to


def test_whatever_has_a_state_moves_by_a_table_or_says_why_not():
    with_state = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if model.__module__.startswith("irhub.") and field.name == "state" and field.choices
    }
    by_table = {model._meta.label for model in moving_models()}
    assert by_table
    assert with_state - by_table == set(NOT_BY_A_TABLE)
    assert not workflow_faults()


class Light(TextChoices):
    RED = "red", "Red"
    GREEN = "green", "Green"


_GO = Move("go", (Light.RED,), Light.GREEN, (ANYONE,), told="went", can="go")
_STOP = Move("stop", (Light.GREEN,), Light.RED, (ANYONE,), told="stopped", can="stop")
LIGHT = Workflow(thing="light", states=Light, begins=Light.RED, moves=(_GO, _STOP))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"begins": "blue"}, "begins names blue, which is no state."),
        ({"ends": frozenset({"blue"})}, "ends names blue, which is no state."),
        ({"moves": (_GO, replace(_STOP, to="blue"))}, "move stop names blue, which is no state."),
        ({"moves": (_GO,)}, "Nothing leads on from green, and it is not marked as an end."),
        ({"moves": (_STOP,)}, "Nothing leads to green."),
        ({"moves": (_GO, replace(_STOP, to=STAYS))}, "Nothing leads on from green, and it is not marked as an end."),
        ({"moves": (_GO, replace(_STOP, name="go"))}, "There are two moves called go."),
        ({"moves": (_GO, replace(_STOP, since=()))}, "The move stop leads from nowhere."),
        ({"moves": (_GO, replace(_STOP, who=()))}, "Nobody may make the move stop."),
        (
            {"moves": (_GO, replace(_STOP, who=(acting_as(Role.ADVISER, of=frozenset({Kind.COUNCIL})),)))},
            "Nobody may make the move stop.",
        ),
    ],
)
def test_a_wrong_table_is_found_before_anybody_meets_it(wrong, told):
    assert not list(faults(LIGHT))
    assert told in list(faults(replace(LIGHT, **wrong)))


def test_a_table_that_does_not_fit_its_model_keeps_every_process_from_starting(monkeypatch):
    model = moving_models()[0]
    table = model.workflow
    for wrong in (
        {"column": "colour"}, {"states": Light}, {"begins": "blue"},
        {"moves": (replace(table.moves[0], fills={"colour": Fill.NOW}),)},
        {"moves": (replace(table.moves[0], fills={"version": Fill.NOW}),)},
        {"moves": (replace(table.moves[0], late="{colour}"),)},
    ):  # fmt: skip
        monkeypatch.setattr(model, "workflow", replace(table, **wrong))
        assert workflow_faults()
