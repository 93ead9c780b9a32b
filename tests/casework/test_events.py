"""What happened to a thing is only ever added to: no role that the hub runs as, nor its owner, alters a row of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from irhub.accounts.models import Membership
from irhub.accounts.policy import Rows
from irhub.accounts.roles import ROLES_OF, Kind, Role, side_of
from irhub.accounts.row_security import APP, OWNER, SYSTEM, Acting, acting, protect
from irhub.casework.events import Event, append_only
from tests.casework.sample import anybody_who_may, go, sample

pytestmark = pytest.mark.django_db
EVENTS = [model for model in apps.get_models() if issubclass(model, Event)]


@pytest.mark.parametrize("model", EVENTS, ids=lambda model: model.__name__)
def test_an_event_is_altered_by_nobody_and_removed_by_retention_alone(model):
    thing = sample(model._meta.get_field(next(
        field.name for field in model._meta.concrete_fields if field.remote_field and field.remote_field.related_name == "events"
    )).related_model, Kind.COUNCIL)  # fmt: skip
    go(thing, thing.workflow.moves[0].name)
    held = model.objects.count()
    assert held
    for role in (OWNER, SYSTEM):
        with (
            acting(Acting(database_role=role)),
            pytest.raises(DatabaseError, match="only added, never altered"),
            transaction.atomic(),
        ):
            model.objects.update(text="Something else")
    with acting(as_whoever_works_on(thing)):
        assert model.objects.count() == held
        assert model.objects.update(text="Something else") == 0
        assert model.objects.all().delete()[0] == 0
    with acting(Acting(database_role=SYSTEM)):
        assert model.objects.filter(at__lte=timezone.now()).delete()[0] == held


def as_whoever_works_on(thing: Any) -> Acting:
    """Somebody of the thing's own body who may make a move of it: the first to whom its table grants one as such, else whoever may make the first."""
    kind = Kind(thing.body.kind)
    grants = [grant for made in thing.workflow.moves for grant in made.who if grant.rows is Rows.OWN_BODY]
    roles = [
        min(grant.roles & ROLES_OF[kind]) for grant in grants if kind in grant.kinds and grant.roles & ROLES_OF[kind]
    ]
    by = anybody_who_may(thing, thing.workflow.moves[0])
    roles += [Role(by.role) if isinstance(by, Membership) else Role.ADMINISTRATOR]
    return Acting(APP, body=thing.body_id, role=roles[0], side=str(side_of(kind, roles[0]) or ""))


def test_a_migration_that_says_so_closes_a_table_of_events():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE things_happened (id int, body_id int, what text)")
        cursor.execute("GRANT ALL ON things_happened TO irhub_app")
        cursor.execute(protect("things_happened").sql)
        cursor.execute(append_only("things_happened").sql)
        with acting(Acting(database_role=APP, body=7)):
            cursor.execute("INSERT INTO things_happened VALUES (1, 7, 'Rang them')")
            cursor.execute("UPDATE things_happened SET what = 'Did not'")
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM things_happened")
            assert cursor.rowcount == 0
            cursor.execute("SELECT what FROM things_happened")
            assert cursor.fetchall() == [("Rang them",)]
