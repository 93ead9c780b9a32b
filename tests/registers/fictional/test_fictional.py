"""The fictional registers are real in form, and what they say happened is what the history tells."""

from __future__ import annotations

import csv
import random
from collections import Counter
from datetime import date

import pytest
import shapely
from tests.loaded import TINY, load_fictional

from irhub.organisations.forming import link
from irhub.organisations.models import Member, Organisation
from irhub.places import councils
from irhub.places.land import land
from irhub.registers import taking_in
from irhub.registers.fictional import SCALES, Scale, write_registers
from irhub.registers.fictional.sponsors import Register, Sponsor, editions, months_before, working_days
from irhub.registers.fictional.towns import somewhere, spot, towns
from irhub.registers.models import SPAN_MODELS, Change, Edition, LocationSpan
from irhub.registers.sources import SOURCES


def test_the_same_seed_writes_the_same_sponsor_registers(tmp_path):
    one, other = (write_registers(tmp_path / n, TINY, until=date(2026, 11, 20), seed=3) for n in ("one/r", "other/r"))
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if "Worker" in a.name]
    assert len(pairs) == TINY.sponsor_editions
    assert all(a.read_bytes() == b.read_bytes() for a, b in pairs)


def test_a_year_of_monthly_editions_comes_before_the_daily_ones():
    days = working_days(date(2026, 11, 20), 60)
    earlier = months_before(days[0], 12)
    assert [f"{day:%Y-%m-%d}" for day in (earlier[0], earlier[4], earlier[-1], days[0])] == [
        "2025-09-01", "2026-01-01", "2026-08-03", "2026-08-31",
    ]  # fmt: skip
    register = Register([Sponsor(f"Samplewick {number} Ltd", "Leeds", "") for number in range(500)])
    shown = list(editions(register, days, random.Random(1), {}, (), earlier))
    assert [day for day, _ in shown] == [*earlier, *days]
    assert {event.edition for event in register.events} >= {*earlier[1:], *days}, (
        "something happens from each to the next"
    )
    assert earlier[0] not in {event.edition for event in register.events}


def test_invented_firms_stand_in_towns_on_the_land_of_their_councils():
    assert {town.council.code for town in towns()} == {council.code for council in councils()}
    assert len({(town.council.code, town.name) for town in towns()}) == len(towns())
    for town in towns()[::40]:
        north, east = spot(town, 1, -1)
        near = land()[town.council.code].buffer(0.03)  # a harbour may lie off a simple coast
        assert near.contains(shapely.Point(east, north)), town.name


def test_the_spans_of_every_register_have_the_fields_that_its_source_declares():
    for name, source in SOURCES.items():
        fields = {field.name for field in SPAN_MODELS[name]._meta.fields} - {"id", "since", "until", "line"}
        assert fields == set(source.fields), name
        assert {*source.record_key, *source.facts, *source.guarded, source.entity_key} <= fields, name


@pytest.mark.slow
@pytest.mark.django_db
def test_every_register_loads_and_its_history_tells_what_happened(tmp_path, data_folder, settings):
    settings.IRHUB_MAX_GAINED_PERCENT = 100  # so few rows that the usual day is a large share
    outcomes = load_fictional(tmp_path)
    assert list(outcomes.values()).count("quarantined") == 1
    assert set(outcomes.values()) == {"applied", "quarantined"}
    assert set(Edition.objects.values_list("register", flat=True)) == set(SOURCES)
    assert not Edition.objects.filter(fictional=False).exists()

    with (tmp_path / "events.csv").open(newline="") as file:
        happened = list(csv.DictReader(file))
    removed = {row["name"].strip() for row in happened if row["kind"] == "licence_removed"}
    told = {name.strip() for name in Change.objects.filter(kind="licence_removed").values_list("name", flat=True)}
    renamed = {name.strip() for name in Change.objects.filter(kind="renamed").values_list("old_value", flat=True)}

    def key(names):
        return {"".join(filter(str.isalnum, name.lower().replace("limited", "ltd"))) for name in names}

    truly_renamed = {row["name"].strip() for row in happened if row["kind"] == "renamed"}
    assert key(told) <= key(removed) | key(truly_renamed)
    assert len(key(renamed) & key(truly_renamed)) >= 0.8 * len(key(renamed))

    assert LocationSpan.objects.filter(until=None).values("location_id").distinct().count() > 200
    linked = Member.objects.filter(register="home_office_sponsors").exclude(reason__startswith="its own")
    assert linked.exists()
    with (tmp_path / "truth.csv").open(newline="") as file:
        truth = {row["cqc_provider_id"] for row in csv.DictReader(file)}
    providers = set(
        Member.objects.filter(organisation__members__in=linked, register="cqc_locations").values_list(
            "entity_key", flat=True
        )
    )
    assert len(providers & truth) >= 0.95 * len(providers)

    kept = [set(model.objects.values_list()) for model in (Organisation, Member)]
    spans = {name: set(model.objects.values_list("since", "until", "line")) for name, model in SPAN_MODELS.items()}
    changes = sorted(
        map(str, Change.objects.values_list("kind", "entity_key", "after", "by", "old_value", "new_value"))
    )
    taking_in.rebuild()
    link()
    assert [set(model.objects.values_list()) for model in (Organisation, Member)] == kept
    assert {
        name: set(model.objects.values_list("since", "until", "line")) for name, model in SPAN_MODELS.items()
    } == spans
    assert (
        sorted(map(str, Change.objects.values_list("kind", "entity_key", "after", "by", "old_value", "new_value")))
        == changes
    )


def test_the_care_of_the_demo_is_where_england_s_is_and_that_of_tests_as_much_in_each_council():
    chance = random.Random(1)
    demo = Counter(somewhere(chance, SCALES["small"].unevenness).code for _ in range(1_300))
    assert demo.most_common(1)[0][1] > 60, "the council of the demo has enough for pictures"
    assert sum(many >= 25 for many in demo.values()) >= 10
    assert Scale(1, 1, 1, 1).unevenness == 0
    even = Counter(somewhere(chance).code for _ in range(1_300))
    assert max(even.values()) < 30
