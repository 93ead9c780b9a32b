"""What runs by itself in the database is known, and what nobody made is found."""

from __future__ import annotations

import json
import os

import pytest
from django.db import connection

from irhub.operations import inventory
from irhub.operations.findings import Level
from irhub.operations.guard_checks import guards

pytestmark = pytest.mark.django_db


def test_what_the_migrations_make_is_listed():
    """After a migration that makes functions or triggers, run this with IRHUB_WRITE_INVENTORY=1 and look at what changed."""
    with connection.cursor() as cursor:
        there = inventory.found(cursor)
        if os.environ.get("IRHUB_WRITE_INVENTORY"):
            inventory.KEPT.write_text(json.dumps(there, indent=1) + "\n")
        assert there == inventory.kept()
        assert not list(inventory.faults(cursor))
    assert [found.level for found in guards()] == [Level.GOOD]
    assert len(there) > 20


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("CREATE FUNCTION helper() RETURNS int LANGUAGE sql AS 'SELECT 1'", "the function helper(), which no migration makes"),
        ("CREATE SCHEMA beside; CREATE FUNCTION beside.helper() RETURNS int LANGUAGE sql AS 'SELECT 1'", "function beside.helper(), which"),
        (
            "CREATE TRIGGER mine BEFORE UPDATE ON accounts_person FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to()",
            "the trigger mine on accounts_person, which no migration makes",
        ),
        ("CREATE RULE mine AS ON DELETE TO accounts_body DO INSTEAD NOTHING", "rule mine on accounts_body, which"),
        ("DROP TRIGGER accounts_trail_rows ON accounts_auditevent", "accounts_trail_rows on accounts_auditevent is gone"),
        ("ALTER TABLE accounts_auditevent DISABLE TRIGGER accounts_trail_rows", "accounts_trail_rows on accounts_auditevent is not the one"),
        (
            "CREATE OR REPLACE FUNCTION irhub_only_added_to() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "the function irhub_only_added_to() is not the one that was made",
        ),
        ("ALTER POLICY fenced_read ON accounts_person USING (true)", "policy fenced_read on accounts_person is not the one"),
        ("DROP POLICY fenced_add ON accounts_membership", "the policy fenced_add on accounts_membership is gone"),
        ("CREATE POLICY mine ON accounts_person USING (true)", "the policy mine on accounts_person, which no migration makes"),
        ("ALTER TABLE accounts_person DISABLE ROW LEVEL SECURITY", "the fence of accounts_person is open, and should be whole"),
        ("ALTER TABLE accounts_person NO FORCE ROW LEVEL SECURITY", "the fence of accounts_person is open, and should be whole"),
        ("GRANT UPDATE ON accounts_auditevent TO irhub_app", "of accounts_auditevent, irhub_app may UPDATE, which no migration lets it"),
        ("REVOKE INSERT ON accounts_auditevent FROM irhub_app", "irhub_app may not INSERT, which migrations let it"),
        ("GRANT SELECT ON irhub_seal TO irhub_app", "the right of irhub_app to irhub_seal, which no migration makes"),
        ("GRANT SELECT (inner_block) ON irhub_seal TO irhub_app", "the right of irhub_app to irhub_seal.inner_block, which no migration makes"),
        ("GRANT SELECT ON accounts_person TO PUBLIC", "the right of everybody to accounts_person, which no migration makes"),
        ("GRANT EXECUTE ON FUNCTION irhub_proof(text, bigint, text) TO irhub_app", "right of irhub_app to irhub_proof(text,bigint,text), which"),
    ],
)  # fmt: skip
def test_what_nobody_made_and_what_was_changed_is_found(does, told):
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(does)
        assert told in "; ".join(inventory.faults(cursor))
    assert {found.level for found in guards()} == {Level.WRONG}
