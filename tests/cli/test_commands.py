"""What the irhub command answers, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from importlib import import_module

import pytest
from click.testing import CliRunner
from tests.registers.samples import HEADER, sponsor_file

from irhub.accounts.models import AuditEvent
from irhub.cli.commands import MODULES, irhub

pytestmark = pytest.mark.django_db
STAYS = [(f"Sedgeford {n} Foods Ltd", "Exampleton") for n in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
FIRST, SECOND = date(2026, 3, 3), date(2026, 3, 6)


@pytest.fixture(autouse=True)
def _files(data_folder, tmp_path):
    sponsor_file(tmp_path / "in", FIRST, STAYS)
    sponsor_file(tmp_path / "in", SECOND, [*STAYS, ("Quillmoor Care Ltd", "Sampleham")])


def run(*arguments: object):
    return CliRunner().invoke(irhub, [str(argument) for argument in arguments])


def test_every_command_of_a_module_can_be_called_by_its_name():
    own = {module: {command.name for command in import_module(f"irhub.cli.{module}").COMMANDS} for module in MODULES}
    assert own == {module: set(names) for module, names in MODULES.items()}


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
    assert run("accept", "home_office_sponsors/2026-03-09", "--by", "Pat Sample").exit_code == 2, "a reason is needed"
    decided = ("--by", "Pat Sample", "--reason", "They left")
    assert run("accept", "home_office_sponsors/2026-03-09", *decided).exit_code == 0
    states = {row["date"]: row["state"] for row in json.loads(run("editions", "--json").stdout)}
    assert states["2026-03-09"] == "accepted"
    assert run("accept", "home_office_sponsors/2026-03-09", *decided).exit_code == 2


def test_why_prints_each_check_of_an_edition_with_its_figure_and_limit(tmp_path):
    run("load", tmp_path / "in")
    run("load", sponsor_file(tmp_path, date(2026, 3, 9), STAYS[:13]))
    number = json.loads(run("editions", "--json").stdout)[0]["number"]
    told = run("editions", "--why", number)
    assert told.exit_code == 0
    assert "Quarantined: it lacks 51.9% of the records of the edition before (limit 4%)" in told.stdout
    rows = json.loads(run("editions", "--why", number, "--json").stdout)
    assert {
        "check": "Records of the edition before that left",
        "figure": "51.85%",
        "limit": "at most 4.00%",
        "outcome": "failed",
    } in rows
    assert [row["outcome"] for row in rows].count("failed") == 1
    assert {
        "check": "Rows with nothing under Route",
        "figure": "0.00%",
        "limit": "at most 50.00%",
        "outcome": "passed",
    } in rows
    accepted = json.loads(run("editions", "--why", "home_office_sponsors/2026-03-06", "--json").stdout)
    assert {row["outcome"] for row in accepted} == {"passed"}
    assert run("editions", "--why", "99999").exit_code == 2


def test_a_rejected_edition_leaves_no_trace_says_who_rejected_it_when_loaded_again_and_can_be_accepted(tmp_path):
    run("load", tmp_path / "in")
    changes = run("changes", "--format", "csv").stdout
    named = "home_office_sponsors/2026-03-06"
    assert run("reject", named, "--by", "Pat Sample").exit_code == 2
    assert run("reject", named, "--by", "Pat Sample", "--reason", " ").exit_code == 2
    rejected = run("reject", named, "--by", "Pat Sample", "--reason", "The publisher took it back.")
    assert rejected.exit_code == 0
    assert "Rejected by Pat Sample" in rejected.stdout
    assert run("changes", "--format", "csv").stdout.count("\n") == 1
    again = run("load", tmp_path / "in", "--json")
    assert again.exit_code == 0
    held, out = json.loads(again.stdout)
    assert (held["outcome"], out["outcome"]) == ("already held", "rejected")
    assert out["reason"].startswith("Rejected by Pat Sample on")
    assert out["reason"].endswith(": The publisher took it back. irhub accept brings it back.")
    assert run("reject", named, "--reason", "again").exit_code == 2
    assert run("accept", named, "--reason", "They put it out again").exit_code == 0
    assert run("changes", "--format", "csv").stdout == changes
    assert [event.what for event in AuditEvent.objects.order_by("number")] == [
        "rejected an edition",
        "accepted an edition",
    ]
    assert AuditEvent.objects.latest("number").detail["why"] == "They put it out again"


def test_a_first_edition_that_is_blank_is_quarantined_with_one_sentence_and_exit_code_3(tmp_path):
    blank = tmp_path / "2026-03-02_worker.csv"
    rows = "".join(f'"Sample {n} Ltd","","","",""\r\n' for n in range(50))
    blank.write_text(f"{HEADER}\r\n{rows}")
    told = run("load", blank, "--json")
    assert told.exit_code == 3
    (row,) = json.loads(told.stdout)
    assert row["reason"] == (
        "Quarantined: 100.0% of its rows have no Type & Rating (limit 50%)"
        "; and 100.0% of its rows have no Route (limit 50%)."
    )
    again = json.loads(run("load", blank, "--json").stdout)[0]
    assert (again["outcome"], again["reason"]) == ("quarantined", row["reason"])


@pytest.mark.parametrize("day", ["2062-11-02", "9999-12-31", "0001-01-01"])
def test_a_date_that_cannot_be_is_quarantined_and_never_accepted_if_it_lies_ahead(tmp_path, day):
    named = sponsor_file(tmp_path, FIRST, STAYS).rename(tmp_path / f"{day}_worker.csv")
    given = sponsor_file(tmp_path, FIRST, STAYS[:25]).rename(tmp_path / "worker.csv")
    for arguments in ([named], [given, "--date", day]):
        told = run("load", *arguments)
        assert told.exit_code == 3
        assert f"it is dated {day}" in told.stdout
    number = json.loads(run("editions", "--json").stdout)[0]["number"]
    if day > "2026":
        told = run("accept", number, "--reason", "Both are theirs")
        assert told.exit_code == 2
        assert "Give the file its right date" in told.stderr
    assert run("load", tmp_path / "in").exit_code == 0


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
    assert run("changes", "--until", "2020-01-01").stdout.startswith("No change is held that fits")
    for barnsley in ("Barnsley", "barnsley", "E08000038", "E08000016"):  # its name, and its code of any year
        assert run("changes", "--council", barnsley).exit_code == 0


def test_rebuild_leaves_the_same_changes(tmp_path):
    run("load", tmp_path / "in")
    before = run("changes", "--format", "csv").stdout
    assert run("rebuild").exit_code == 0
    assert run("changes", "--format", "csv").stdout == before


@pytest.mark.parametrize("command", [("as-of", "32", "--register", "cqc_ratings"), ("changes", "--since", "32")])
def test_what_is_no_date_is_told_with_how_to_write_one(command):
    told = run(*command)
    assert told.exit_code == 2
    assert "32 is no date: write it as YYYY-MM-DD" in told.stderr
    assert "%" not in told.stderr + run(command[0], "--help").stdout
