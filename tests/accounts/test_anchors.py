"""What was cut off the end of the audit trail, or made anew by somebody with the keys to the database, is found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import connection

from irhub.accounts import anchors, trail_guards
from irhub.accounts.audit import record, verify
from irhub.accounts.jobs import JOBS
from irhub.accounts.models import AuditLink
from irhub.accounts.roles import Role
from irhub.cli.commands import irhub
from irhub.notify.models import Message
from irhub.notify.sealing import unseal
from irhub.operations import doctor, restoring
from irhub.web.background_jobs import Failed
from irhub.web.errors import ActionRefused
from tests.accounts.trail import at_commit
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]
EVENTS, LINKS = "accounts_auditevent", "accounts_auditlink"
JOB = {job.name: job.does for job in JOBS}
ANEW = f"""
    UPDATE {LINKS} SET position = -position;
    UPDATE {LINKS} AS link SET position = anew.position, hash_before = anew.before, hash = anew.hash FROM (
        WITH RECURSIVE chain AS (
            SELECT event_id, 1 AS position, repeat('0', 64) AS before, encode(sha256((repeat('0', 64) || event.hash)::bytea), 'hex') AS hash
            FROM {LINKS} JOIN {EVENTS} event ON event.number = event_id WHERE position = -2
            UNION ALL
            SELECT link.event_id, chain.position + 1, chain.hash::text, encode(sha256((chain.hash || event.hash)::bytea), 'hex')
            FROM chain JOIN {LINKS} link ON link.position = -chain.position - 2 JOIN {EVENTS} event ON event.number = link.event_id
        ) SELECT * FROM chain
    ) AS anew WHERE link.event_id = anew.event_id;
    DELETE FROM {EVENTS} WHERE number IN (SELECT event_id FROM {LINKS} WHERE position < 0);
    DELETE FROM {LINKS} WHERE position < 0;
"""
"""Takes the first event away, and makes the chain of the others anew."""
TAMPERINGS = {
    f"DELETE FROM {EVENTS} WHERE number >= %s + 3; DELETE FROM {LINKS} WHERE event_id >= %s + 3": "its end was cut off",
    f"DELETE FROM {EVENTS}; DELETE FROM {LINKS}": "has 0: its end was cut off",
}


def written(events: int) -> int:
    """Write events, each chained. Returns the number of the first."""
    with at_commit():
        made = [record("looked", by="pat@example.org", about=f"organisation/{each}") for each in range(events)]
    return made[0].number


@contextmanager
def unguarded() -> Iterator[None]:
    """What somebody does who owns the tables."""
    with connection.cursor() as cursor:
        for table in (EVENTS, LINKS):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in (EVENTS, LINKS):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def first() -> int:
    """The number of the first of five events, of which the head is kept."""
    made = written(5)
    anchors.keep()
    return made


@pytest.mark.parametrize("statement", TAMPERINGS)
def test_a_trail_that_was_cut_off_is_found_by_its_head(first, statement):
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, [first] * statement.count("%s"))
    assert verify() == [], "the chain itself holds"
    with pytest.raises(Failed, match=f"tampered with in 1 places: the trail: .*{TAMPERINGS[statement]}"):
        JOB["audit"]()
    assert [found.level for found in doctor.trail()] == [doctor.Level.WRONG]
    result = CliRunner().invoke(irhub, ["audit", "verify"])
    assert (result.exit_code, TAMPERINGS[statement] in result.stdout) == (1, True)


def test_a_trail_that_was_made_anew_is_found_by_its_head(first):
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(ANEW)
    written(1)
    assert AuditLink.objects.count() == 5
    assert verify() == [], "the chain itself holds"
    [found] = verify(anchors.last())
    assert re.search("its first 5 events are not those of .* it was made again", str(found))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (f"DROP TRIGGER accounts_trail_rows ON {EVENTS}", "the trigger accounts_trail_rows on .* is gone"),
        (f"ALTER TABLE {LINKS} DISABLE TRIGGER accounts_trail_whole", "accounts_trail_whole on .* is switched off"),
        (
            "CREATE OR REPLACE FUNCTION accounts_trail_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "the function accounts_trail_is_only_added_to is not the one",
        ),
        (f"GRANT DELETE ON {EVENTS} TO irhub_app", "the role irhub_app has the right DELETE"),
        (f"GRANT INSERT ON {LINKS} TO PUBLIC", "the role irhub_system has the right INSERT"),
        (
            f"CREATE TRIGGER quiet BEFORE INSERT ON {EVENTS} FOR EACH ROW EXECUTE FUNCTION accounts_trail_is_only_added_to()",
            "a trigger quiet on .* that nobody knows",
        ),
    ],
)
def test_a_guard_of_the_trail_that_was_taken_away_is_found(statement, found):
    assert list(trail_guards.faults()) == []
    with connection.cursor() as cursor:
        cursor.execute(statement)
    told = [str(broken) for broken in verify()]
    assert any(re.search(found, each) for each in told), told


def test_the_head_is_kept_once_for_each_batch_and_what_is_held_before_stays(first):
    before = anchors.file().read_text()
    assert JOB["anchor"]() == "The head of the trail is kept: 5 events."
    assert anchors.file().read_text() == before
    written(2)
    assert JOB["anchor"]() == "The head of the trail is kept: 7 events."
    assert anchors.file().read_text().startswith(before)
    assert anchors.file().stat().st_mode & 0o077 == 0
    assert verify(*map(anchors.read, anchors.file().read_text().splitlines())) == []


def test_a_line_that_was_cut_short_as_the_machine_went_down_hinders_nothing(first):
    with anchors.file().open("a") as file:
        file.write('{"events": 6, "ha')
    assert anchors.last().events == 5
    written(1)
    anchors.keep()
    assert anchors.last().events == 6


def test_an_anchor_that_somebody_wrote_themselves_is_refused(first):
    told = json.loads(anchors.file().read_text())
    anchors.file().write_text(json.dumps(told | {"events": 2}) + "\n")
    with pytest.raises(ActionRefused, match="was altered"):
        anchors.last()
    with pytest.raises(Failed, match=r"does not hold\. The anchor was altered"):
        JOB["anchor"]()
    result = CliRunner().invoke(irhub, ["audit", "verify"])
    assert result.exit_code not in (0, 1)
    assert "was altered" in result.stderr


@pytest.mark.parametrize(
    "line",
    [
        "",
        "hello",
        "[]",
        "{}",
        "[" * 100_000,
        '{"signature": 3}',
        '{"events": 1, "hash": "", "at": "", "signature": ""}',
    ],
)
def test_what_is_no_anchor_is_told_in_a_sentence(line):
    with pytest.raises(ActionRefused, match=r"no anchor|was altered"):
        anchors.read(line)


def test_auditors_and_administrators_get_the_head_once_a_day_and_can_hold_the_trail_against_it(first):
    with at_commit():
        MembershipFactory(person__email="auditor@example.org", role=Role.AUDITOR)
        MembershipFactory(person__email="lead@example.org", role=Role.LEAD)
    assert JOB["audit"]().endswith("Its head was written to 1 people.")
    JOB["audit"]()
    [mail] = Message.objects.filter(kind="trail")
    letter = unseal(bytes(mail.sealed))
    assert letter.to == "auditor@example.org"
    line = next(line for line in letter.text.splitlines() if line.startswith("{"))
    assert CliRunner().invoke(irhub, ["audit", "verify", "--against", line]).exit_code == 0
    result = CliRunner().invoke(irhub, ["audit", "verify", "--against", str(settings.HOME / "none")])
    assert "cannot be read as a file of anchors" in result.stderr


def test_after_a_restore_the_trail_begins_again_where_the_backup_ends(first):
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {EVENTS} WHERE number >= %s; DELETE FROM {LINKS} WHERE event_id >= %s", [first + 2] * 2
        )
    with at_commit():
        restoring.record_restore("hub.tar", by="operator")
    assert verify(anchors.last()) == []
    assert anchors.last().begins == "hub.tar was restored"
