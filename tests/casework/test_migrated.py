"""What is there before things move by tables is there afterwards, and stands where what became of it says."""

from __future__ import annotations

import psycopg
import pytest

from tests.place import place

pytestmark = pytest.mark.slow
BEFORE, AFTER = ("continuity", "0002", "accounts", "0008"), ("accounts", "0009", "continuity", "0003")
"""Of each room the migration after which states do not move by tables yet, and the one that makes them."""
HELD = """
INSERT INTO accounts_body (id, kind, name, place_code, created_at) VALUES (1, 'council', 'Sampleham Council', '', now());
INSERT INTO accounts_invitation (body_id, role, email, digest, made_by, made_at, expires_at, accepted_at, withdrawn_at)
SELECT 1, 'viewer', name || '@example.org', name, 'boss@example.org', now(), now(), accepted::date, withdrawn::date
FROM (VALUES ('waits', NULL, NULL), ('came', '2026-11-01', NULL), ('not', NULL, '2026-11-02')) AS told (name, accepted, withdrawn);
INSERT INTO accounts_providerrequest (body_id, provider_id, provider_name, name, email, words, made_at, decided_at, decided_by, approved, reason)
SELECT 1, name, 'Quillmoor Care Ltd', 'Pat', 'pat@example.org', '', now(), CASE WHEN approved IS NOT NULL THEN now() END, '', approved, ''
FROM (VALUES ('waits', NULL), ('yes', true), ('no', false)) AS told (name, approved);
INSERT INTO organisations_organisation (id, register, entity_key, minted_on) VALUES ('quillmoor01', 'cqc_locations', '1-100', now());
INSERT INTO continuity_plan (id, body_id, organisation_id, why, opened_by, opened_at, closed_by, closed_at, learned)
VALUES (1, 1, 'quillmoor01', 'open', 'x', now(), '', NULL, ''), (2, 1, 'quillmoor01', 'closed', 'x', now(), 'x', now(), 'All went well');
INSERT INTO continuity_planstep (body_id, plan_id, place, key, "when", title, why, note, done_by, done_at, version)
VALUES (1, 1, 1, '', 'At once', 'Ring', '', '', '', NULL, 4), (1, 1, 2, '', 'At once', 'Write', '', 'Sent', 'x', now(), 5);
"""


def test_invitations_requests_plans_and_steps_stand_where_they_stood(tmp_path):
    with place(tmp_path, empty=True) as where:
        where.migrated_to(*BEFORE)
        with psycopg.connect(where.url) as connection:
            connection.execute(HELD)
        where.migrated_to(*AFTER)
        assert dict(where.ask("SELECT digest, state FROM accounts_invitation")) == {
            "waits": "waiting", "came": "accepted", "not": "withdrawn"
        }  # fmt: skip
        assert dict(where.ask("SELECT provider_id, state FROM accounts_providerrequest")) == {
            "waits": "waiting", "yes": "approved", "no": "refused"
        }  # fmt: skip
        assert dict(where.ask("SELECT why, state FROM continuity_plan")) == {"open": "open", "closed": "closed"}
        assert where.ask("SELECT title, state, version FROM continuity_planstep ORDER BY place") == [
            ("Ring", "to do", 4), ("Write", "done", 5)
        ]  # fmt: skip
