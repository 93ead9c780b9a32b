"""A load that fails after acceptance says what is held and what is not made; pages show what was, and the next command goes on."""

from __future__ import annotations

import errno
import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from django.test import Client
from tests.registers.samples import sponsor_file

from irhub.cli.commands import irhub
from irhub.operations import running
from irhub.operations.doctor import derived
from irhub.operations.findings import Level
from irhub.registers import deriving
from irhub.registers.lagging import lag
from irhub.registers.sources import SOURCES

pytestmark = pytest.mark.django_db
STAYS = [(f"Sedgeford {n} Foods Ltd", "Exampleton") for n in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
NEW = ("Quillmoor Care Ltd", "Sampleham")
STEPS = {
    "linking": "irhub.organisations.forming.linkers_answers",
    "companies": "irhub.organisations.forming.link_to_companies",
    "organisations": "irhub.organisations.forming.members.store",
    "summaries": "irhub.dashboards.derived.summarise_some",
    "names for search": "irhub.organisations.search.gather_some",
    "indicators": "irhub.indicators.derived.recompute",
}


def run(*arguments: object):
    return CliRunner().invoke(irhub, [str(argument) for argument in arguments])


@pytest.fixture
def second(data_folder, tmp_path, monkeypatch):
    """An edition to be loaded after one that is loaded and on the pages."""
    monkeypatch.setenv("IRHUB_HOME", str(data_folder))
    first = sponsor_file(tmp_path, date(2026, 3, 3), STAYS)
    assert run("load", first).exit_code == 0
    assert lag() is None
    return sponsor_file(tmp_path, date(2026, 3, 6), [*STAYS, NEW])


def break_(monkeypatch, step: str, fault: BaseException) -> None:
    def fails(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(STEPS[step], fails)


def found(name: str) -> bool:
    page = Client().get("/search/", {"q": name})
    assert page.status_code == 200
    return f"{name}</a>" in page.content.decode()


@pytest.mark.parametrize("step", STEPS)
def test_whatever_step_fails_the_edition_is_held_the_pages_stay_and_the_next_load_finishes_it(
    second, monkeypatch, step, data_folder
):
    with monkeypatch.context() as broken:
        break_(broken, step, KeyError("null"))
        result = run("load", second)
    assert result.exit_code == 4
    assert "applied" in result.stdout
    (sentence,) = result.stderr.splitlines()[-1:]
    assert "not yet in links, summaries and indicators: " in sentence
    assert f"{SOURCES['home_office_sponsors'].title} of 6 March 2026. Pages show what was made on" in sentence
    assert "Run irhub link, or irhub load of anything" in sentence
    (kept,) = (data_folder / "faults").iterdir()
    assert str(kept) in sentence
    assert "KeyError: 'null'" in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0

    assert found("Sedgeford A Foods Ltd")
    assert not found("Quillmoor Care Ltd")
    assert "not yet in links" in Client().get("/data/").content.decode()
    assert [finding.level for finding in derived()] == [Level.WRONG]

    again = run("load", second)
    assert again.exit_code == 0
    assert "already held" in again.stdout
    assert found("Quillmoor Care Ltd")
    assert "not yet in links" not in Client().get("/data/").content.decode()
    assert [finding.level for finding in derived()] == [Level.GOOD]


@pytest.mark.parametrize(
    ("fault", "says", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full", 4),
        (OperationalError("the connection is lost"), "The database cannot be reached or was lost", 4),
        (KeyboardInterrupt(), "Stopped.", 130),
    ],
)
def test_what_stopped_it_is_said_before_what_is_held(second, monkeypatch, fault, says, code):
    with monkeypatch.context() as broken:
        break_(broken, "indicators", fault)
        result = run("load", second)
    assert result.exit_code == code
    assert f"irhub: {says}" in result.stderr
    assert "of 6 March 2026" in result.stderr
    assert run("link").exit_code == 0
    assert lag() is None


def test_files_that_are_loaded_together_are_derived_once(second, tmp_path, monkeypatch):
    runs = []
    monkeypatch.setattr(
        deriving, "bring_up_to_date", lambda *told, made=deriving.bring_up_to_date: runs.append(made(*told))
    )
    together = tmp_path / "together"
    together.mkdir()
    for day in (6, 9, 10):
        sponsor_file(together, date(2026, 3, day), [*STAYS, NEW])
    assert run("load", together).exit_code == 0
    assert len(runs) == 1


def test_the_worker_finishes_what_a_load_left_and_does_nothing_where_nothing_is_left(second, monkeypatch):
    with monkeypatch.context() as broken:
        break_(broken, "linking", KeyError("null"))
        run("load", second)
        with pytest.raises(KeyError):
            running.run("link")
    assert running.run("link").startswith("Links, summaries and indicators were made")
    assert running.run("link").endswith("are of the editions that are accepted.")
    assert found("Quillmoor Care Ltd")


def test_an_edition_that_a_person_accepts_is_told_of_in_the_same_way(second, tmp_path, monkeypatch):
    half = sponsor_file(tmp_path / "half", date(2026, 3, 9), STAYS[:13])
    assert run("load", half).exit_code == 3
    assert lag() is None
    with monkeypatch.context() as broken:
        break_(broken, "linking", KeyError("null"))
        result = run("accept", "home_office_sponsors/2026-03-09", "--by", "Pat Sample", "--reason", "They left")
    assert result.exit_code == 4
    assert "of 9 March 2026" in result.stderr


def test_after_the_history_was_made_anew_what_is_derived_of_the_old_one_lags(second, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("irhub.cli.loading.bring_up_to_date", lambda *_: (_ for _ in ()).throw(KeyError("null")))
        assert run("rebuild").exit_code == 4
    assert lag()
    assert run("rebuild").exit_code == 0
    assert lag() is None


def test_a_fault_in_one_file_keeps_what_was_met_in_a_log_and_loads_the_rest(second, tmp_path, monkeypatch, data_folder):
    from irhub.registers import taking_in

    load = taking_in.load

    def fails_on_the_first(path, **more):
        if "2026-03-06" in path.name:
            raise ZeroDivisionError
        return load(path, **more)

    monkeypatch.setattr(taking_in, "load", fails_on_the_first)
    third = sponsor_file(tmp_path, date(2026, 3, 9), [*STAYS, NEW])
    result = run("load", second, third, "--json")
    assert result.exit_code == 1
    assert [row["outcome"] for row in json.loads(result.stdout)] == ["failed", "applied"]
    assert str(data_folder / "faults") in json.loads(result.stdout)[0]["reason"]
    assert found("Quillmoor Care Ltd")


def test_a_full_disk_stops_the_load_and_what_was_accepted_before_it_is_told(second, tmp_path, monkeypatch):
    from irhub.registers import taking_in

    load = taking_in.load

    def full_at_the_third(path, **more):
        if "2026-03-09" in path.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return load(path, **more)

    with monkeypatch.context() as full:
        full.setattr(taking_in, "load", full_at_the_third)
        third = sponsor_file(tmp_path, date(2026, 3, 9), [*STAYS, NEW])
        result = run("load", second, third)
    assert result.exit_code == 4
    assert result.stdout.count("applied") == 1
    assert "The disk is full" in result.stderr
    assert run("load", third).exit_code == 0
    assert lag() is None


def test_the_daily_refresh_finishes_what_a_load_left_even_if_nothing_new_came(second, monkeypatch):
    with monkeypatch.context() as broken:
        break_(broken, "linking", KeyError("null"))
        run("load", second)
    monkeypatch.setattr("irhub.operations.jobs.fetch_and_load", lambda _: iter(()))
    running.run("refresh")
    assert lag() is None
