"""After a daily edition only what it touches is derived anew, and everything derived is what deriving all of it gives."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection, transaction
from psycopg import sql

from irhub.dashboards import derived as of_dashboards
from irhub.dashboards import maps
from irhub.organisations import linking
from irhub.organisations.decisions import decide
from irhub.organisations.models import Link, Member
from irhub.places import places
from irhub.registers import lagging
from irhub.registers.deriving import bring_up_to_date, catch_up, steps
from irhub.registers.finding import FICTIONAL_NOTICE
from irhub.registers.models import Edition, LocationSpan, SponsorSpan
from irhub.registers.taking_in import load
from tests.loaded import load_fictional
from tests.registers.samples import sponsor_file

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DERIVED = [table for step in steps() for table in step.tables]


@pytest.fixture(autouse=True)
def _loaded(data_folder, tmp_path, settings, monkeypatch):
    settings.IRHUB_MAX_GAINED_PERCENT = settings.IRHUB_MAX_LOST_PERCENT = 100
    load_fictional(tmp_path)
    monkeypatch.setattr(linking, "SAMPLE", 20)
    monkeypatch.setattr(maps, "MOST_DOTS", 10)
    maps.draw_maps(places())


def derived() -> dict[str, list[str]]:
    """The rows of every derived table, without the numbers that the database gives them."""
    found = {}
    with connection.cursor() as cursor:
        for name in DERIVED:
            query = sql.SQL("SELECT (to_jsonb(t) - %s)::text FROM {} t ORDER BY 1").format(sql.Identifier(name))
            cursor.execute(query, ["" if name == "organisations_organisation" else "id"])
            found[name] = [row for (row,) in cursor.fetchall()]
    return found


def derived_all() -> dict[str, list[str]]:
    """What deriving everything anew gives, which is undone again."""
    with transaction.atomic():
        lagging.forget()
        bring_up_to_date()
        found = derived()
        transaction.set_rollback(True)
    return found


def without_form(name: str) -> str:
    """A company's name without its legal form, which alone proves no link."""
    return re.sub(r"(?i)\W+(ltd|limited)\W*$", "", name)


def a_day(folder, chance: random.Random) -> None:
    """One more edition: some sponsors gone, renamed, moved, down-rated, with another route, back again, and new; of those linked
    to a provider one moves and one is renamed."""
    newest = Edition.objects.filter(register="home_office_sponsors").latest("date")
    rows: list[Sequence[str]] = []
    standing = SponsorSpan.objects.filter(until=None).exclude(name__contains='"').order_by("line")
    linked = Link.objects.filter(band="accepted", sponsor_key__in=standing.values("sponsor_key")).order_by(
        "sponsor_key"
    )
    renamed = chance.choice(sorted({key for key in linked.values_list("sponsor_key", flat=True) if "ltd|" in key}))
    moves = chance.choice(sorted(set(linked.exclude(sponsor_key=renamed).values_list("sponsor_key", flat=True))))
    for key, name, town, rating, route in standing.values_list("sponsor_key", "name", "town", "rating", "route"):
        if key in (moves, renamed):
            rows.append((name, "Mockbury") if key == moves else (without_form(name), town))
            continue
        fate = chance.random()
        if fate < 0.03:
            continue
        name = f"{name} Holdings" if fate < 0.05 else name
        town = "Mockbury" if 0.05 < fate < 0.06 else town
        rating = "B" if 0.06 < fate < 0.08 else rating[:1] or "A"
        rows.append((name, town, rating, "Senior or Specialist Worker" if 0.08 < fate < 0.09 else route))
    gone = SponsorSpan.objects.exclude(sponsor_key__in=standing.values("sponsor_key")).exclude(name__contains='"')
    rows += [(name, town) for name, town in chance.sample(sorted(set(gone.values_list("name", "town"))), 3)]
    providers = LocationSpan.objects.filter(until=None).exclude(provider_name__contains='"')
    unlinked = sorted(set(providers.values_list("provider_name", "provider_city")))
    rows += chance.sample(unlinked, 5)
    folder.mkdir()
    (folder / FICTIONAL_NOTICE).write_text("invented")
    load(sponsor_file(folder, newest.date + timedelta(days=chance.choice([1, 1, 3, 40])), rows))


def test_what_days_touch_is_derived_as_if_everything_were(tmp_path, monkeypatch):
    chance = random.Random(11)
    whole = []
    monkeypatch.setattr(of_dashboards, "summarise", lambda made=of_dashboards.summarise: (whole.append(1), made()))
    for pair in Link.objects.filter(band="accepted").order_by("sponsor_key")[:2]:
        decide(pair.sponsor_key, pair.provider_id, "different", by="pat@example.org")
    for number in range(3):
        before = derived()
        a_day(tmp_path / f"day{number}", chance)
        if number == 1:  # two days at once, as after a weekend
            a_day(tmp_path / "another", chance)
        catch_up()
        assert not whole, "everything was summarised"
        partly = derived()
        assert {name for name in DERIVED if partly[name] != before[name]} >= {
            "organisations_link", "organisations_member", "organisations_searchname", "organisations_searchword",
            "organisations_providerincouncil", "dashboards_changeincouncil", "dashboards_placefigures",
            "dashboards_placeperiod", "dashboards_placemap", "continuity_activelocation",
        }  # fmt: skip
        assert Link.objects.filter(band="accepted").exclude(follows=[]).exists()
        fully = derived_all()
        whole.clear()
        for name in DERIVED:
            assert partly[name] == fully[name], name


def test_everything_is_derived_when_more_came_than_newer_editions_of_sponsors(tmp_path):
    def moved() -> set[str] | None:
        return lagging.moved(lagging.begin())

    assert moved() is None, "nothing came: whoever asks for it gets everything"
    a_day(tmp_path / "day", random.Random(1))
    assert moved()
    newest = Edition.objects.filter(register="home_office_sponsors").latest("date")
    Edition.objects.filter(pk=newest.pk).update(date=newest.date - timedelta(days=60))
    assert moved() is None, "it is older than one that was there"
    Edition.objects.filter(pk=newest.pk).update(date=newest.date, register="cqc_directory")
    assert moved() is None, "it is of another register"
    Edition.objects.filter(pk=newest.pk).update(register="home_office_sponsors")
    assert moved()
    Edition.objects.filter(register="cqc_ratings").update(state="rejected")
    assert moved() is None, "another was taken out"


def test_what_another_version_of_the_program_derived_is_told_as_behind_until_it_is_made_anew(monkeypatch):
    catch_up()
    assert lagging.lag() is None
    monkeypatch.setattr(lagging, "_program", lambda: "another version")
    assert str(lagging.lag()).startswith("Links, summaries and indicators were made by another version of the program")
    assert catch_up()
    assert lagging.lag() is None


def test_what_another_version_of_the_program_derived_is_derived_anew(tmp_path, monkeypatch):
    a_day(tmp_path / "day", random.Random(2))
    monkeypatch.setattr(lagging, "_program", lambda: "another version")
    assert lagging.moved(lagging.begin()) is None
    catch_up()
    assert Member.objects.exists()
    a_day(tmp_path / "next", random.Random(3))
    assert lagging.moved(lagging.begin())
