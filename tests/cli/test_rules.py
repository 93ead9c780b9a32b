"""The rulebook by command."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from tests.checker.editors import approved, editor, proposed

from irhub.checker.book import current
from irhub.checker.kinds import Kind
from irhub.cli.commands import irhub
from irhub.rulebook.seals import SEALED
from irhub.rulebook.worked import worked_cases

pytestmark = pytest.mark.django_db


def run(*arguments: object):
    return CliRunner().invoke(irhub, ["rules", *map(str, arguments)])


def test_the_rulebook_that_is_shipped_can_be_trusted():
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "0 faults" in result.stdout


def test_sealing_what_is_sealed_changes_nothing():
    before = SEALED.read_bytes()
    assert run("seal").stdout == "0 versions sealed.\n"
    assert SEALED.read_bytes() == before


def test_an_approved_change_is_what_commands_show_and_judge_by_and_the_check_still_passes(tmp_path):
    approved(editor("ben"), proposed(editor("ada"), Kind.CORRECT, "REP-01", value="9"))
    rows = json.loads(run("show", "report_worker_event", "--format", "json").stdout)
    assert [(row["id"], row["version"], row["value"]) for row in rows] == [("REP-01", 2, 9)]
    path = tmp_path / "case.yaml"
    path.write_text("checker: report\nfacts: {what: end, event: 2026-05-01}\n")
    told = json.loads(run("evaluate", path, "--json").stdout)
    assert told["edition"] == str(current().edition)
    assert len(told["findings"][0]["counted"]) == 9
    assert (
        len(json.loads(run("evaluate", path, "--json", "--known", "2026-11-23").stdout)["findings"][0]["counted"]) == 10
    )
    told = json.loads(run("evaluate", path, "--json", "--known", current().edition).stdout)
    assert len(told["findings"][0]["counted"]) == 9
    assert run("evaluate", path, "--known", "yesterday").exit_code == 2
    assert run("check").exit_code == 0


def test_rules_of_a_topic_are_shown_for_a_day():
    rows = json.loads(run("show", "report_worker_event", "--on", "2026-03-27", "--format", "json").stdout)
    assert [(row["id"], row["value"]) for row in rows] == [("REP-01", 10)]
    wrong = run("show", "nothing")
    assert wrong.exit_code == 2
    assert "report_worker_event" in wrong.output


def test_a_case_is_judged_with_rules_dates_and_sources(tmp_path):
    case = next(case for case in worked_cases() if case.checker == "report" and not case.known)
    path = tmp_path / "case.yaml"
    path.write_text(
        f"checker: report\nfacts: {{{', '.join(f'{key}: {value}' for key, value in case.facts.items())}}}\n"
    )
    told = run("evaluate", path)
    assert told.exit_code == 0, told.output
    assert "This is not legal advice" in told.stdout
    assert "What decides is" in told.stdout
    assert "source: " in told.stdout
    read = json.loads(run("evaluate", path, "--json").stdout)
    assert read["findings"]
    assert read["verdict"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("checker: nothing\nfacts: {}", "There is no checker nothing"),
        ("facts: {}", "its checker is missing: write"),
        ("- a\n- b", "it holds no case: write"),
        ("", "it holds no case: write"),
        ("checker: [", "did not find"),
        ("checker: report", "its facts are missing: write"),
        ("checker: report\nfacts: [1]", "its facts are missing: write"),
        ("checker: report\nfacts: {}\nknow: 2026-11-24", "a case has no know: write"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused_in_words(tmp_path, text, says):
    path = tmp_path / "case.yaml"
    path.write_text(text)
    result = run("evaluate", path)
    assert result.exit_code == 2
    assert "cannot be judged" in result.output
    assert says in result.output
