"""The audit trail can be added to and read; whatever else is done to it is refused, or found."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction

from irhub.accounts.audit import record, verify
from irhub.accounts.models import AuditEvent
from irhub.cli.commands import irhub

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _events():
    for number in range(5):
        record("looked", who="pat@example.org", about=f"organisation/{number}", purpose="a call")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET who = 'nobody'",
        "DELETE FROM accounts_auditevent WHERE number = 3",
    ],
)
def test_the_database_refuses_to_alter_or_remove_an_event(statement):
    with pytest.raises(DatabaseError, match="can only be added to"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEvent.objects.count() == 5


def test_the_database_refuses_to_empty_the_trail():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditevent ENABLE TRIGGER accounts_trail_whole")
        with pytest.raises(DatabaseError, match="can only be added to"), transaction.atomic():
            cursor.execute("TRUNCATE accounts_auditevent")


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE accounts_auditevent SET who = 'nobody' WHERE number = 3", [(3, "altered")]),
        ("UPDATE accounts_auditevent SET detail = '{}' WHERE number = 1", [(1, "altered")]),
        ("UPDATE accounts_auditevent SET at = at - interval '1 day' WHERE number = 5", [(5, "altered")]),
        ("DELETE FROM accounts_auditevent WHERE number = 3", [(3, "missing"), (4, "follow on")]),
    ],
)
def test_what_somebody_with_the_keys_to_the_database_did_to_it_is_found(tampering, found):
    assert list(verify()) == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditevent DISABLE TRIGGER ALL")
        cursor.execute(tampering)
        cursor.execute("ALTER TABLE accounts_auditevent ENABLE TRIGGER accounts_trail_rows")
    broken = list(verify())
    assert [place.number for place in broken] == [number for number, _ in found]
    assert all(word in place.why for place, (_, word) in zip(broken, found, strict=True))


def test_the_command_says_whether_the_trail_holds():
    result = CliRunner().invoke(irhub, ["audit", "verify", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"events": 5, "broken": []}
