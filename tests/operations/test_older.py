"""A backup of an older version is put back by this one: nothing is lost, and the tables are as this version makes them."""

from __future__ import annotations

import lzma
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from irhub.cli.commands import irhub
from tests.place import Place, inside, place

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BACKUP = Path(__file__).parents[1] / "data" / "backup-of-november-2026.tar.xz"
"""Made by `irhub backup` of the version whose events still held the hash of the one before (commit 7188a8f), of small fictional
registers, bodies, people, a task, a reply, a challenge, a plan, a list, a decision, a kept case and 49 events."""
POLICIES = """
    SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2
"""
COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY 1, 2
"""
TRIGGERS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
HELD = {
    "accounts_person": 8,
    "accounts_auditlink": 50,  # and that it was restored
    "attention_task": 1,
    "attention_statement": 1,
    "attention_challenge": 1,
    "continuity_plan": 1,
    "organisations_decision": 1,
    "checker_savedcase": 1,
    "registers_edition": 13,
}


def held(where: Place) -> dict[str, int]:
    return {name: where.ask(f"SELECT count(*) FROM {name}")[0][0] for name in HELD}


def told(where: Place, catalogue: str) -> list[list[str]]:
    """What a catalogue of the database says, without the types and brackets that a dump puts into conditions."""
    return [
        [re.sub(r"::(text|character varying)|[()\[\]\s]", "", str(cell)) for cell in row]
        for row in where.ask(catalogue)
    ]


def done(where: Place, *arguments: str, expect: int = 0) -> str:
    """What a command says that works on a place in this process."""
    with inside(where):
        result = CliRunner().invoke(irhub, list(arguments))
    assert result.exit_code == expect, result.output
    return result.stdout + result.stderr


def test_a_backup_of_an_older_version_is_restored_brought_up_to_date_and_used(tmp_path):
    file = tmp_path / "older.tar"
    file.write_bytes(lzma.decompress(BACKUP.read_bytes()))
    with place(tmp_path / "new") as new, place(tmp_path / "older", empty=True) as older:
        assert "made before backups were signed" in done(older, "restore", str(file), expect=2)
        said = older.run("restore", str(file), "--unsigned").stdout
        assert "49 events of the audit trail, 12 archived files" in said
        assert done(older, "audit", "verify").startswith("50 events, 0 broken")
        assert held(older) == HELD
        for catalogue in (POLICIES, COLUMNS, TRIGGERS):
            assert told(older, catalogue) == told(new, catalogue)
        done(older, "invite", "Sampleham Council", "viewer", "new@sampleham.example")
        done(older, "rebuild")
        assert done(older, "audit", "verify").startswith("51 events, 0 broken")
