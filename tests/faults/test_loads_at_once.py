"""Two loads at once, by two people or by a person and the worker: each edition is applied once, and history is as if one had waited."""

from __future__ import annotations

from datetime import date

import pytest

from tests.faults.figures import figure
from tests.faults.test_faults import NAMES, NEW, files
from tests.faults.test_killed_at_work import HISTORY
from tests.faults.test_killed_load import HOLD, held_before
from tests.place import place, until
from tests.registers.samples import sponsor_file

pytestmark = pytest.mark.slow


def test_two_loads_at_once_apply_each_edition_once(tmp_path, record_property, django_db_blocker):
    with place(tmp_path / "home") as where:
        first, second = files(tmp_path / "files")
        third = sponsor_file(tmp_path / "files", date(2026, 3, 4), [*NAMES, *NEW])
        held_before(where, first, django_db_blocker)
        holding = where.python(HOLD, "registers_change")  # so that both are in the midst of it
        assert holding.stdout is not None
        assert holding.stdout.readline() == "held\n"
        logs = [tmp_path / "one.log", tmp_path / "other.log"]
        loads = [
            where.start("load", *map(str, those), log=log)
            for those, log in zip([[second, third], [second]], logs, strict=True)
        ]
        waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        until(lambda: where.ask(waits) == [(2,)], lambda: f"both to wait: {[log.read_text()[-2000:] for log in logs]}")
        holding.kill()
        holding.communicate()
        assert [load.wait(120) for load in loads] == [0, 0], [log.read_text()[-2000:] for log in logs]
        said = "".join(log.read_text() for log in logs)
        assert (said.count("applied  "), said.count("already held")) == (2, 1), said
        ((editions, apart),) = where.ask("SELECT count(*), count(DISTINCT sha256) FROM registers_edition")
        history = [where.ask(query) for query in HISTORY]
        where.run("rebuild")  # the history made anew from the archive, in one piece
        anew = [where.ask(query) for query in HISTORY]
        figure(
            record_property,
            "two loads at once, of which both have one edition, 1 time",
            lost=range(3 - apart) or set().union(*anew) - set().union(*history),
            doubled=range(editions - apart) or set().union(*history) - set().union(*anew),
            told=logs,
        )
        assert history == anew
