"""The audit trail can be added to and read; whatever else is done to it is refused, or found."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction

from irhub.accounts.audit import record, verify
from irhub.accounts.models import AuditEvent, AuditLink
from irhub.accounts.row_security import APP, SYSTEM, Acting, acting
from irhub.cli.commands import irhub
from tests.accounts.trail import at_commit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first() -> int:
    """The number of the first of five events that are chained."""
    with at_commit():
        made = [
            record("looked", by="pat@example.org", about=f"organisation/{number}", purpose="a call")
            for number in range(5)
        ]
    return made[0].number


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET who = 'nobody'",
        "DELETE FROM accounts_auditevent WHERE who = 'pat@example.org'",
        "UPDATE accounts_auditlink SET hash = repeat('0', 64)",
        "DELETE FROM accounts_auditlink WHERE position = 3",
    ],
)
def test_the_database_refuses_to_alter_or_remove_an_event(statement):
    with pytest.raises(DatabaseError, match="can only be added to"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEvent.objects.count() == AuditLink.objects.count() == 5


@pytest.mark.parametrize("table", ["accounts_auditevent", "accounts_auditlink"])
def test_the_database_refuses_to_empty_the_trail(table):
    with pytest.raises(DatabaseError, match="can only be added to"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table}")


@pytest.mark.parametrize("role", [APP, SYSTEM])
def test_no_role_that_the_hub_runs_as_makes_a_link_of_its_own(role):
    with (
        acting(Acting(database_role=role, administrator=True)),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO accounts_auditlink VALUES (99, 6, repeat('0', 64), repeat('0', 64))")


EVENT = "accounts_auditevent"
LINK = "accounts_auditlink"


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ([f"UPDATE {EVENT} SET who = 'nobody' WHERE number = %s + 2"], [(2, "altered")]),
        ([f"UPDATE {EVENT} SET detail = '{{}}' WHERE number = %s"], [(0, "altered")]),
        ([f"UPDATE {EVENT} SET at = at - interval '1 day' WHERE number = %s + 4"], [(4, "altered")]),
        ([f"DELETE FROM {EVENT} WHERE number = %s + 2"], [(3, "1 before it is missing")]),
        ([f"DELETE FROM {EVENT} WHERE number >= %s + 3"], [(2, "2 after it are missing")]),
        ([f"DELETE FROM {LINK} WHERE event_id = %s + 2"], [(3, "1 before it is missing"), (2, "no place")]),
        (
            [f"DELETE FROM {table} WHERE {key} = %s + 2" for table, key in ((EVENT, "number"), (LINK, "event_id"))],
            [(3, "1 before it is missing")],
        ),
        (
            [
                f"DELETE FROM {EVENT} WHERE number = %s + 2",
                f"DELETE FROM {LINK} WHERE event_id = %s + 2",
                f"UPDATE {LINK} SET position = position - 1 WHERE event_id = %s + 3",
                f"UPDATE {LINK} SET position = position - 1 WHERE event_id = %s + 4",
            ],
            [(3, "follow on")],
        ),
    ],
)
def test_what_somebody_with_the_keys_to_the_database_did_to_it_is_found(first, tampering, found):
    assert verify() == []
    with connection.cursor() as cursor:
        for table in (EVENT, LINK):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for statement in tampering:
            cursor.execute(statement, [first])
        for table in (EVENT, LINK):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    broken = verify()
    assert [(place.number - first) for place in broken] == [number for number, _ in found], broken
    assert all(word in place.why for place, (_, word) in zip(broken, found, strict=True)), broken


def test_the_command_says_whether_the_trail_holds():
    result = CliRunner().invoke(irhub, ["audit", "verify", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"events": 5, "broken": []}
