"""What people chose to hear of their providers, before there was one table for all such choices, is carried over."""

from __future__ import annotations

import psycopg
import pytest

from tests.place import place

pytestmark = pytest.mark.slow
HELD = """
INSERT INTO accounts_body (kind, name, place_code, created_at) VALUES ('council', 'Sampleham', '', now());
INSERT INTO accounts_person (email, name, password, is_active, is_system_administrator, joined_at)
VALUES ('pat@example.org', 'Pat', '', true, false, now());
INSERT INTO contracts_alertchoice (person_id, body_id, every, told_until)
SELECT person.id, body.id, 'week', '2026-11-20' FROM accounts_person person, accounts_body body;
"""


def test_how_often_somebody_is_told_and_until_when_they_were_is_carried_over(tmp_path):
    with place(tmp_path / "home", empty=True) as where:
        where.migrated_to("contracts", "0004")
        with psycopg.connect(where.url) as connection:
            connection.execute(HELD)
        where.migrated_to("contracts", "0005")
        kept = where.ask(
            "SELECT email, kind, every, told_until::text FROM notify_preference"
            " JOIN accounts_person ON accounts_person.id = person_id"
        )
        assert kept == [("pat@example.org", "contracted-providers", "week", "2026-11-20")]
        assert where.ask("SELECT to_regclass('contracts_alertchoice')") == [(None,)]
