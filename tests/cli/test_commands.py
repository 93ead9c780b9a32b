"""What the irhub command answers, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner
from tests.registers.samples import sponsor_file

from irhub.cli.commands import irhub

pytestmark = pytest.mark.django_db
STAYS = [(f"Sedgeford {n} Foods Ltd", "Exampleton") for n in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
FIRST, SECOND = date(2026, 3, 3), date(2026, 3, 6)


@pytest.fixture(autouse=True)
def _files(data_folder, tmp_path):
    sponsor_file(tmp_path / "in", FIRST, STAYS)
    sponsor_file(tmp_path / "in", SECOND, [*STAYS, ("Quillmoor Care Ltd", "Sampleham")])


def run(*arguments: object):
    return CliRunner().invoke(irhub, [str(argument) for argument in arguments])


def test_load_takes_a_folder_and_says_0_for_applied_and_for_already_held(tmp_path):
    first = run("load", tmp_path / "in", "--json")
    assert first.exit_code == 0
    assert [row["outcome"] for row in json.loads(first.stdout)] == ["applied", "applied"]
    again = run("load", tmp_path / "in")
    assert again.exit_code == 0
    assert again.stdout.count("already held") == 2


def test_load_says_2_for_a_refused_file_and_still_loads_the_rest(tmp_path):
    (tmp_path / "in" / "wrong.csv").write_text("<html>Service unavailable</html>")
    result = run("load", tmp_path / "in")
    assert result.exit_code == 2
    assert "is a web page" in result.stdout
    assert result.stdout.count("applied") == 2


def test_load_says_3_for_a_quarantined_edition_and_accept_applies_it(tmp_path):
    run("load", tmp_path / "in")
    partial = sponsor_file(tmp_path, date(2026, 3, 9), STAYS[:13])
    assert run("load", partial).exit_code == 3
    assert run("accept", "home_office_sponsors/2026-03-09", "--by", "Pat Sample").exit_code == 0
    states = {row["date"]: row["state"] for row in json.loads(run("editions", "--json").stdout)}
    assert states["2026-03-09"] == "accepted"
    assert run("accept", "home_office_sponsors/2026-03-09").exit_code == 2


def test_changes_and_as_of_can_be_read_by_a_script(tmp_path):
    run("load", tmp_path / "in")
    changes = json.loads(run("changes", "--format", "json").stdout)
    assert [(change["kind"], change["name"]) for change in changes] == [("licence_granted", "Quillmoor Care Ltd")]
    assert run("changes", "--kind", "licence_removed", "--format", "csv").stdout.count("\n") == 1
    rows = list(csv.DictReader(io.StringIO(run("as-of", FIRST, "--register", "home_office_sponsors").stdout)))
    assert len(rows) == len(STAYS)
    assert rows[0]["line"] == "2"
    assert run("as-of", "2020-01-01", "--register", "home_office_sponsors").exit_code == 2
    assert run("changes", "--council", "Nowhere").exit_code == 2


def test_rebuild_leaves_the_same_changes(tmp_path):
    run("load", tmp_path / "in")
    before = run("changes", "--format", "csv").stdout
    assert run("rebuild").exit_code == 0
    assert run("changes", "--format", "csv").stdout == before
