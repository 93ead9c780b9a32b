"""Everything derived comes from one list of steps that the rooms register."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, transaction
from psycopg import sql

from irhub.dashboards import maps
from irhub.organisations import linking
from irhub.organisations.decisions import decide
from irhub.organisations.models import Link
from irhub.registers import deriving, lagging
from irhub.registers.deriving import Run, Step, Touched, WrongList, catch_up, ordered, steps
from irhub.registers.models import DirectorySpan, Edition
from tests.dashboards.test_daily_edition import a_day
from tests.loaded import load_fictional


def named(name: str, *after: str) -> Step:
    return Step(name, all=lambda _: None, some=lambda _, __: None, tables=(), after=after)


def rows_of(tables: tuple[str, ...]) -> dict[str, list[str]]:
    """The rows of some tables, without the numbers that the database gives them."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            query = sql.SQL("SELECT (to_jsonb(t) - %s)::text FROM {} t ORDER BY 1").format(sql.Identifier(table))
            cursor.execute(query, ["" if table == "organisations_organisation" else "id"])
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


@pytest.fixture(scope="module")
def partly(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """A world of which only what two days of sponsors and a decision touched was derived since it was loaded; for every test
    of this file, and gone after the last."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("partly")
    (folder / "home").mkdir()
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "HOME", folder / "home")
        patch.setattr(settings, "IRHUB_MAX_GAINED_PERCENT", 100)
        patch.setattr(settings, "IRHUB_MAX_LOST_PERCENT", 100)
        patch.setattr(linking, "SAMPLE", 20)
        patch.setattr(maps, "MOST_DOTS", 10)
        load_fictional(folder / "files")
        shown = DirectorySpan.objects.filter(until=None).order_by("pk")[0]
        shown.pk, shown.location_id, shown.name_key = None, "1-777000001", "quernwick court"
        shown.since = Edition.objects.filter(register="cqc_locations", state="accepted").latest(
            "date"
        ).date + timedelta(days=3)
        shown.save()
        newer = Edition.objects.filter(register="cqc_directory").latest("date")
        newer.pk, newer.date, newer.sha256 = None, shown.since, "7" * 64
        newer.save()
        deriving.bring_up_to_date(everything=True)
        chance = random.Random(7)
        for day in ("one", "two"):
            a_day(folder / day, chance)
            assert lagging.moved(lagging.begin())
            catch_up()
        for pair in Link.objects.filter(band="accepted").order_by("sponsor_key")[:3]:
            decide(pair.sponsor_key, pair.provider_id, "different", by="pat@example.org")
        assert lagging.decisions_to_follow() is not None
        assert catch_up(), "what is slow waits for the worker"
        assert not catch_up()
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.name)
def test_what_a_step_makes_of_what_is_touched_is_what_it_makes_of_everything(partly, step):
    before = rows_of(step.tables)
    assert all(before.values())
    with transaction.atomic():
        step.all(Run())
        after = rows_of(step.tables)
        transaction.set_rollback(True)
    for table in step.tables:
        assert before[table] == after[table], table


def test_every_table_is_made_by_one_step():
    tables = [table for step in steps() for table in step.tables]
    assert len(tables) == len(set(tables))


def test_steps_run_after_those_that_they_name():
    assert [step.name for step in ordered([named("c", "b"), named("a"), named("b", "a")])] == ["a", "b", "c"]
    order = [step.name for step in steps()]
    assert all(order.index(before) < order.index(step.name) for step in steps() for before in step.after)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (
            [named("maps", "organisation"), named("organisations")],
            "“maps” comes after “organisation”, which is no step",
        ),
        ([named("a", "b"), named("b", "a")], "wait for one another"),
        ([named("a"), named("a")], "Two steps of deriving have one name"),
    ],
)
def test_a_step_that_is_misspelt_or_waits_for_itself_is_an_error_of_the_check(monkeypatch, wrong, says):
    with pytest.raises(WrongList, match=says):
        ordered(wrong)
    monkeypatch.setattr(deriving, "_registered", lambda: wrong)
    deriving.steps.cache_clear()
    with pytest.raises(SystemCheckError, match=says):
        call_command("check")
    monkeypatch.undo()
    call_command("check")


@pytest.mark.django_db
def test_a_step_that_finds_more_tells_those_after_it():
    seen: list[tuple[str, Touched | None]] = []

    def widens(run: Run, _: Touched) -> None:
        run.touched = Touched(frozenset("ab"), frozenset("1"))

    def gives_up(run: Run, touched: Touched) -> None:
        seen.append(("second", touched))
        run.touched = None

    last = replace(named("last"), all=lambda _: seen.append(("last", None)), tables=("organisations_link",))
    deriving._run(
        Run(touched=Touched(frozenset("a"))),
        [replace(named("1"), some=widens), replace(named("2"), some=gives_up), last],
    )
    assert seen == [("second", Touched(frozenset("ab"), frozenset("1"))), ("last", None)]
